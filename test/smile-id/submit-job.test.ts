import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import type { Endpoint } from '../../simulator/endpoints.ts';
import type { FaultRule } from '../../simulator/fault-rule.ts';
import type { JournalEntry } from '../../simulator/journal.ts';
import type { Simulator } from '../../simulator/start-simulator.ts';
import { createPackage } from '../../smile-id/package-zip.ts';
import type { SmileIdOptions } from '../../smile-id/smile-id.ts';
import { checkSubmission, type Submission } from '../../smile-id/submission.ts';
import type { SubmitOptions } from '../../smile-id/submit-job.ts';
import { sample, samplePath, withFolder } from '../media/pictures.ts';
import { withSmileId } from './smile-id.ts';

const SELFIE = samplePath('registration/selfie.jpg');
const LIVENESS = Array.from({ length: 8 }, (_, index) => samplePath(`registration/liveness-${index + 1}.jpg`));
const DOCUMENT = samplePath('document/front.jpg');

const REGISTRATION: Submission = {
  product: 'smartselfie-registration',
  jobId: 'job-1',
  userId: 'user-1',
  selfie: SELFIE,
  liveness: LIVENESS,
};
const CHECKED_DOCUMENT: Submission = {
  ...REGISTRATION,
  product: 'document-verification',
  documentFront: DOCUMENT,
  documentBack: DOCUMENT,
  idInfo: { country: 'NG', idType: 'PASSPORT' },
};
const KYC = {
  jobId: 'job-kyc',
  userId: 'user-1',
  idInfo: { country: 'NG', idType: 'NIN_V2', idNumber: '00000000001', firstName: 'Ada', lastName: 'Obi' },
};

const COMPARISON: Submission = {
  ...REGISTRATION,
  product: 'smartselfie-compare',
  comparison: samplePath('authentication/selfie.jpg'),
  comparisonType: 'PORTRAIT',
};
/** Where nothing listens: that it was tried is enough. */
const NOBODY = 'http://127.0.0.1:9';

/** What asks for the same call again, with `mayExist`. */
const TRY_AGAIN = /^(unavailable|rate-limited|outcome-unknown|untrusted-response)$/;

function entriesOf(simulator: Simulator, kind: string) {
  return simulator.journal().filter((entry) => entry.kind === kind);
}

async function resultOf(simulator: Simulator, jobId: string): Promise<void> {
  const isResult = (entry: JournalEntry) => entry.kind === 'result' && entry.jobId === jobId && entry.final === true;
  await simulator.nextJournalEntry(isResult, { afterSeq: 0 });
}

function faulty(...rules: FaultRule[]) {
  return { faults: { rules } };
}

