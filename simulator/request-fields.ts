import { Refusal, type RefusalCode } from './refusal.ts';

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parses a request body. Throws `invalidJson` for text that is not JSON and `wrongType` for JSON that is no object. */
export function parseBody(body: unknown, invalidJson: RefusalCode, wrongType: RefusalCode): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(typeof body === 'string' ? body : '');
  } catch {
    throw new Refusal(invalidJson);
  }
  if (!isObject(parsed)) throw new Refusal(wrongType);
  return parsed;
}

/** A required text. Missing, null and empty are `missing`; anything but a string is `wrongType`. */
export function requiredText(body: JsonObject, key: string, missing: RefusalCode, wrongType: RefusalCode): string {
  const value = body[key];
  if (value === undefined || value === null || value === '') throw new Refusal(missing);
  if (typeof value !== 'string') throw new Refusal(wrongType);
  return value;
}

/** An optional text; empty counts as absent. */
export function optionalText(body: JsonObject, key: string): string | undefined {
  const value = body[key];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw new Refusal('2204');
  return value;
}

/** A flag sent as boolean or, by older components, as text (PROTOCOL 5.1, D7). Absent is false. */
export function optionalFlag(body: JsonObject, key: string, wrongType: RefusalCode): boolean {
  const value = body[key];
  if (value === undefined || value === null || value === '') return false;
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  if (text !== 'true' && text !== 'false') throw new Refusal(wrongType);
  return text === 'true';
}
