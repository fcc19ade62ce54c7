import { readFileSync } from 'node:fs';

/** A recorded message, parsed. The key order is the recorded one. */
// biome-ignore lint/suspicious/noExplicitAny: recorded messages are looked into, not typed
export function readFixture(name: string): any {
  return JSON.parse(readFileSync(new URL(`../fixtures/smile-id/${name}.json`, import.meta.url), 'utf8'));
}

/** Without what differs from run to run. */
export function withoutVolatile<T extends object>(body: T): Record<string, unknown> {
  const { signature, timestamp, SmileJobID, Source, PartnerParams, ...rest } = body as Record<string, unknown>;
  return rest;
}
