import { generateKeyPairSync } from 'node:crypto';
import { getEventListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { createSmileIdClient, isVerificationFailure, supportedDocuments } from '../../smile-id/index.ts';
import { createSmileId, type SmileId } from '../../smile-id/smile-id.ts';
import { samplePath } from '../media/pictures.ts';
import { PARTNER } from './fixture.ts';
import { configAt, withSmileId } from './smile-id.ts';

const REGISTRATION = {
  product: 'smartselfie-registration',
  jobId: 'job-1',
  userId: 'user-1',
  selfie: samplePath('registration/selfie.jpg'),
} as const;

const BLOCKED = { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000' };
const WEB = { userId: 'user-1', jobId: 'job-1', product: 'smartselfie', callbackUrl: 'http://127.0.0.1:9/' } as const;

describe('The library', () => {
  it('lists services, checks ID data against them once, and knows documents without asking', async () => {
    await withSmileId(async (smileId, simulator) => {
      expect((await smileId.services()).idTypes.NG?.NIN_V2).toContain('id_number');
      const claim = { product: 'enhanced-kyc', idInfo: { country: 'NG', idType: 'NIN_V2', idNumber: '1' } } as const;
      for (const _ of [1, 2, 3]) expect((await smileId.validateIdInfo(claim)).problems).not.toEqual([]);
      expect(simulator.journal().filter(({ kind }) => kind === 'services')).toHaveLength(2);
      expect(supportedDocuments().get('ZM')).toContain('REGISTRATION_CERTIFICATE');
      (supportedDocuments() as Map<string, unknown>).clear();
      expect(supportedDocuments().size).toBeGreaterThan(50);
    });
  });

  it.each<[string, (smileId: SmileId) => Promise<unknown>, string[]]>([
    ['a job that is none', (smileId) => smileId.submitJob(null as never), ['the job must be an object']],
    [
      'a status without ids',
      (smileId) => smileId.jobStatus({ product: 'passport' } as never),
      [
        'jobId is missing: give the id that you gave the job',
        'userId is missing: give the id of the person that the job is about',
        expect.stringMatching(/^product must be one of smartselfie-registration, /) as never,
      ],
    ],
    [
      'waiting for ever',
      (smileId) => smileId.awaitResult({ jobId: 'job-1', userId: 'user-1' }, { forMs: Number.POSITIVE_INFINITY }),
      [expect.stringMatching(/^forMs must be/) as never],
    ],
    [
      'a job that would be waited for in a way that is none',
      (smileId) =>
        smileId.submitJob(
          {
            product: 'smartselfie-registration',
            jobId: 'job-1',
            userId: ' user-1',
            selfie: samplePath('registration/selfie.jpg'),
          },
          { wait: { forMs: -1, until: 'later' as never } },
        ),
      [
        'userId begins or ends with a blank',
        'forMs must not be negative',
        'until must be first-answer or final-result',
      ],
    ],
    [
      'a signal where it would not be heard',
      (smileId) => smileId.submitJob(null as never, { wait: { signal: AbortSignal.abort() } as never }),
      ['the job must be an object', 'signal is not an option of this call, which takes forMs, until'],
    ],
    [
      'a wait for a job that is none',
      (smileId) => smileId.submitJob(null as never, { wait: 'long' as never }),
      ['the job must be an object', 'wait must be true, false or an object'],
    ],
    [
      'ids of text that was cut in the middle of a character',
      (smileId) => smileId.jobStatus({ jobId: 'job-\ud83d', userId: 'user-1' }),
      ['jobId holds half a character, as from text that was cut'],
    ],
    [
      'a wait whose options are misspelt',
      (smileId) => smileId.awaitResult({ jobId: 'job-1', userId: 'user-1' }, { forMS: 1_000 } as never),
      ['forMS is not an option of this call, which takes forMs, until, signal'],
    ],
    [
      'a job that would be waited for with a misspelt option',
      (smileId) => smileId.submitJob(REGISTRATION, { wait: { forms: 1 } } as never),
      ['forms is not an option of this call, which takes forMs, until'],
    ],
    [
      'a job with an option that is none',
      (smileId) => smileId.submitJob(REGISTRATION, { timeout: 5 } as never),
      ['timeout is not an option of this call, which takes wait, signal'],
    ],
    [
      'a status with an option that is none',
      (smileId) => smileId.jobStatus({ jobId: 'job-1', userId: 'user-1' }, { timeout: 5 } as never),
      ['timeout is not an option of this call, which takes signal'],
    ],
    [
      'a status that is asked for in the words of an SDK',
      (smileId) =>
        smileId.jobStatus({
          ...{ job_id: 'job-1', user_id: 'user-1', job_type: 1, partner_id: '085', signature: true },
          ...{ return_history: false, return_images: false, return_image_links: true, image_links: true },
        } as never),
      [
        'jobId is missing: give the id that you gave the job',
        'userId is missing: give the id of the person that the job is about',
        'job_id is called jobId here',
        'user_id is called userId here',
        'job_type is called product here',
        'partner_id comes from the configuration: leave it out',
        'return_history is called history here',
        'return_images is called imageLinks here',
        'return_image_links is called imageLinks here',
        'image_links is called imageLinks here',
        'signature is always there: leave it out',
      ],
    ],
    [
      'partner parameters whose key is a symbol',
      (smileId) => smileId.submitJob({ ...REGISTRATION, partnerParams: { [Symbol('branch')]: 'Lagos' } } as never),
      ['partnerParams.Symbol(branch) is a symbol: a key must be text'],
    ],
    [
      'a link to a picture that is no text',
      (smileId) => smileId.fetchPicture(Symbol('picture') as never),
      ['the link must be text'],
    ],
    [
      'a link to a receipt that is no text',
      (smileId) => smileId.fetchReceipt(undefined as never),
      ['the link must be text'],
    ],
    ['waiting for nothing', (smileId) => smileId.awaitResult(null as never), ['what is given must be an object']],
    [
      'a web token for nothing',
      (smileId) => smileId.webToken({ userId: 7, jobId: '', product: 'kyc' } as never),
      [
        'jobId is empty',
        'userId must be text',
        expect.stringMatching(/^product must be one of authentication, /) as never,
        'callbackUrl is missing: give it here, or to createSmileId',
      ],
    ],
    [
      'the reset of no number',
      (smileId) => smileId.resetIdNumberLimit({ country: 'Nigeria' } as never),
      [
        'country must be two capital letters, ISO 3166-1, such as NG',
        'idType is missing: say what ID it is',
        'idNumber is missing: give the number that is blocked',
      ],
    ],
  ])('refuses %s with all that is wrong, and sends nothing', async (_, call, problems) => {
    await withSmileId(async (smileId, simulator) => {
      await expect(call(smileId)).rejects.toMatchObject({ kind: 'invalid-request', problems });
      expect(simulator.journal()).toEqual([]);
    });
  });

  it('refuses a configuration of somebody else, without its key', () => {
    const make = () => createSmileId({ partnerId: 85, apiKey: 'a-test-api-key', baseUrl: 'testapi' } as never);
    expect(make).toThrow(
      expect.objectContaining({
        kind: 'invalid-request',
        problems: [
          'partnerId must be text',
          'verificationKeys must be a list of keys',
          'baseUrl must be an origin such as https://testapi.smileidentity.com; plain http for this machine only',
          'requestTimeoutMs must be a number of milliseconds',
          'uploadTimeoutMs must be a number of milliseconds',
        ],
      }),
    );
    expect(make).not.toThrow(/a-test-api-key/);
  });

  it('refuses options for the whole that are none, and names those that there are', () => {
    const config = configAt('http://127.0.0.1:1');
    expect(() => createSmileId(config, { callbackURL: 'https://partner.example.com' } as never)).toThrow(
      expect.objectContaining({
        kind: 'invalid-request',
        problems: ['callbackURL is not an option of this call, which takes callbackUrl, authentication'],
      }),
    );
  });

  it('takes a whole job where its ids are asked for, be it sent or to be sent', async () => {
    await withSmileId(async (smileId) => {
      const idInfo = { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000', firstName: 'Ada', lastName: 'Obi' };
      const submission = { jobId: 'job-1', userId: 'user-1', idInfo, product: 'enhanced-kyc' } as const;
      const job = await smileId.submitJob({ ...submission, partnerParams: { branch: 'Lagos' } });
      expect(await smileId.jobStatus(job)).toMatchObject({ status: 'final' });
      expect(await smileId.awaitResult(submission, { forMs: 0 })).toMatchObject({ status: 'final' });
    });
  });

  it('lets calls that are under way go on when it is closed', async () => {
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await withSmileId(
      async (smileId, simulator) => {
        const asked = smileId.services();
        await simulator.nextJournalEntry(({ kind }) => kind === 'services', { afterSeq: 0 });
        smileId.close();
        goOn();
        expect((await asked).idTypes).toHaveProperty('NG');
      },
      { hooks: { beforeAnswer: () => held } },
    );
  });

  it('checks the configuration of the bare client as its own', async () => {
    const config = configAt('http://127.0.0.1:1');
    const problemsOf = (parts: unknown) => {
      try {
        createSmileIdClient(parts as never).close();
      } catch (error) {
        return isVerificationFailure(error) ? error.problems : error;
      }
    };
    const isMissing = ['config is missing: give what readSmileIdConfig gives, as { config }'];
    expect(problemsOf(undefined)).toEqual(isMissing);
    expect(problemsOf(config)).toEqual(isMissing);
    expect(problemsOf({ config: { ...config, partnerId: 85 } })).toEqual(['partnerId must be text']);
    expect(problemsOf({ config, authentication: 'rsa' })).toEqual(['authentication must be signature or sec-key']);
    expect(problemsOf({ config, authentication: undefined })).toBeUndefined();
  });

  it('takes null for options, as callers of an SDK give it', async () => {
    await withSmileId(async (smileId) => {
      await smileId.services(null as never);
      await expect(smileId.jobStatus({ jobId: 'nobody', userId: 'nobody' }, null as never)).rejects.toMatchObject({
        code: '2304',
      });
    });
  });

  it('leaves nothing behind on a signal that outlives its calls, however they end', async () => {
    const { signal } = new AbortController();
    const listeners = () => getEventListeners(signal, 'abort');
    const job = { jobId: 'job-1', userId: 'user-1' };
    const selfie = samplePath('registration/selfie.jpg');
    await withSmileId(
      async (smileId, simulator) => {
        for (const _ of [1, 2, 3])
          await expect(smileId.jobStatus(job, { signal })).rejects.toMatchObject({ code: '2304' });
        await expect(smileId.services({ signal })).rejects.toMatchObject({ kind: 'unavailable' });
        expect(listeners()).toEqual([]);
        await smileId.submitJob({ ...job, product: 'smartselfie-registration', selfie }, { wait: true, signal });
        await smileId.awaitResult(job, { until: 'final-result', signal });
        expect(simulator.bills()).toHaveLength(1);
        expect(listeners()).toEqual([]);
      },
      {
        faults: {
          rules: [
            { fault: 'reset-before', on: 'services' },
            { fault: 'expired-url', on: 'upload', nth: 1 },
          ],
        },
      },
    );
  });

  it.each<[string, (smileId: SmileId, signal: AbortSignal) => Promise<unknown>]>([
    ['jobStatus', (smileId, signal) => smileId.jobStatus({ jobId: 'job-1', userId: 'user-1' }, { signal })],
    ['awaitResult', (smileId, signal) => smileId.awaitResult({ jobId: 'job-1', userId: 'user-1' }, { signal })],
    ['services', (smileId, signal) => smileId.services({ signal })],
    ['webToken', (smileId, signal) => smileId.webToken(WEB, { signal })],
    ['resetIdNumberLimit', (smileId, signal) => smileId.resetIdNumberLimit(BLOCKED, { signal })],
  ])('ends %s at once with the reason of its signal, although Smile ID is silent', async (_, call) => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const beforeAnswer = () => {
      controller.abort(reason);
      return new Promise<void>(() => undefined);
    };
    await withSmileId((smileId) => expect(call(smileId, controller.signal)).rejects.toBe(reason), {
      hooks: { beforeAnswer },
    });
  });

  it('lifts the block of an ID number', async () => {
    await withSmileId(async (smileId, simulator) => {
      await smileId.resetIdNumberLimit(BLOCKED);
      expect(simulator.journal()).toMatchObject([{ kind: 'rate-limit-reset', httpStatus: 200 }]);
    });
  });

  it('follows the links of a report', async () => {
    await withSmileId(async (smileId, simulator) => {
      const idInfo = { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000', firstName: 'Ada', lastName: 'Obi' };
      const job = await smileId.enhancedKyc({ jobId: 'job-1', userId: 'user-1', idInfo });
      expect(simulator.bills()).toHaveLength(1);
      const { receiptUrl } = await smileId.jobStatus(job);
      if (receiptUrl !== undefined)
        expect((await smileId.fetchReceipt(receiptUrl)).subarray(0, 5).toString()).toBe('%PDF-');
    });
  });

  it('asks for what was left out of a reading only where it is wanted', async () => {
    await withSmileId(async (smileId) => {
      const idInfo = { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000', firstName: 'Ada', lastName: 'Obi' };
      const job = await smileId.enhancedKyc({ jobId: 'job-1', userId: 'user-1', idInfo });
      const bare = await smileId.jobStatus({ ...job, history: false, imageLinks: false });
      expect(bare.raw).not.toHaveProperty('history');
      expect((await smileId.jobStatus(job)).raw).toHaveProperty('history');
    });
  });

  it('authenticates by the legacy sec_key where that is asked for, and verifies answers by it', async () => {
    const pair = () =>
      generateKeyPairSync('rsa', {
        modulusLength: 2_048,
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      });
    const { publicKey, privateKey } = pair();
    const apiKey = Buffer.from(publicKey).toString('base64');
    const idInfo = { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000', firstName: 'Ada', lastName: 'Obi' };
    const job = { jobId: 'job-1', userId: 'user-1', idInfo };
    const asPartner = (legacyPrivateKey: string) => [{ partnerId: PARTNER.partnerId, apiKey, legacyPrivateKey }];
    const options = { authentication: 'sec-key', apiKey } as const;
    await withSmileId(
      async (smileId) => {
        expect(await smileId.enhancedKyc(job)).toMatchObject({ report: { status: 'final' } });
        const selfie = samplePath('registration/selfie.jpg');
        const registration = { product: 'smartselfie-registration', jobId: 'job-2', userId: 'user-2', selfie } as const;
        expect(await smileId.submitJob(registration, { wait: true })).toMatchObject({ report: { status: 'final' } });
      },
      { partners: asPartner(privateKey) },
      options,
    );
    await withSmileId(
      async (smileId) => expect(smileId.enhancedKyc(job)).rejects.toMatchObject({ kind: 'not-authorised' }),
      { partners: asPartner(pair().privateKey) },
      options,
    );
  });
});
