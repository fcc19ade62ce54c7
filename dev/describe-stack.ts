import { relative } from 'node:path';
import type { Stack } from './stack-plan.ts';

/** Tells a person what runs where and what to type next. */
export function describeStack({ addresses, places }: Pick<Stack, 'addresses' | 'places'>, workDir: string): string {
  const near = (path: string) => {
    const fromHere = relative(workDir, path);
    return fromHere.startsWith('..') ? path : fromHere;
  };
  return `
The local stack is ready.

  Temporal Web UI   ${addresses.ui}/namespaces/${addresses.namespace}/workflows
  Temporal          ${addresses.temporal}, namespace ${addresses.namespace}
  Smile ID          ${addresses.simulator} (simulated; nothing reaches the real service)
  its journal       ${addresses.simulator}/_simulator/journal
  callback gateway  ${addresses.gateway}
  pictures          ${near(places.mediaDirectory)}
  database          ${near(places.database)}

Start a verification from another terminal:

  npx smileflow start smartselfie-registration --user-id u1 \\
    --selfie samples/registration/selfie.jpg --liveness samples/registration/liveness-*.jpg --wait

Ctrl-C stops everything. Verifications are kept for the next start; the simulated Smile ID forgets its jobs.
`;
}
