import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { readGatewayConfig } from '../../gateway/config.ts';
import { startGateway } from '../../gateway/start-gateway.ts';
import { signed } from '../gateway/sign.ts';
import { historyOf, untilState, untilTrouble } from './observe.ts';
import { openWorld, registration, type World } from './world.ts';

const KENYA = {
  SMILE_ID_PARTNERS: 'kenya',
  SMILE_ID_KENYA_PARTNER_ID: '086',
  SMILE_ID_KENYA_API_KEY: 'the-key-of-kenya',
};

let world: World;
let gatewayUrl: string;
const cleanUp: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  const opened = await openWorld({
    callbacks: false,
    workers: 0,
    simulator: {
      partners: [
        { partnerId: '085', apiKey: 'a-test-api-key' },
        { partnerId: '086', apiKey: 'the-key-of-kenya' },
      ],
    },
  });
  world = opened.world;
  cleanUp.push(opened.close);
  const gateway = await startGateway({
    config: readGatewayConfig({ ...world.env, ...KENYA }),
    logger: pino({ level: 'silent' }),
  });
  cleanUp.push(() => gateway.close());
  gatewayUrl = gateway.url;
  await world.startWorker({ ...KENYA, SMILEFLOW_CALLBACK_BASE_URL: gateway.url });
});
afterAll(async () => {
  for (const step of cleanUp.reverse()) await step();
});

it('pays each verification from the account of the partner that it names, and takes its callbacks', async () => {
  const requests = [registration(), registration({ partner: 'kenya' })];
  const handles = await Promise.all(requests.map((request) => world.smileflow.start(request)));
  const outcomes = await Promise.all(handles.map((handle) => handle.result()));
  expect(outcomes.map(({ decision }) => decision)).toEqual(['approved', 'approved']);
  const paidBy = (id: string) => world.simulator.jobs().find(({ jobId }) => jobId === id)?.partnerId;
  expect(requests.map(({ verificationId }) => paidBy(verificationId))).toEqual(['085', '086']);
  for (const { workflowId } of handles) {
    const { history } = await historyOf(world.temporal, workflowId);
    expect(history.events?.filter((event) => event.workflowExecutionSignaledEventAttributes)).toHaveLength(1);
  }
});

it('takes no callback of another partner, wherever it is sent', async () => {
  const request = registration({ partner: 'kenya', partnerParams: { sandbox_scenario: 'never' } });
  const handle = await world.smileflow.start(request);
  await untilState(handle, 'awaiting-result');
  const callback = {
    ResultCode: '0840',
    ResultText: 'Enroll User',
    SmileJobID: '0000000001',
    PartnerParams: { job_id: request.verificationId, user_id: request.userId, job_type: 4 },
  };
  const body = signed(callback, new Date().toISOString());
  const post = async (path: string) => {
    const answer = await fetch(`${gatewayUrl}/callbacks/smile-id${path}`, {
      method: 'POST',
      body: new Uint8Array(body),
    });
    return answer.status;
  };
  expect(await post(`/kenya/${request.verificationId}`)).toBe(401);
  // At the address that all share it is genuine, and about a job of another account: nothing is asked because of it.
  expect(await post('')).toBe(200);
  const { history } = await historyOf(world.temporal, handle.workflowId);
  const readings = history.events?.filter(
    ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType?.name === 'pollJobStatus',
  );
  expect(readings).toHaveLength(1);
  await handle.cancel();
});

it('waits for an operator where no worker knows the partner, and goes on when one does', async () => {
  const handle = await world.smileflow.start(registration({ partner: 'uganda' }));
  expect(await untilTrouble(handle)).toMatch(/no partner profile uganda: add it to SMILE_ID_PARTNERS/);
  await handle.cancel();
});

it('is refused before it starts where the client knows the partners, and this is none', async () => {
  const { connectSmileflow } = await import('../../client/connect.ts');
  const { readClientConfig } = await import('../../client/config.ts');
  const smileflow = await connectSmileflow(readClientConfig({ ...world.env, ...KENYA }));
  await expect(smileflow.start(registration({ partner: 'uganda' }))).rejects.toMatchObject({
    kind: 'invalid-request',
    problems: ['partner is none of those that SMILE_ID_PARTNERS names: kenya'],
  });
  await expect(smileflow.start(registration({ partner: 'Kenya!' }))).rejects.toMatchObject({ kind: 'invalid-request' });
  await smileflow.close();
});
