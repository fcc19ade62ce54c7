import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SimulatorHooks } from '../../simulator/options.ts';
import { historyOf, untilState } from './observe.ts';
import { comparison, lookup, openWorld, type World, withWorld } from './world.ts';

type Exchange = Parameters<NonNullable<SimulatorHooks['beforeAnswer']>>[0];

const KYC = ['enhanced-kyc', 'basic-kyc', 'business-verification'] as const;
const DECISION = { by: 'operator-1', reason: 'seen in the portal' } as const;

describe('the products that are one request', () => {
  const answers = new Map<string, (exchange: Exchange) => void>();
  let world: World;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ world, close } = await openWorld({
      simulator: { hooks: { beforeAnswer: (exchange) => answers.get(exchange.jobId ?? '')?.(exchange) } },
    }));
  });
  afterAll(() => close());

  const billed = (jobId: string): number | undefined =>
    world.simulator.jobs().find((job) => job.jobId === jobId)?.paidRuns;

  it.each(KYC)('%s is approved by the answer, within 16 events, and billed once', async (product) => {
    const request = lookup(product);
    const handle = await world.smileflow.start(request);
    expect(await handle.result()).toMatchObject({ decision: 'approved', decidedBy: 'machine', job: 'submitted' });
    expect(await handle.historyEvents()).toBeLessThanOrEqual(16);
    expect(billed(request.verificationId)).toBe(1);
  });

  it('Enhanced KYC tells what the authority said about the person', async () => {
    const { idData } = await (await world.smileflow.start(lookup('enhanced-kyc'))).result();
    expect(idData).toMatchObject({ country: 'NG', idType: 'NIN_V2' });
    expect(idData?.fullName).toBeDefined();
  });

  it('Basic KYC tells how each field agrees', async () => {
    const { results } = await (await world.smileflow.start(lookup('basic-kyc'))).result();
    expect(results[0]).toMatchObject({ code: '1020', fieldMatches: { names: 'Exact Match' } });
  });

  it('Business Verification tells about the business', async () => {
    const { businessData } = await (await world.smileflow.start(lookup('business-verification'))).result();
    expect(businessData?.legalName).toBeDefined();
    expect(businessData?.directors?.length).toBeGreaterThan(0);
  });

  it.each(KYC)('%s is approved by a callback that job_status confirms', async (product) => {
    const request = lookup(product, { answerByCallback: true });
    const outcome = await (await world.smileflow.start(request)).result();
    expect(outcome).toMatchObject({ decision: 'approved', decidedBy: 'machine' });
    expect(billed(request.verificationId)).toBe(1);
  });

  it('SmartSelfie Compare is approved by the answer, within 16 events, and enrols the user', async () => {
    const request = comparison();
    const handle = await world.smileflow.start(request);
    expect(await handle.result()).toMatchObject({ decision: 'approved', code: '0840', job: 'submitted' });
    expect(await handle.historyEvents()).toBeLessThanOrEqual(16);
    const again = await (await world.smileflow.start(comparison({ userId: request.userId }))).result();
    expect(again).toMatchObject({ decision: 'failed', failure: 'user-state', code: '2209' });
    expect(again.remedy).toBe('new-user-id-or-allow-new-enroll');
  });

  it.each([
    ['enhanced-kyc', 'id-not-found', { decision: 'rejected', code: '1013', remedy: 'check-id-number' }],
    ['enhanced-kyc', 'bad-id-number', { decision: 'rejected', code: '1014', remedy: 'check-id-number' }],
    ['enhanced-kyc', 'not-enabled', { decision: 'failed', code: '1016', remedy: 'contact-smile-id' }],
    ['basic-kyc', 'no-match', { decision: 'rejected', code: '1022', remedy: 'check-personal-data' }],
    ['business-verification', 'id-not-found', { decision: 'rejected', code: '1013' }],
  ] as const)('%s with %s ends with a remedy', async (product, scenario, expected) => {
    const request = lookup(product, { partnerParams: { sandbox_scenario: scenario } });
    expect(await (await world.smileflow.start(request)).result()).toMatchObject(expected);
  });

  it.each([
    ['reject', { decision: 'rejected', code: '0841' }],
    ['identical-pictures', { decision: 'rejected', code: '0941' }],
  ] as const)('SmartSelfie Compare with %s is rejected', async (scenario, expected) => {
    const request = comparison({ partnerParams: { sandbox_scenario: scenario } });
    expect(await (await world.smileflow.start(request)).result()).toMatchObject(expected);
  });

  it('asks an operator about a partial match, or accepts it by policy', async () => {
    const partial = { partnerParams: { sandbox_scenario: 'partial-match' } };
    const handle = await world.smileflow.start(lookup('basic-kyc', partial));
    await untilState(handle, 'awaiting-operator');
    await handle.decide({ ...DECISION, decision: 'approve' });
    expect(await handle.result()).toMatchObject({ decision: 'approved', decidedBy: 'operator', code: '1021' });
    const accepted = await world.smileflow.start(lookup('basic-kyc', { ...partial, policy: { attention: 'accept' } }));
    expect(await accepted.result()).toMatchObject({ decision: 'approved', decidedBy: 'machine' });
  });

  it('never approves an unknown code', async () => {
    const handle = await world.smileflow.start(
      lookup('enhanced-kyc', { partnerParams: { sandbox_scenario: 'unknown-code' } }),
    );
    await untilState(handle, 'awaiting-operator');
    await handle.cancel();
  });

  it('waits out an ID authority that is down, and goes on at once when resumed', async () => {
    const request = lookup('enhanced-kyc', { partnerParams: { sandbox_scenario: 'issuer-recovers' } });
    const handle = await world.smileflow.start(request);
    for (let pause = 0; pause < 2; pause += 1) {
      const { sentence, whoActs } = await untilState(handle, 'parked');
      expect({ sentence, whoActs }).toMatchObject({ whoActs: 'nobody', sentence: expect.stringMatching(/authority/) });
      await handle.resume();
    }
    const outcome = await handle.result();
    expect(outcome).toMatchObject({ decision: 'approved', code: '1012' });
    expect(outcome.results.map(({ code }) => code)).toEqual(['1015', '1012']);
  });

  it('waits for the promised result where an ID authority is down and the answer comes by callback', async () => {
    const request = lookup('enhanced-kyc', {
      answerByCallback: true,
      partnerParams: { sandbox_scenario: 'issuer-recovers' },
    });
    const outcome = await (await world.smileflow.start(request)).result();
    expect(outcome).toMatchObject({ decision: 'approved', code: '1012' });
    expect(billed(request.verificationId)).toBe(1);
  });

  it('waits out a blocked ID number, and goes on when an operator had it unblocked', async () => {
    const idInfo = { country: 'NG', idType: 'BVN', idNumber: '00000000770' };
    const first = Array.from({ length: 30 }, () => lookup('enhanced-kyc', { idInfo }));
    await Promise.all(first.map(async (request) => (await world.smileflow.start(request)).result()));
    const handle = await world.smileflow.start(lookup('enhanced-kyc', { idInfo }));
    const { sentence, whoActs } = await untilState(handle, 'parked');
    expect(sentence).toMatch(/blocked for three days \(2222\)/);
    expect(whoActs).toBe('operator');
    await resetRateLimit(world, { country: 'NG', id_type: 'BVN', id_number: '00000000770' });
    await handle.resume();
    expect(await handle.result()).toMatchObject({ decision: 'approved' });
  });

  it('finds the result of a request whose answer was lost, and sends nothing again', async () => {
    for (const request of [lookup('enhanced-kyc'), comparison()]) {
      loseFirst(answers, request.verificationId);
      const outcome = await (await world.smileflow.start(request)).result();
      expect(outcome).toMatchObject({ decision: 'approved', decidedBy: 'machine' });
      expect(billed(request.verificationId)).toBe(1);
    }
  });

  it('holds neither the ID number nor a name in ids, summaries or search attributes', async () => {
    const request = lookup('enhanced-kyc');
    const handle = await world.smileflow.start(request);
    await handle.result();
    const { json } = await historyOf(world.temporal, handle.workflowId);
    const plain = JSON.stringify(json, (key, value: unknown) =>
      ['input', 'result', 'heartbeatDetails', 'lastHeartbeatDetails'].includes(key) ? undefined : value,
    );
    for (const personal of ['00000000000', 'Specimen'])
      for (const form of [personal, Buffer.from(personal).toString('base64').replace(/=+$/, '')])
        expect(plain).not.toContain(form);
  });
});