describe('submitJob', () => {
  it.each([
    ['smartselfie-registration', REGISTRATION, 4],
    [
      'biometric-kyc',
      { ...REGISTRATION, product: 'biometric-kyc', idInfo: { ...KYC.idInfo, idNumber: '00000000000' } },
      1,
    ],
    ['document-verification', CHECKED_DOCUMENT, 6],
    ['enhanced-document-verification', { ...CHECKED_DOCUMENT, product: 'enhanced-document-verification' }, 11],
  ] as const)('sends %s', async (product, submission, jobType) => {
    await withSmileId(async (smileId, simulator) => {
      const job = await smileId.submitJob({ ...submission, partnerParams: { branch: 'Lagos' } });
      expect(job).toMatchObject({ product, jobId: 'job-1', userId: 'user-1', smileJobId: '0000000001', isNew: true });
      await resultOf(simulator, 'job-1');
      expect(await smileId.jobStatus(job)).toMatchObject({ status: 'final', result: { category: 'approved' } });
      expect(simulator.bills()).toEqual([expect.objectContaining({ jobId: 'job-1', jobType, times: 1 })]);
    });
  });

  it('waits for the result where that is wanted', async () => {
    await withSmileId(async (smileId) => {
      const job = await smileId.submitJob(REGISTRATION, { wait: true });
      expect(job).toMatchObject({
        smileJobId: '0000000001',
        report: { status: 'final', result: { category: 'approved' } },
      });
    });
  });

  it('ends with the upload where nobody waits', async () => {
    await withSmileId(async (smileId, simulator) => {
      const job = await smileId.submitJob({ ...REGISTRATION, callbackUrl: 'http://127.0.0.1:9/mine' });
      expect(job.report).toBeUndefined();
      expect(entriesOf(simulator, 'job-status')).toEqual([]);
    });
  });

  it('authenticates an enrolled user, and uses the enrolled selfie', async () => {
    await withSmileId(async (smileId, simulator) => {
      simulator.enrol('user-1');
      const again = { ...REGISTRATION, product: 'smartselfie-authentication', jobId: 'job-2' } as const;
      await smileId.submitJob(again);
      const { selfie, liveness, ...enrolled } = { ...CHECKED_DOCUMENT, jobId: 'job-3', useEnrolledImage: true };
      await smileId.submitJob(enrolled);
      for (const { jobId } of [again, enrolled]) {
        await resultOf(simulator, jobId);
        expect(await smileId.jobStatus({ jobId, userId: 'user-1' })).toMatchObject({
          result: { category: 'approved' },
        });
      }
    });
  });

  it('takes paths, bytes and base64, small and large, and sends the same of each', async () => {
    await withFolder(async (folder) => {
      const large = join(folder, 'large.jpg');
      await writeFile(large, Buffer.concat([sample(), Buffer.alloc(2_000_000)]));
      const forms = [SELFIE, sample(), { base64: sample().toString('base64') }] as const;
      await withSmileId(async (smileId, simulator) => {
        for (const [index, selfie] of forms.entries())
          await smileId.submitJob({
            ...CHECKED_DOCUMENT,
            jobId: `job-${index}`,
            userId: `user-${index}`,
            selfie,
            documentFront: large,
          });
        const uploads = entriesOf(simulator, 'upload') as { bytes?: number; sha256?: string }[];
        expect(new Set(uploads.map(({ sha256 }) => sha256)).size).toBe(1);
        expect(uploads[0]?.bytes).toBeGreaterThan(2_000_000);
      });
    });
  });

  it('sends every person their own pictures, many at once and after one another, broken uploads among them', async () => {
    await withFolder(async (folder) => {
      const people = Array.from({ length: 24 }, (_, index) => `person-${index}`);
      for (const person of people)
        await writeFile(join(folder, person), Buffer.concat([sample(), Buffer.from(person.repeat(5_000))]));
      await withSmileId(
        async (smileId, simulator) => {
          const submit = (person: string) =>
            smileId.submitJob({
              product: 'smartselfie-registration',
              jobId: person,
              userId: person,
              selfie: join(folder, person),
            });
          for (const some of [people.slice(0, 4), people.slice(4, 20), people.slice(20)])
            await Promise.all(some.map(submit));
          const taken = simulator.journal().filter((entry) => entry.kind === 'processing-started');
          expect(taken).toHaveLength(people.length);
          for (const entry of taken) {
            const content = await readFile(join(folder, entry.jobId ?? ''));
            const archive = createPackage({ images: [{ role: 'selfie', content }] });
            const expected = createHash('sha256')
              .update(await buffer(archive.stream()))
              .digest('hex');
            expect(entry).toMatchObject({ sha256: expected });
          }
        },
        faulty(
          { fault: 'expired-url', on: 'upload', jobId: 'person-9', nth: 1 },
          { fault: 'reset-after', on: 'upload', jobId: 'person-12', nth: 1 },
        ),
      );
    });
  });

  it('says everything that is wrong before Smile ID hears of it', async () => {
    await withSmileId(async (smileId, simulator) => {
      const wrong = {
        product: 'document-verification',
        jobId: '',
        userId: 'user-1',
        callbackUrl: 'partner.example.com',
        selfie: join(SELFIE, '..', 'missing.jpg'),
        liveness: LIVENESS.slice(0, 3),
        documentBack: { base64: 'no base64' },
        image_type_id: 2,
        idInfo: { country: 'Nigeria' },
      } as never;
      await expect(smileId.submitJob(wrong)).rejects.toMatchObject({
        kind: 'invalid-request',
        problems: [
          'idInfo.country must be two capital letters, ISO 3166-1, such as NG',
          'jobId is empty',
          'callbackUrl must be an http or https URL',
          'image_type_id: not a field of a job',
          'selfie does not exist: check the path',
          'documentBack is not valid base64: encode the bytes of a JPEG in the standard alphabet, without line breaks',
          'liveness has 3 pictures: give 0 or 8',
          'documentFront must be the path of a JPEG, its bytes, or { base64: … }',
        ],
      });
      expect(simulator.journal()).toEqual([]);
    });
  });

  it('reads no more pictures than may be sent, however many are given', async () => {
    let read = 0;
    const allocate = (bytes: number) => {
      read += 1;
      return Buffer.alloc(bytes);
    };
    const submission = { ...REGISTRATION, liveness: Array.from({ length: 500 }, () => SELFIE) };
    await expect(checkSubmission(submission, async () => undefined, allocate)).rejects.toMatchObject({
      problems: ['liveness has 500 pictures: give 0 or 8'],
    });
    expect(read).toBe(9);
  });

  it("looks up what an object of the caller's class holds when it is handed over", async () => {
    class Claim {
      country = 'NG';
      idType = 'NIN_V2';
      idNumber = '00000000000';
      firstName = 'Ada';
      get lastName() {
        return 'Obi';
      }
    }
    await withSmileId(async (smileId) => {
      const idInfo = new Claim();
      const call = smileId.enhancedKyc({ ...KYC, idInfo });
      idInfo.idNumber = '00000000001';
      expect(await call).toMatchObject({ report: { result: { code: '1012' }, idData: { idNumber: '00000000000' } } });
    });
  });

  it('refuses parameters that a copy by members would lose, and rejects whatever a getter throws', async () => {
    await withSmileId(async (smileId, simulator) => {
      const partnerParams = new Map([['branch', 'Lagos']]) as never;
      await expect(smileId.submitJob({ ...REGISTRATION, partnerParams })).rejects.toMatchObject({
        problems: ['partnerParams must be keys with texts'],
      });
      const broken = {
        ...KYC,
        get callbackUrl(): string {
          throw new Error('broken');
        },
      };
      await expect(smileId.enhancedKyc(broken)).rejects.toThrow('broken');
      expect(simulator.journal()).toEqual([]);
    });
  });

  it('hands on what Smile ID advises against, and sends it all the same', async () => {
    await withSmileId(async (smileId) => {
      const { warnings, isNew } = await smileId.submitJob({ ...CHECKED_DOCUMENT, documentFront: SELFIE });
      expect(warnings).toEqual(expect.arrayContaining([expect.stringMatching(/^documentFront /)]));
      expect(isNew).toBe(true);
    });
  });

  it('sends what it has checked, whatever becomes of the file', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'front.jpg');
      await writeFile(path, Buffer.concat([sample(), Buffer.alloc(2_000_000)]));
      const chooseFault = () => rm(path, { force: true }).then(() => undefined);
      await withSmileId(
        async (smileId, simulator) => {
          await smileId.submitJob({ ...CHECKED_DOCUMENT, documentFront: path });
          await resultOf(simulator, 'job-1');
          expect(await smileId.jobStatus(CHECKED_DOCUMENT)).toMatchObject({ result: { category: 'approved' } });
        },
        { hooks: { chooseFault } },
      );
    });
  });

  it('sends a job as it was when it was handed over, whatever its object is filled with meanwhile', async () => {
    await withSmileId(async (smileId, simulator) => {
      const job = { ...REGISTRATION, userId: 'ada', jobId: 'ada' };
      const first = smileId.submitJob(job);
      Object.assign(job, { userId: 'bob', jobId: 'bob', liveness: [] });
      await Promise.all([first, smileId.submitJob(job)]);
      const jobs = simulator.jobs().map(({ jobId, userId }) => [jobId, userId]);
      expect(jobs.sort()).toEqual([
        ['ada', 'ada'],
        ['bob', 'bob'],
      ]);
    });
  });

  it('sends what was in its lists when it was handed over, whatever they are filled with meanwhile', async () => {
    await withSmileId(async (smileId, simulator) => {
      const liveness = [...LIVENESS];
      const partnerParams: Record<string, string> = { branch: 'Lagos' };
      const idInfo = { ...KYC.idInfo, idNumber: '00000000000' };
      const job = { ...REGISTRATION, product: 'biometric-kyc', liveness, partnerParams, idInfo } as const;
      await smileId.submitJob(job);
      const second = { ...job, jobId: 'job-2', userId: 'user-2' };
      const sent = smileId.submitJob(second);
      liveness.fill(DOCUMENT);
      Object.assign(partnerParams, { branch: 'Accra', customer: 'of somebody else' });
      Object.assign(idInfo, { idNumber: '00000000001', firstName: 'Eve' });
      await sent;
      const [ofFirst, ofSecond] = entriesOf(simulator, 'processing-started') as { sha256?: string }[];
      expect(ofSecond?.sha256).toBe(ofFirst?.sha256);
      await resultOf(simulator, 'job-2');
      const { raw } = await smileId.jobStatus(second);
      const params = (raw?.result as { PartnerParams?: object } | undefined)?.PartnerParams;
      expect(params).toMatchObject({ branch: 'Lagos' });
      expect(params).not.toHaveProperty('customer');
    });
  });

  it('sends nothing with a signal that is none', async () => {
    await withSmileId(async (smileId, simulator) => {
      const signal = new AbortController() as never;
      const problems = ['signal must be an AbortSignal'];
      await expect(smileId.submitJob(REGISTRATION, { signal })).rejects.toMatchObject({ problems });
      await expect(smileId.jobStatus(REGISTRATION, { signal })).rejects.toMatchObject({ problems });
      expect(simulator.journal()).toEqual([]);
    });
  });

  it('adopts no job of somebody else because of a mishap', async () => {
    await withSmileId(
      async (smileId, simulator) => {
        await smileId.submitJob(REGISTRATION);
        await resultOf(simulator, 'job-1');
        const other = { ...REGISTRATION, selfie: samplePath('authentication/selfie.jpg') };
        await expect(smileId.submitJob(other)).rejects.toMatchObject({ kind: 'request-refused', code: '2215' });
      },
      faulty({ fault: 'reset-before', on: 'prep-upload', nth: 2 }),
    );
  });

  it.each<[string, Submission, SmileIdOptions]>([
    ['of an upload, to the address of the job', { ...REGISTRATION, callbackUrl: `${NOBODY}/job` }, {}],
    ['of an upload, to the address of all jobs', REGISTRATION, { callbackUrl: `${NOBODY}/all` }],
    ['of a comparison', { ...COMPARISON, callbackUrl: `${NOBODY}/job` }, {}],
    ['of a lookup', { ...KYC, product: 'enhanced-kyc', callbackUrl: `${NOBODY}/job` }, {}],
  ])('has the result posted %s', async (_, submission, options) => {
    const posted = ({ kind, jobId }: JournalEntry) => kind === 'callback' && jobId === submission.jobId;
    await withSmileId(
      async (smileId, simulator) => {
        await smileId.submitJob(submission);
        await simulator.nextJournalEntry(posted, { afterSeq: 0 });
      },
      {},
      options,
    );
  });

  it.each([REGISTRATION, COMPARISON])(
    'enrols a user again with $product only where that is said',
    async (submission) => {
      await withSmileId(async (smileId, simulator) => {
        simulator.enrol('user-1');
        await expect(smileId.submitJob(submission)).rejects.toMatchObject({ kind: 'user-state', code: '2209' });
        expect(simulator.bills()).toEqual([]);
        const allowed = { ...submission, jobId: 'job-2', allowNewEnroll: true };
        expect(await smileId.submitJob(allowed)).toMatchObject({ isNew: true });
      });
    },
  );

  it('tells the number of a job whose result could not be waited for', async () => {
    await withSmileId(
      (smileId) =>
        expect(smileId.submitJob(REGISTRATION, { wait: { forMs: 1_000 } })).rejects.toMatchObject({
          kind: 'unavailable',
          smileJobId: '0000000001',
        }),
      faulty({ fault: 'server-error', on: 'job-status' }),
    );
  });

  it('tells the number of a job that was there already, as soon as it is told', async () => {
    await withSmileId(
      async (smileId) => {
        await smileId.submitJob(REGISTRATION);
        const carriedOn = await smileId.submitJob({ ...REGISTRATION, mayExist: true }, { wait: true });
        expect(carriedOn).toMatchObject({ isNew: false, smileJobId: '0000000001', report: { status: 'final' } });
      },
      { processingMs: 1_500 },
    );
  });

  it('refuses a job id that is in use, and carries it on where it may be the same job', async () => {
    await withSmileId(async (smileId, simulator) => {
      await smileId.submitJob(REGISTRATION);
      await resultOf(simulator, 'job-1');
      await expect(smileId.submitJob(REGISTRATION)).rejects.toMatchObject({ kind: 'request-refused', code: '2215' });
      expect(await smileId.submitJob({ ...REGISTRATION, mayExist: true }, { wait: true })).toMatchObject({
        isNew: false,
        smileJobId: '0000000001',
        report: { status: 'final' },
      });
      expect(simulator.bills()).toEqual([expect.objectContaining({ times: 1 })]);
    });
  });

  it.each<[string, FaultRule]>([
    ['the preparing is refused a connection', { fault: 'refused', on: 'prep-upload', nth: 1, forMs: 100 }],
    ['the preparing breaks off', { fault: 'reset-before', on: 'prep-upload', nth: 1 }],
    ['the answer to the preparing is lost', { fault: 'reset-after', on: 'prep-upload', nth: 1 }],
    ['the answer to the preparing is no JSON', { fault: 'malformed-json', on: 'prep-upload', nth: 1 }],
    ['the preparing meets a server error', { fault: 'server-error', on: 'prep-upload', nth: 1 }],
    ['the upload URL has expired', { fault: 'expired-url', on: 'upload', nth: 1 }],
    ['the answer to the upload is lost', { fault: 'reset-after', on: 'upload', nth: 1 }],
  ])('sends one job, paid once, when %s', async (_, rule) => {
    await withSmileId(
      async (smileId, simulator) => {
        expect(await smileId.submitJob(REGISTRATION)).toMatchObject({ smileJobId: '0000000001' });
        await resultOf(simulator, 'job-1');
        expect(simulator.bills()).toEqual([expect.objectContaining({ jobId: 'job-1', times: 1 })]);
      },
      { ...faulty(rule), quirks: { secondPut: 'processed-again', retryKnowsProcessed: false } },
    );
  });

  it('hands on what Smile ID refuses, with its code', async () => {
    await withSmileId(async (smileId, simulator) => {
      simulator.enrol('user-1');
      await expect(smileId.submitJob(REGISTRATION)).rejects.toMatchObject({ kind: 'user-state', code: '2209' });
    });
  });

  it('tells the number of the job when the time for waiting is up', async () => {
    await withSmileId(
      async (smileId) => {
        const job = await smileId.submitJob(REGISTRATION, { wait: { forMs: 1_000 } });
        expect(job).toMatchObject({ smileJobId: '0000000001', report: { status: 'pending' } });
      },
      { processingMs: 60_000 },
    );
  });

  it('tells a provisional answer apart from the final one', async () => {
    await withSmileId(
      async (smileId) => {
        const reviewed = { ...REGISTRATION, partnerParams: { sandbox_scenario: 'review-approve' } };
        const job = await smileId.submitJob(reviewed, { wait: true });
        expect(job.report).toMatchObject({ status: 'provisional', result: { isFinal: false } });
        expect(await smileId.awaitResult(job, { until: 'final-result' })).toMatchObject({
          status: 'final',
          result: { category: 'approved', authority: 'reviewer' },
        });
      },
      { timeScale: 2_400 },
    );
  });

  it('stops with the reason of its signal', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const hooks = { whileUploading: () => controller.abort(reason) };
    await withSmileId(
      (smileId) => expect(smileId.submitJob(REGISTRATION, { signal: controller.signal })).rejects.toBe(reason),
      { hooks },
    );
  });
});

