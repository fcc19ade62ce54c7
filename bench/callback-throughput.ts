import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { workflowIdOf } from '../domain/identifiers.ts';
import { selfieActions } from '../simulator/actions.ts';
import { markdownTable, median, percentile, rounded } from './percentiles.ts';
import { packageRoot, type Stage } from './stage.ts';

const ROUNDS = 7;
const CALLBACKS_A_ROUND = 300;
const AT_ONCE = 16;

interface Round {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/**
 * Callbacks acknowledged per second: by the gateway, and by a route of the same server that only signals, in turn
 * within one run. Each callback is for a verification of its own, which waits in Temporal without a worker, so that
 * nothing but receiving is measured.
 */
export async function measureThroughput(stage: Stage, tell: (line: string) => void): Promise<string> {
  const gateway = await stage.startGateway();
  const bare = await stage.startNode('gateway', [
    process.execPath,
    join(packageRoot, 'dist', 'bench', 'bare-route', 'main.js'),
  ]);
  const rounds: { readonly gateway: Round; readonly bare: Round }[] = [];
  // The first round warms up, and does not count.
  for (let round = 0; round <= ROUNDS; round += 1) {
    // Whoever goes first changes with each round, because the database grows.
    const names = round % 2 === 0 ? (['gateway', 'bare'] as const) : (['bare', 'gateway'] as const);
    const measured: Partial<Record<'gateway' | 'bare', Round>> = {};
    for (const name of names) {
      const ids = await startWaiting(stage, `bench-${round}-${name}`);
      measured[name] = await sendAll(name === 'gateway' ? gateway : bare, ids);
    }
    const both = measured as { gateway: Round; bare: Round };
    tell(
      `round ${round}: gateway ${rounded(both.gateway.perSecond)}/s, bare route ${rounded(both.bare.perSecond)}/s${round === 0 ? ' (warm-up)' : ''}`,
    );
    if (round > 0) rounds.push(both);
  }
  const row = (title: string, of: (round: Round) => number): string[] => [
    title,
    rounded(median(rounds.map((round) => of(round.gateway)))),
    rounded(median(rounds.map((round) => of(round.bare)))),
    rounded(median(rounds.map((round) => of(round.gateway) / of(round.bare)))),
  ];
  return markdownTable(
    ['median of the rounds', 'gateway', 'bare route', 'ratio'],
    [
      row('callbacks acknowledged per second', ({ perSecond }) => perSecond),
      row('p50 (ms)', ({ p50Ms }) => p50Ms),
      row('p99 (ms)', ({ p99Ms }) => p99Ms),
    ],
  );
}

async function startWaiting({ temporal }: Stage, prefix: string): Promise<string[]> {
  const ids = Array.from({ length: CALLBACKS_A_ROUND }, (_, index) => `${prefix}-${index}`);
  const rest = [...ids];
  const start = async (): Promise<void> => {
    for (let id = rest.shift(); id !== undefined; id = rest.shift())
      await temporal.workflow.start('smartSelfieRegistration', {
        workflowId: workflowIdOf(id),
        taskQueue: 'nobody-works-here',
        args: [{}],
      });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, start));
  return ids;
}

async function sendAll(url: string, ids: readonly string[]): Promise<Round> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const rest = [...ids];
  const took: number[] = [];
  const send = async (): Promise<void> => {
    for (let id = rest.shift(); id !== undefined; id = rest.shift()) {
      const body = callbackOf(id);
      const startedAt = performance.now();
      const status = await post(`${url}/callbacks/smile-id/${id}`, body, agent);
      if (status !== 200) throw new Error(`A callback was answered ${status}.`);
      took.push(performance.now() - startedAt);
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, send));
  const seconds = (performance.now() - startedAt) / 1_000;
  agent.destroy();
  return { perSecond: ids.length / seconds, p50Ms: median(took), p99Ms: percentile(took, 99) };
}

function post(url: string, body: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sending = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    sending.on('error', reject);
    sending.end(body);
  });
}

/** About as large as a callback without pictures, signed as Smile ID signs (PROTOCOL 2.1). */
function callbackOf(jobId: string): string {
  const timestamp = new Date().toISOString();
  const signature = createHmac('sha256', 'a-test-api-key').update(`${timestamp}085sid_request`).digest('base64');
  return JSON.stringify({
    Actions: Object.fromEntries(selfieActions.map((action) => [action, 'Passed'])),
    ConfidenceValue: '99',
    PartnerParams: { job_id: jobId, user_id: 'somebody', job_type: 4 },
    ResultCode: '0840',
    ResultText: 'Enroll User',
    SmileJobID: '0000000001',
    Source: 'WebAPI',
    timestamp,
    signature,
  });
}
