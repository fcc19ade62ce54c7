import type { SimulatorOptions } from '../../simulator/options.ts';
import { signTimestamp } from '../../simulator/signature.ts';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.ts';
import { archiveOf, type JobType } from './archive.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are compared with recorded ones, not typed
type Json = any;

/** A partner's side of the protocol, as plain as it gets: nothing is repaired, retried or checked. */
export type Partner = ReturnType<typeof createPartner>;

/** An archive that inflates without end takes its time on a busy machine. */
const PATIENCE_MS = 50_000;

/** Lends a simulator whose machine results come at once, and a partner to talk to it. */
export async function withSimulator(
  options: SimulatorOptions,
  use: (simulator: Simulator, partner: Partner) => Promise<void>,
): Promise<void> {
  const simulator = await startSimulator({ processingMs: 0, ...options });
  try {
    await use(simulator, createPartner(simulator));
  } finally {
    await simulator.close();
  }
}

export function credentials(timestamp = new Date().toISOString(), partnerId = '085', apiKey = 'a-test-api-key') {
  return { timestamp, signature: signTimestamp(apiKey, partnerId, timestamp) };
}

/** A registration of `user-1` in `job-1`, with changes. */
export function registration(params: object = {}, envelope: object = {}) {
  return {
    ...credentials(),
    smile_client_id: '085',
    partner_params: { job_id: 'job-1', user_id: 'user-1', job_type: 4, ...params },
    source_sdk: 'rest_api',
    ...envelope,
  };
}

function createPartner(simulator: Simulator) {
  async function post(path: string, body: unknown): Promise<{ httpStatus: number; body: Json }> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${simulator.url}${path}`, { method: 'POST', headers, body: text });
    return { httpStatus: response.status, body: await response.json() };
  }

  async function put(
    url: string,
    zip: Buffer,
    headers: Record<string, string> = { 'content-type': 'application/zip' },
  ) {
    const response = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(zip) });
    return { httpStatus: response.status, headers: response.headers, text: await response.text() };
  }

  const prepare = (body: unknown) => post('/v1/upload', body);
  const status = (ids: object = {}) =>
    post('/v1/job_status', { ...credentials(), partner_id: '085', user_id: 'user-1', job_id: 'job-1', ...ids });

  /** Prep upload and PUT; resolves when S3 has answered. */
  async function submit(params: Record<string, unknown> = {}, zip?: Buffer, envelope: object = {}) {
    const prepared = await prepare(registration(params, envelope));
    const stored = await put(
      prepared.body.upload_url,
      zip ?? (await archiveOf(Number(params.job_type ?? 4) as JobType)),
    );
    return { prepared: prepared.body, stored };
  }

  /** The same, and waits until the simulator reported that many results. */
  async function finish(params: Record<string, unknown> = {}, zip?: Buffer, results = 1, envelope: object = {}) {
    const before = simulator.journal().at(-1)?.seq ?? 0;
    const submitted = await submit(params, zip, envelope);
    let seq = before;
    for (let n = 0; n < results; n += 1) {
      const wait = { afterSeq: seq, timeoutMs: PATIENCE_MS };
      seq = (await simulator.nextJournalEntry((entry) => entry.kind === 'result', wait)).seq;
    }
    return submitted;
  }

  return { post, put, prepare, status, submit, finish };
}
