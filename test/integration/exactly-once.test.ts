import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SimulatorHooks } from '../../simulator/options.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { createPackage } from '../../smile-id/package-zip.ts';
import { createForeignJob } from './foreign-job.ts';
import { untilTrouble } from './observe.ts';
import { journalOf, openWorld, registration, samples, type World, withWorld } from './world.ts';

type Exchange = Parameters<NonNullable<SimulatorHooks['beforeAnswer']>>[0];
type Upload = Parameters<NonNullable<SimulatorHooks['whileUploading']>>[0];

/** Holds one exchange where the test wants it, and tells when it has got there. */
function createGate() {
  let open = (): void => undefined;
  let reached = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const wasReached = new Promise<void>((resolve) => {
    reached = resolve;
  });
  return {
    open: () => open(),
    wasReached,
    async hold(): Promise<void> {
      reached();
      await opened;
    },
  };
}

const lost = (): never => {
  throw new Error('the answer is lost');
};

describe('when answers are lost or repeated', () => {
  const answers = new Map<string, (exchange: Exchange) => void | Promise<void>>();
  const uploads = new Map<string, (upload: Upload) => void | Promise<void>>();
  let world: World;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ world, close } = await openWorld({
      callbacks: false,
      simulator: {
        hooks: {
          beforeAnswer: (exchange) => answers.get(exchange.jobId ?? '')?.(exchange),
          whileUploading: (upload) => uploads.get(upload.jobId)?.(upload),
        },
      },
    }));
  });
  afterAll(() => close());

  it('adopts the job whose creation was never answered', async () => {
    const { verificationId, ...rest } = registration();
    let isFirst = true;
    answers.set(verificationId, ({ endpoint }) => {
      if (endpoint !== 'prep-upload' || !isFirst) return;
      isFirst = false;
      lost();
    });
    const outcome = await (await world.smileflow.start({ verificationId, ...rest })).result();
    expect(outcome.decision).toBe('approved');
    expect(journalOf(world.simulator, verificationId).slice(0, 5)).toEqual([
      'prep-upload 2202',
      'prep-upload 2215',
      'job-status 2314',
      'prep-upload 2202',
      'upload-started',
    ]);
    expectOneJob(world, verificationId);
  });

  it('does not send the pictures again when only the answer to the upload was lost', async () => {
    const { verificationId, ...rest } = registration();
    answers.set(verificationId, ({ endpoint }) => (endpoint === 'upload' ? lost() : undefined));
    const outcome = await (await world.smileflow.start({ verificationId, ...rest })).result();
    expect(outcome.decision).toBe('approved');
    expect(journalOf(world.simulator, verificationId).filter((kind) => kind === 'upload')).toHaveLength(1);
    expectOneJob(world, verificationId);
  });

  it('sends the same bytes again when an upload broke off and Smile ID has no zip', async () => {
    const { verificationId, ...rest } = registration();
    let isFirst = true;
    uploads.set(verificationId, () => {
      if (!isFirst) return;
      isFirst = false;
      lost();
    });
    expect((await (await world.smileflow.start({ verificationId, ...rest })).result()).decision).toBe('approved');
    expect(withoutRepeats(journalOf(world.simulator, verificationId)).slice(0, 5)).toEqual([
      'prep-upload 2202',
      'upload-started',
      'upload-aborted',
      'job-status 2314',
      'upload-started',
    ]);
    expectOneJob(world, verificationId);
  });

  it('starts one verification out of thirty starts at once', async () => {
    const request = registration();
    const handles = await Promise.all(Array.from({ length: 30 }, () => world.smileflow.start(request)));
    const outcomes = await Promise.all(handles.map((handle) => handle.result()));
    expect(new Set(outcomes.map(({ decision, startedAt }) => `${decision} ${startedAt}`)).size).toBe(1);
    expectOneJob(world, request.verificationId);
    expect(journalOf(world.simulator, request.verificationId).filter((kind) => kind === 'upload')).toHaveLength(1);
  });

  it('attaches to an ended verification of the same input, and refuses another input', async () => {
    const request = registration();
    await (await world.smileflow.start(request)).result();
    expect((await (await world.smileflow.start(request)).result()).decision).toBe('approved');
    const others = [
      { ...request, userId: 'somebody-else' },
      { ...request, partnerParams: { branch: 'eight' } },
      { ...request, ...samples('authentication') },
      { ...request, liveness: [...(request.liveness ?? [])].reverse() },
    ];
    for (const other of others)
      await expect(world.smileflow.start(other)).rejects.toMatchObject({ kind: 'different-input' });
    expectOneJob(world, request.verificationId);
  });

  it('takes no job over that was not created here', async () => {
    const request = registration();
    await createForeignJob(world.simulator.url, request.verificationId);
    const outcome = await (await world.smileflow.start(request)).result();
    expect(outcome).toMatchObject({ decision: 'failed', failure: 'job-id-conflict', code: '2215' });
    expect(journalOf(world.simulator, request.verificationId)).toEqual(['prep-upload 2202', 'prep-upload 2215']);
  });
});

