import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { markdownTable, percentile, rounded } from './percentiles.ts';
import { packageRoot, type Stage } from './stage.ts';

const VERIFICATIONS = 60;
const AT_ONCE = 4;

/**
 * Time from the moment at which Smile ID has a result until the verification has ended with it: where a callback tells,
 * and by polling alone, half of the verifications each, in turn within one run.
 */
export async function measureDecisions(stage: Stage, tell: (line: string) => void): Promise<string> {
  const gateway = await stage.startGateway();
  const took: { readonly callback: number[]; readonly polling: number[] } = { callback: [], polling: [] };
  for (let round = 0; round < 4; round += 1) {
    for (const way of ['callback', 'polling'] as const) {
      const worker = await stage.startWorker(way === 'callback' ? { callbackBaseUrl: gateway } : {});
      // One to warm up the process.
      await decide(stage);
      const rest = Array.from({ length: VERIFICATIONS / 4 }, (_, index) => index);
      const work = async (): Promise<void> => {
        while (rest.pop() !== undefined) took[way].push(await decide(stage));
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      await worker.stop();
      tell(`round ${round + 1}: ${way}, p50 so far ${rounded(percentile(took[way], 50))} ms`);
    }
  }
  const row = (title: string, percent: number): string[] => {
    const [callback, polling] = [percentile(took.callback, percent), percentile(took.polling, percent)];
    return [title, rounded(callback), rounded(polling), rounded(callback / polling)];
  };
  return markdownTable(
    ['from result to decision', 'with callbacks', 'by polling alone', 'ratio'],
    [row('p50 (ms)', 50), row('p99 (ms)', 99)],
  );
}

/** Milliseconds from Smile ID's result to the end of the verification. */
async function decide({ smileflow, simulator }: Stage): Promise<number> {
  const verificationId = `bench-${randomUUID()}`;
  const reported = simulator.nextJournalEntry(({ kind, jobId }) => kind === 'result' && jobId === verificationId, {
    timeoutMs: 60_000,
  });
  const handle = await smileflow.start({
    product: 'smartselfie-registration',
    verificationId,
    userId: verificationId,
    selfie: join(packageRoot, 'samples', 'registration', 'selfie.jpg'),
  });
  const [{ at }] = await Promise.all([reported, handle.result()]);
  return Date.now() - Date.parse(at);
}
