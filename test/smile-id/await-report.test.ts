import { describe, expect, it } from '@jest/globals';
import { VerificationFailure } from '../../domain/failure.ts';
import { awaitReport as awaitSlowly, type WaitOptions } from '../../smile-id/await-report.ts';
import { type JobReport, PENDING } from '../../smile-id/job-report.ts';

type Read = Parameters<typeof awaitSlowly>[0];

/** With hardly a pause between two reads. */
function awaitReport(read: Read, options?: WaitOptions): Promise<JobReport> {
  return awaitSlowly(read, options, () => 5);
}

const PROVISIONAL: JobReport = { ...PENDING, status: 'provisional' };
const FINAL: JobReport = { ...PENDING, status: 'final' };

/** Reads what is given, one after the other, and then the last for ever. */
function reading(...answers: readonly (JobReport | Error)[]) {
  let reads = 0;
  const read = async (): Promise<JobReport> => {
    const answer = answers[Math.min(reads, answers.length - 1)] ?? PENDING;
    reads += 1;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { read, reads: () => reads };
}

function failing(kind: VerificationFailure['kind']): VerificationFailure {
  return new VerificationFailure(kind, 'It went wrong.');
}

describe('awaitReport', () => {
  it('ends with the first answer, be it provisional', async () => {
    expect(await awaitReport(reading(PROVISIONAL, FINAL).read)).toBe(PROVISIONAL);
    expect(await awaitReport(reading(FINAL).read)).toBe(FINAL);
  });

  it('waits on for the final result where that is wanted', async () => {
    const { read, reads } = reading(PROVISIONAL, FINAL);
    expect(await awaitReport(read, { until: 'final-result' })).toBe(FINAL);
    expect(reads()).toBe(2);
  });

  it('ends in time with what is known then, and no error', async () => {
    const { read, reads } = reading(PENDING);
    const startedAt = performance.now();
    expect(await awaitSlowly(read, { forMs: 1_500 })).toBe(PENDING);
    expect(performance.now() - startedAt).toBeLessThan(1_900);
    expect(reads()).toBe(2);
  });

  it('waits in a short time, too', async () => {
    const { read, reads } = reading(PENDING);
    expect(await awaitSlowly(read, { forMs: 400 })).toBe(PENDING);
    expect(reads()).toBe(2);
  });

  it('cuts off a read that does not end', async () => {
    let isCutOff = false;
    const read = ({ signal }: { signal?: AbortSignal | undefined }) =>
      new Promise<JobReport>((_, reject) => {
        signal?.addEventListener('abort', () => {
          isCutOff = true;
          reject(signal.reason);
        });
      });
    await expect(awaitReport(read, { forMs: 1_000 })).rejects.toMatchObject({ kind: 'unavailable' });
    expect(isCutOff).toBe(true);
  });

  it.each(['unavailable', 'rate-limited', 'outcome-unknown', 'untrusted-response'] as const)(
    'reads on after %s',
    async (kind) => {
      expect(await awaitReport(reading(failing(kind), FINAL).read)).toBe(FINAL);
    },
  );

  it.each(['not-authorised', 'request-refused', 'user-state', 'misconfigured'] as const)(
    'ends at once with %s',
    async (kind) => {
      const { read, reads } = reading(PENDING, failing(kind));
      await expect(awaitReport(read)).rejects.toMatchObject({ kind });
      expect(reads()).toBe(2);
    },
  );

  it('throws what went wrong where nothing was ever read in time', async () => {
    await expect(awaitReport(reading(failing('unavailable')).read, { forMs: 1_000 })).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });

  it('gives up on answers that are never signed right', async () => {
    const { read, reads } = reading(failing('untrusted-response'));
    await expect(awaitReport(read, { forMs: 60_000 })).rejects.toMatchObject({ kind: 'untrusted-response' });
    expect(reads()).toBe(5);
  });

  it.each([
    ['a read that succeeded', PENDING],
    ['a failure of another kind', failing('unavailable')],
  ])('counts them anew after %s', async (_, between) => {
    const four = Array.from({ length: 4 }, () => failing('untrusted-response'));
    const { read, reads } = reading(...four, between, ...four, FINAL);
    expect(await awaitReport(read, { forMs: 60_000 })).toBe(FINAL);
    expect(reads()).toBe(10);
  });

  it('stops with the reason of its signal, between reads and during one', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const waiting = awaitSlowly(reading(PENDING).read, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 50);
    await expect(waiting).rejects.toBe(reason);
    const read = ({ signal }: { signal?: AbortSignal | undefined }) =>
      new Promise<JobReport>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    const other = new AbortController();
    const during = awaitReport(read, { signal: other.signal });
    other.abort(reason);
    await expect(during).rejects.toBe(reason);
  });
});