/** Which exchange is under way, and held, when the call is aborted. */
const HELD: readonly (readonly [Endpoint, Submission, SubmitOptions])[] = [
  ['prep-upload', REGISTRATION, {}],
  ['job-status', REGISTRATION, { wait: true }],
  ['job-status', { ...KYC, product: 'enhanced-kyc', mayExist: true }, {}],
  ['id-verification', { ...KYC, product: 'enhanced-kyc' }, {}],
  ['compare', COMPARISON, {}],
];

describe('An aborted call', () => {
  it.each(HELD)('ends at once with the reason of its signal, in the midst of %s', async (held, submission, how) => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const beforeAnswer = ({ endpoint }: { endpoint: Endpoint }) => {
      if (endpoint !== held) return;
      controller.abort(reason);
      return new Promise<void>(() => undefined);
    };
    await withSmileId(
      (smileId) => expect(smileId.submitJob(submission, { ...how, signal: controller.signal })).rejects.toBe(reason),
      { hooks: { beforeAnswer } },
    );
  });
});

describe('A product that is one request', () => {
  it('has its answer at once', async () => {
    await withSmileId(async (smileId, simulator) => {
      const number = (idNumber: string) => ({ ...KYC, jobId: `job-${idNumber}`, idInfo: { ...KYC.idInfo, idNumber } });
      expect(await smileId.enhancedKyc(number('00000000000'))).toMatchObject({
        product: 'enhanced-kyc',
        smileJobId: '0000000001',
        report: { status: 'final', result: { code: '1012', category: 'approved' }, idData: { idType: 'NIN_V2' } },
      });
      expect(await smileId.basicKyc(number('00000000010'))).toMatchObject({
        report: { status: 'final', result: { fieldMatches: { names: expect.any(String) } } },
      });
      const business = { country: 'NG', idType: 'BUSINESS_REGISTRATION', idNumber: '0000000', businessType: 'co' };
      expect(await smileId.businessVerification({ ...KYC, idInfo: business })).toMatchObject({
        report: { businessData: { legalName: expect.any(String) } },
      });
      const comparison = samplePath('authentication/selfie.jpg');
      const compared = { ...REGISTRATION, comparison, comparisonType: 'PORTRAIT' } as const;
      expect(await smileId.compareSelfies(compared)).toMatchObject({
        report: { status: 'final', result: { code: '0840', category: 'approved' } },
      });
      expect(simulator.bills()).toHaveLength(4);
    });
  });

  it('is answered by callback where that is wanted, and then wants an address', async () => {
    await withSmileId(async (smileId, simulator) => {
      await expect(smileId.enhancedKyc({ ...KYC, answerByCallback: true })).rejects.toMatchObject({
        problems: ['callbackUrl is missing: with answerByCallback the result comes there and nowhere else'],
      });
      expect(simulator.bills()).toEqual([]);
      const callbackUrl = 'http://127.0.0.1:9/mine';
      const job = await smileId.enhancedKyc({ ...KYC, answerByCallback: true, callbackUrl });
      expect(job).toMatchObject({ smileJobId: undefined, isNew: true, report: undefined });
    });
  });

  it('is checked against the list of ID types before it is paid for', async () => {
    await withSmileId(async (smileId, simulator) => {
      const short = { ...KYC, idInfo: { ...KYC.idInfo, idNumber: '1' } };
      await expect(smileId.enhancedKyc(short)).rejects.toMatchObject({
        problems: ['idInfo.idNumber does not have the form of NG NIN_V2: ^[0-9]{11}$'],
      });
      expect(await smileId.enhancedKyc({ ...short, skipIdCheck: true })).toMatchObject({ report: expect.anything() });
      expect(simulator.bills()).toHaveLength(1);
    });
  });

  it('is looked for before it is sent again, and is paid once', async () => {
    await withSmileId(
      async (smileId, simulator) => {
        const carriedOn = () => smileId.enhancedKyc({ ...KYC, mayExist: true });
        expect(await carriedOn()).toMatchObject({ isNew: true, report: { result: { code: '1013' } } });
        expect(await carriedOn()).toMatchObject({ isNew: false, report: { result: { code: '1013' } } });
        const byCallback = { ...KYC, jobId: 'job-2', answerByCallback: true, callbackUrl: 'http://127.0.0.1:9/mine' };
        await smileId.enhancedKyc(byCallback);
        expect(await smileId.enhancedKyc({ ...byCallback, mayExist: true })).toMatchObject({ isNew: false });
        expect(simulator.bills().map(({ times }) => times)).toEqual([1, 1]);
      },
      {},
      { requestTimeoutMs: 2_000 },
    );
  });

  it.each(['server-error', 'reset-before', 'malformed-json', 'wrong-signature', 'too-many-requests'] as const)(
    'is not sent while the question whether it was sent meets %s, and is paid once in the end',
    async (fault) => {
      let isAway = true;
      const chooseFault = ({ endpoint }: { endpoint: string }) =>
        isAway && endpoint === 'job-status' ? { fault, httpStatus: 503 as const } : undefined;
      await withSmileId(
        async (smileId, simulator) => {
          await smileId.enhancedKyc(KYC);
          for (const _ of [1, 2]) {
            const carriedOn = smileId.enhancedKyc({ ...KYC, mayExist: true });
            await expect(carriedOn).rejects.toMatchObject({ kind: expect.stringMatching(TRY_AGAIN) });
          }
          expect(entriesOf(simulator, 'direct')).toHaveLength(1);
          isAway = false;
          expect(await smileId.enhancedKyc({ ...KYC, mayExist: true })).toMatchObject({ isNew: false });
          expect(simulator.bills().map(({ times }) => times)).toEqual([1]);
        },
        { hooks: { chooseFault } },
        { requestTimeoutMs: 1_000 },
      );
    },
  );

  it('is not sent again where nobody tells whether it was taken', async () => {
    await withSmileId(
      async (smileId, simulator) => {
        await smileId.enhancedKyc(KYC);
        await expect(smileId.enhancedKyc({ ...KYC, mayExist: true })).rejects.toMatchObject({
          kind: 'outcome-unknown',
        });
        expect(simulator.bills().map(({ times }) => times)).toEqual([1]);
      },
      { quirks: { directJobsInJobStatus: false } },
    );
  });

  it('is never sent again where its answer was lost, and is found by its status', async () => {
    await withSmileId(
      async (smileId, simulator) => {
        await expect(smileId.enhancedKyc(KYC)).rejects.toMatchObject({ kind: 'outcome-unknown' });
        expect(simulator.bills()).toEqual([expect.objectContaining({ times: 1 })]);
        expect(await smileId.jobStatus(KYC)).toMatchObject({ status: 'final', result: { code: '1013' } });
        await expect(smileId.enhancedKyc(KYC)).rejects.toMatchObject({ kind: 'request-refused', code: '2215' });
        expect(await smileId.enhancedKyc({ ...KYC, mayExist: true })).toMatchObject({
          isNew: false,
          report: { result: { code: '1013', category: 'rejected' } },
        });
      },
      {
        ...faulty({ fault: 'reset-after', on: 'id-verification', nth: 1 }),
        quirks: { repeatedDirectJob: 'refused' },
      },
    );
  });
});