it('takes no foreign job over after attempts of which it is proven that they sent nothing', async () => {
  await withWorld({ callbacks: false, workers: 0 }, async (world) => {
    const { port } = world.simulator;
    await world.simulator.close();
    await world.startWorker();
    const request = registration();
    const handle = await world.smileflow.start(request);
    await untilTrouble(handle);
    const back = await startSimulator({ port });
    try {
      await createForeignJob(back.url, request.verificationId);
      expect(await handle.result()).toMatchObject({ decision: 'failed', failure: 'job-id-conflict' });
    } finally {
      await back.close();
    }
  });
});

it('asks for a new upload URL when the first one has expired, and creates no second job', async () => {
  const preps = (): string[] =>
    journalOf(simulator, request.verificationId).filter((kind) => kind.startsWith('prep-upload'));
  const request = registration();
  let simulator: World['simulator'];
  const hooks: SimulatorHooks = {
    // Until there is a second URL, every try breaks off.
    whileUploading: () => (preps().length < 3 ? lost() : undefined),
  };
  // Ten seconds of it are margin, so that the first URL is too old after two or three.
  await withWorld({ callbacks: false, simulator: { uploadUrlLifeMs: 13_000, hooks } }, async (world) => {
    simulator = world.simulator;
    expect((await (await world.smileflow.start(request)).result()).decision).toBe('approved');
    expect(preps()).toEqual(['prep-upload 2202', 'prep-upload 2215', 'prep-upload 2202']);
    expectOneJob(world, request.verificationId);
  });
});

it('goes on with the same job after SIGKILL after prep-upload and again in the middle of the upload', async () => {
  const afterPrep = createGate();
  const midUpload = createGate();
  const reached: string[] = [];
  const hooks: SimulatorHooks = {
    async beforeAnswer({ endpoint }) {
      if (endpoint !== 'prep-upload' || reached.includes('after prep')) return;
      reached.push('after prep');
      await afterPrep.hold();
    },
    async whileUploading({ receivedBytes }) {
      if (receivedBytes < 1_000_000 || reached.includes('mid upload')) return;
      reached.push('mid upload');
      await midUpload.hold();
    },
  };
  await withWorld({ callbacks: false, workers: 0, simulator: { hooks } }, async (world) => {
    // More than all buffers between the two processes hold, so that what is not received is lost with the worker.
    const selfie = grown(await readFile(samples('registration').selfie as string), 9_000_000);
    const liveness = await Promise.all(
      (samples('registration').liveness ?? []).map(async (path) => grown(await readFile(path as string), 4_000_000)),
    );
    const request = registration({ selfie, liveness });
    const first = await world.startWorker();
    const handle = await world.smileflow.start(request);

    await afterPrep.wasReached;
    await first.kill();
    // Smile ID has created the job, and nobody here knows: the answer goes to a dead process.
    expect(journalOf(world.simulator, request.verificationId)).toEqual(['prep-upload 2202']);
    afterPrep.open();

    const second = await world.startWorker();
    await midUpload.wasReached;
    await second.kill();
    expect(journalOf(world.simulator, request.verificationId)).toEqual([
      'prep-upload 2202',
      'prep-upload 2215',
      'job-status 2314',
      'prep-upload 2202',
      'upload-started',
    ]);
    midUpload.open();

    await world.startWorker();
    expect(await handle.result()).toMatchObject({ decision: 'approved', code: '0840' });
    expect(reached).toEqual(['after prep', 'mid upload']);
    expect(withoutRepeats(journalOf(world.simulator, request.verificationId))).toEqual([
      'prep-upload 2202',
      'prep-upload 2215',
      'job-status 2314',
      'prep-upload 2202',
      'upload-started',
      'upload-aborted',
      'job-status 2314',
      'upload-started',
      'upload',
      'processing-started',
      'enrolment',
      'result',
      'job-status 2302',
      'picture',
    ]);
    const uploaded = world.simulator.journal().filter(({ kind }) => kind === 'upload');
    expect(uploaded).toMatchObject([{ httpStatus: 200, sha256: await packageHash(request) }]);
    expect(world.simulator.jobs()).toMatchObject([{ jobId: request.verificationId, paid: true, paidRuns: 1 }]);
  });
}, 120_000);