describe('where Smile ID does not tell about requests in job_status', () => {
  const answers = new Map<string, (exchange: Exchange) => void>();
  let world: World;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ world, close } = await openWorld({
      simulator: {
        quirks: { directJobsInJobStatus: false },
        hooks: { beforeAnswer: (exchange) => answers.get(exchange.jobId ?? '')?.(exchange) },
      },
    }));
  });
  afterAll(() => close());

  it('asks an operator who sees what the callback claims', async () => {
    const handle = await world.smileflow.start(lookup('enhanced-kyc', { answerByCallback: true }));
    const { sentence } = await untilState(handle, 'awaiting-operator');
    expect(sentence).toMatch(/callback claims/);
    await handle.decide({ ...DECISION, decision: 'approve' });
    expect(await handle.result()).toMatchObject({ decision: 'approved', decidedBy: 'operator' });
  }, 120_000);
});

it('sends a request whose answer was lost again only when an operator says so', async () => {
  const isLost = new Set<string>();
  const hooks: SimulatorHooks = {
    beforeAnswer: ({ endpoint, jobId = '' }) => {
      if (endpoint === 'job-status' && isLost.has(jobId)) throw new Error('unknown for now');
      if (endpoint === 'id-verification' && !isLost.has(jobId)) {
        isLost.add(jobId);
        throw new Error('the answer is lost');
      }
    },
  };
  await withWorld(
    { callbacks: false, simulator: { hooks, quirks: { directJobsInJobStatus: false } } },
    async (world) => {
      const request = lookup('enhanced-kyc');
      const handle = await world.smileflow.start(request);
      await untilState(handle, 'awaiting-result');
      const { sentence, whoActs } = await untilState(handle, 'awaiting-operator');
      expect(sentence).toMatch(/Whether Smile ID took the request is not known/);
      expect(whoActs).toBe('operator');
      await handle.resume();
      expect(await handle.result()).toMatchObject({ decision: 'approved', decidedBy: 'machine', job: 'submitted' });
    },
  );
}, 150_000);

function loseFirst(answers: Map<string, (exchange: Exchange) => void>, jobId: string): void {
  answers.set(jobId, ({ endpoint }) => {
    if (endpoint === 'job-status') return;
    answers.delete(jobId);
    throw new Error('the answer is lost');
  });
}

async function resetRateLimit(world: World, number: object): Promise<void> {
  const { sign, timestampNow } = await import('../../smile-id/signature.ts');
  const timestamp = timestampNow(Date.now);
  const response = await fetch(`${world.simulator.url}/v1/id_number_rate_limit_reset`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      partner_id: '085',
      timestamp,
      signature: sign({ partnerId: '085', apiKey: 'a-test-api-key' }, timestamp),
      ...number,
    }),
  });
  expect(response.status).toBe(200);
}
