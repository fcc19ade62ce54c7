import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StartRequest } from '../../client/start-request.ts';
import { untilState } from './observe.ts';
import { lookup, openWorld, registration, type World, withWorld } from './world.ts';

const KYC: Partial<StartRequest> = {
  product: 'biometric-kyc',
  idInfo: { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000' },
};
const DOCUMENT: Partial<StartRequest> = {
  product: 'document-verification',
  documentFront: fileURLToPath(new URL('../../samples/document/front.jpg', import.meta.url)),
  idInfo: { country: 'NG', idType: 'PASSPORT' },
};
const DECISION = { by: 'operator-1', reason: 'seen in the portal' } as const;

describe('what Smile ID may say, once each', () => {
  let world: World;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ world, close } = await openWorld({}));
  });
  afterAll(() => close());

  const start = (scenario: string, changes: Partial<StartRequest> = {}) =>
    world.smileflow.start(registration({ ...changes, partnerParams: { sandbox_scenario: scenario } }));

  it.each([
    ['a reviewer who approves what the machine was unsure of', 'machine-unsure', KYC, 'approved', 'reviewer', '1210'],
    ['a spoof', 'spoof', KYC, 'rejected', 'machine', '0813'],
    ['a reviewer who rejects the card', 'review-reject-card', KYC, 'rejected', 'reviewer', '1214'],
    ['a reviewer who rejects a document', 'review-reject', DOCUMENT, 'rejected', 'reviewer', '0811'],
    ['a provisional answer, then approval', 'provisional-approve', {}, 'approved', 'reviewer', '1240'],
  ] as const)('%s', async (_, scenario, changes, decision, decidedBy, code) => {
    const handle = await start(scenario, changes);
    expect(await handle.result()).toMatchObject({ decision, decidedBy, code });
    expect(await handle.historyEvents()).toBeLessThanOrEqual(60);
  });

  it.each([
    ['no photo at the authority', 'no-authority-photo', KYC, 'decide-by-hand'],
    ['a fault of its own, about a face', 'system-error', {}, 'start-again'],
    ['a fault of its own, about a document', 'system-error', DOCUMENT, 'start-again'],
    ['a selfie that is of no use', 'no-face', DOCUMENT, 'new-pictures'],
  ] as const)('0001 with %s rejects nobody', async (_, scenario, changes, remedy) => {
    const outcome = await (await start(scenario, changes)).result();
    expect(outcome).toMatchObject({ decision: 'failed', failure: 'technical-result', code: '0001', remedy });
  });

  it.each([
    ['nothing, ever', 'never', {}],
    ['that the pictures never came', 'no-zip', {}],
    ['a text instead of a result', 'string-result', {}],
    ['nothing about a document under review', 'under-review', DOCUMENT],
  ] as const)('%s: an operator is asked once the review time is over', async (_, scenario, changes) => {
    const handle = await start(scenario, { ...changes, reviewMs: 3_000 });
    const { sentence, operatorCan } = await untilState(handle, 'awaiting-operator');
    expect(sentence).toMatch(/has reported no result in time/);
    expect(operatorCan).toEqual(['decide', 'cancel']);
    await handle.decide({ ...DECISION, decision: 'request-new-capture' });
    expect(await handle.result()).toMatchObject({
      decision: 'rejected',
      decidedBy: 'operator',
      remedy: 'new-pictures',
    });
  });

  it('that a reviewer cannot tell: an operator decides', async () => {
    const handle = await start('review-unsure', KYC);
    await untilState(handle, 'awaiting-operator');
    await handle.decide({ ...DECISION, decision: 'reject' });
    expect(await handle.result()).toMatchObject({ decision: 'rejected', decidedBy: 'operator', code: '1213' });
  });

  it('keeps the receipt and what the caller gave beside the outcome', async () => {
    const outcome = await (
      await world.smileflow.start(registration({ ...KYC, partnerParams: { branch: 'seven' } }))
    ).result();
    expect(outcome).toMatchObject({
      decision: 'approved',
      partnerParams: { branch: 'seven' },
      receipt: { mediaType: 'application/pdf' },
      missingPictures: 0,
    });
  });

  it('reminds an operator, then asks the second level', async () => {
    const handle = await start('under-review', { reviewMs: 1_000, policy: { operatorMs: 3_000 } });
    const asked = await untilState(handle, 'awaiting-operator');
    expect(asked.sentence).not.toMatch(/Reminded/);
    await untilSentence(handle, /Reminded once/);
    await untilSentence(handle, /operator of the second must act/);
    await handle.decide({ ...DECISION, decision: 'approve' });
    expect(await handle.result()).toMatchObject({ decision: 'approved', decidedBy: 'operator' });
  });
});

it('waits where a product is not active, for uploads and requests alike', async () => {
  const partners = [{ partnerId: '085', apiKey: 'a-test-api-key', activeJobTypes: [2] }];
  await withWorld({ callbacks: false, simulator: { partners } }, async (world) => {
    for (const request of [registration(), lookup('enhanced-kyc')]) {
      const handle = await world.smileflow.start(request);
      const { sentence, whoActs } = await untilState(handle, 'parked');
      expect(sentence).toMatch(/refuses the credentials, the product or the account \(2214\)/);
      expect(whoActs).toBe('operator');
      await handle.cancel();
      expect((await handle.result()).job).toBe('not-created');
    }
    expect(world.simulator.jobs()).toEqual([]);
  });
});

it('goes on by itself when an ID authority is back', async () => {
  await withWorld({ callbacks: false }, async (world) => {
    const handle = await world.smileflow.start(
      lookup('business-verification', { partnerParams: { sandbox_scenario: 'issuer-recovers' } }),
    );
    expect(await handle.result()).toMatchObject({ decision: 'approved', code: '1012' });
    expect(world.simulator.jobs()).toMatchObject([{ paidRuns: 3 }]);
  });
}, 180_000);

it('waits for a worker with the pictures, and ends nothing, where one has none', async () => {
  await withWorld({ callbacks: false, workers: 0 }, async (world) => {
    const poor = await world.startWorker({ SMILEFLOW_MEDIA_DIR: `${world.directory}/another` });
    const handle = await world.smileflow.start(registration());
    await untilSentence(handle, /not in the media store of this worker.*An operator must look at the worker/);
    await poor.stop();
    await world.startWorker();
    expect(await handle.result()).toMatchObject({ decision: 'approved' });
  });
});

async function untilSentence(handle: Awaited<ReturnType<World['smileflow']['start']>>, pattern: RegExp): Promise<void> {
  for (;;) {
    const { sentence, until } = await handle.status();
    if (pattern.test(sentence)) return;
    if (until === undefined) throw new Error(`It ended: ${sentence}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