it('adopts a job whose pictures arrived unseen, where preparing it again would be paid for again', async () => {
  const hooks: SimulatorHooks = {
    async beforeAnswer({ endpoint, code, jobId }) {
      if (endpoint === 'upload') lost();
      // Smile ID begins to work on the pictures between two questions of the worker.
      if (code === '2215') await started(jobId);
    },
  };
  let started = async (_jobId: string | undefined): Promise<void> => undefined;
  const simulator = {
    hooks,
    // A URL is not used in its last ten seconds: this one is good for one upload.
    uploadUrlLifeMs: 11_500,
    quirks: { zipLagMs: 3_600 * 24_000, retryKnowsProcessed: false },
  };
  await withWorld({ callbacks: false, simulator }, async (world) => {
    started = async (jobId) => {
      await world.simulator.nextJournalEntry((entry) => entry.kind === 'processing-started' && entry.jobId === jobId, {
        afterSeq: 0,
      });
    };
    const request = registration();
    expect(await (await world.smileflow.start(request)).result()).toMatchObject({ decision: 'approved' });
    const journal = journalOf(world.simulator, request.verificationId);
    expect(journal.slice(journal.indexOf('prep-upload 2215') - 1).slice(0, 4)).toEqual([
      'job-status 2314',
      'prep-upload 2215',
      'processing-started',
      'job-status 2302',
    ]);
    expectOneJob(world, request.verificationId);
  });
});

/** While it is waited for whether pictures have arrived, the same is asked again and again. */
function withoutRepeats(journal: readonly string[]): string[] {
  return journal.filter((kind, index) => kind !== journal[index - 1]);
}

function expectOneJob(world: World, jobId: string): void {
  const jobs = world.simulator.jobs().filter((job) => job.jobId === jobId);
  expect(jobs).toMatchObject([{ paid: true, paidRuns: 1 }]);
}

/** The same picture with comments in it (ITU-T T.81, B.2.4.5), so that it has at least so many bytes. */
function grown(jpeg: Buffer, leastBytes: number): Buffer {
  const comment = Buffer.alloc(60_002);
  comment.writeUInt16BE(0xfffe, 0);
  comment.writeUInt16BE(60_000, 2);
  const comments = Array.from({ length: Math.ceil(leastBytes / comment.length) }, () => comment);
  return Buffer.concat([jpeg.subarray(0, 2), ...comments, jpeg.subarray(2)]);
}

/** SHA-256 of the zip that these pictures make, in this process. */
async function packageHash({ selfie, liveness = [] }: ReturnType<typeof registration>): Promise<string> {
  const imageOf = (role: 'selfie' | 'liveness') => (bytes: unknown) => ({
    role,
    bytes: (bytes as Buffer).length,
    open: () => Readable.from([bytes]),
  });
  const images = [imageOf('selfie')(selfie), ...liveness.map(imageOf('liveness'))];
  const hash = createHash('sha256');
  for await (const chunk of createPackage({ images }).stream()) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
