import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { VerificationHandle } from '../../client/verification-handle.ts';
import { readGatewayConfig } from '../../gateway/config.ts';
import { type RunningGateway, startGateway } from '../../gateway/start-gateway.ts';
import { untilState } from '../integration/observe.ts';
import { openWorld, registration, type World } from '../integration/world.ts';
import { countSignals } from './count-signals.ts';
import { signed, signedCallback } from './sign.ts';
import { startTcpProxy } from './tcp-proxy.ts';

const MEGABYTE = 1024 * 1024;
const TOO_MUCH = Buffer.alloc(2 * MEGABYTE + 1, ' ');
const lines: string[] = [];

let world: World;
let gateway: RunningGateway;
let temporal: Awaited<ReturnType<typeof startTcpProxy>>;
let close: () => Promise<void>;
beforeAll(async () => {
  // Callbacks are sent by the tests alone, so that they know how many there are.
  const opened = await openWorld({ callbacks: false, simulator: { processingMs: 1_500 } });
  world = opened.world;
  temporal = await startTcpProxy(world.env.TEMPORAL_ADDRESS as string);
  gateway = await startGateway({
    config: readGatewayConfig({ ...world.env, TEMPORAL_ADDRESS: temporal.address }),
    logger: pino({ level: 'trace' }, { write: (line: string) => lines.push(line) }),
    receiveMs: 1_000,
    answerMs: 1_000,
  });
  close = async () => {
    await gateway.close();
    await temporal.close();
    await opened.close();
  };
});
afterAll(() => close());

async function post(body: Buffer, path = '') {
  const url = `${gateway.url}/callbacks/smile-id${path}`;
  const response = await fetch(url, { method: 'POST', body: new Uint8Array(body) });
  return { status: response.status, text: await response.text() };
}

const signalsOf = ({ workflowId }: VerificationHandle) => countSignals(world.temporal, workflowId);

/** A verification on which Smile ID works for ever. */
async function waiting() {
  const handle = await world.smileflow.start(registration({ partnerParams: { sandbox_scenario: 'never' } }));
  await untilState(handle, 'awaiting-result');
  return handle;
}

describe('the gateway', () => {
  it('says 200 once the signal is in the history, and stores the same content once', async () => {
    const handle = await waiting();
    const { verificationId: id } = handle;
    expect(await post(signedCallback(id))).toEqual({ status: 200, text: '{"status":"received"}' });
    expect(await signalsOf(handle)).toBe(1);
    const again = [signedCallback(id), signedCallback(id, {}, Date.now()), signedCallback(id, {}, Date.now() - 60_000)];
    for (const body of again) expect((await post(body)).status).toBe(200);
    expect((await post(signedCallback(id), `/${id}`)).status).toBe(200);
    expect(await signalsOf(handle)).toBe(1);
    expect((await post(signedCallback(id, { ResultCode: '0841' }))).status).toBe(200);
    expect(await signalsOf(handle)).toBe(2);
    await handle.cancel();
  });

  it('never lets an altered body decide, and takes what comes after the end', async () => {
    const request = registration({ partnerParams: { sandbox_result: '1' } });
    const handle = await world.smileflow.start(request);
    await untilState(handle, 'awaiting-result');
    // A genuine pair of timestamp and signature under another body is as good as a body that is signed anew.
    expect((await post(signedCallback(request.verificationId, { IsFinalResult: 'true' }))).status).toBe(200);
    expect(await handle.result()).toMatchObject({ decision: 'rejected' });
    expect((await post(signedCallback(request.verificationId, { IsMachineResult: 'false' }))).status).toBe(200);
    expect(await handle.result()).toMatchObject({ decision: 'rejected' });
  });

  it("approves nobody by a rejected job's own signature, and notices it", async () => {
    const request = registration({ partnerParams: { sandbox_result: '1' } });
    const handle = await world.smileflow.start(request);
    await untilState(handle, 'awaiting-result');
    const signedAt = new Date().toISOString();
    const rejected = { ResultCode: '0841', ResultText: 'Unable To Enroll' };
    expect((await post(signedCallback(request.verificationId, rejected, signedAt))).status).toBe(200);
    const altered = { IsFinalResult: 'true', IsMachineResult: 'false', ResultCode: '1240' };
    expect((await post(signedCallback(request.verificationId, altered, signedAt))).status).toBe(200);
    expect(lines.at(-1)).toContain('"isSuspicious":true');
    expect(await handle.result()).toMatchObject({ decision: 'rejected' });
    expect((await post(signedCallback(request.verificationId, {}, signedAt))).status).toBe(200);
    expect(await handle.result()).toMatchObject({ decision: 'rejected' });
  });

  it('answers 404 to what was sent to a wrong address and 401 to a forgery', async () => {
    expect(await post(signedCallback('nobody'), '/somebody')).toEqual({ status: 404, text: '{"status":"not found"}' });
    const forgery = signed({ ResultCode: '0840', PartnerParams: { job_id: 'nobody' } }, Date.now(), {
      apiKey: 'another-key',
    });
    expect(await post(forgery)).toEqual({ status: 401, text: '{"status":"not authorised"}' });
    expect((await post(Buffer.alloc(0))).status).toBe(400);
  });

  it('takes 1.5 MB whatever type it is called, and refuses more than 2 MB by its header or by its bytes', async () => {
    const handle = await waiting();
    const large = signedCallback(handle.verificationId, { Photo: 'x'.repeat(1.5 * MEGABYTE) });
    for (const type of ['application/json', 'text/plain', 'application/json;charset=utf-8', undefined])
      expect(await send(large, type === undefined ? {} : { 'content-type': type })).toBe(200);
    expect(await send(TOO_MUCH, { 'content-length': String(TOO_MUCH.length) })).toBe(413);
    expect(await send(TOO_MUCH, { 'transfer-encoding': 'chunked' })).toBe(413);
    await handle.cancel();
  });

  it.each([
    ['its body', 'POST /callbacks/smile-id HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n', ' '],
    ['its headers', 'POST /callbacks/smile-id HTTP/1.1\r\n', 'X-A: b\r\n'],
  ])('cuts off a sender that is busy with %s for too long', async (_, start, more) => {
    const { port, hostname } = new URL(gateway.url);
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on('error', () => undefined);
    socket.write(start);
    const dripping = setInterval(() => socket.write(more), 100);
    const received: Buffer[] = [];
    for await (const chunk of socket) received.push(chunk as Buffer);
    clearInterval(dripping);
    expect(Buffer.concat(received).toString()).toMatch(/^HTTP\/1\.1 408 /);
  });

  it.each([
    ['a chunk of no size', 'Transfer-Encoding: chunked', 'ZZ\r\n'],
    ['more than it said', 'Content-Length: 10', ''],
    ['two lengths', 'Content-Length: 10\r\nContent-Length: 11', ''],
  ])('answers 400 to what is no HTTP, %s, and logs nothing of it', async (_, header, start) => {
    const body = signedCallback('no-http', { FullName: 'Ada Personal' });
    const { port, hostname } = new URL(gateway.url);
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on('error', () => undefined);
    socket.write(`POST /callbacks/smile-id HTTP/1.1\r\nHost: a\r\n${header}\r\n\r\n${start}${body}`);
    const received: Buffer[] = [];
    for await (const chunk of socket) received.push(chunk as Buffer);
    expect(Buffer.concat(received).toString()).toMatch(/HTTP\/1\.1 400 Bad Request\r\n/);
    const log = lines.join('');
    expect(log).toMatch(/"err":\{"type":"Error","code":"HPE_\w+"\}/);
    // As bytes a packet would be a list of numbers.
    expect(log).not.toMatch(/Ada|no-http|rawPacket|(\d+,){20}/);
  });

  it('says 503 soon while Temporal is away, and works again when it is back', async () => {
    const handle = await waiting();
    const ready = async () => (await fetch(`${gateway.url}/health/ready`)).status;
    expect(await ready()).toBe(200);
    await temporal.close();
    const startedAt = Date.now();
    const [answer, unready, live] = await Promise.all([
      post(signedCallback(handle.verificationId)),
      ready(),
      fetch(`${gateway.url}/health/live`),
    ]);
    expect(answer).toEqual({ status: 503, text: '{"status":"try again"}' });
    expect(Date.now() - startedAt).toBeLessThan(5_000);
    expect([unready, live.status]).toEqual([503, 200]);
    expect(await signalsOf(handle)).toBe(0);
    await temporal.open();
    // What the sender does: it tries again.
    let status = 503;
    while (status === 503) ({ status } = await post(signedCallback(handle.verificationId)));
    expect(status).toBe(200);
    expect(await signalsOf(handle)).toBe(1);
    expect(await ready()).toBe(200);
    await handle.cancel();
  });

  it('takes a namespace that is missing for no news about a verification', async () => {
    const config = readGatewayConfig({ ...world.env, TEMPORAL_NAMESPACE: 'nowhere' });
    const elsewhere = await startGateway({ config, logger: pino({ level: 'silent' }) });
    const body = new Uint8Array(signedCallback('v'));
    const { status } = await fetch(`${elsewhere.url}/callbacks/smile-id`, { method: 'POST', body });
    expect(status).toBe(503);
    await elsewhere.close();
  });

  it('refuses a port that is taken in one sentence', async () => {
    const config = readGatewayConfig({ ...world.env, SMILEFLOW_GATEWAY_PORT: new URL(gateway.url).port });
    await expect(startGateway({ config, logger: pino({ level: 'silent' }) })).rejects.toMatchObject({
      kind: 'invalid-request',
      message: expect.stringMatching(/^The gateway cannot use port \d+ \(EADDRINUSE\): free it or set SMILEFLOW_GAT/),
    });
  });

  it('has logged a verdict for each callback, and nothing of what was in it', () => {
    const log = lines.join('');
    for (const verdict of ['stored', 'ended', 'misdirected', 'forged', 'malformed', 'temporal-away'])
      expect(log).toContain(`"verdict":"${verdict}"`);
    expect(log).not.toMatch(/signature|user-in-a-callback|Enroll User|PartnerParams|xxxx|content-type|a-test-api-key/i);
  });
});

/** With node's own client, which tells the answer even where the server has stopped reading. */
function send(body: Buffer, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sending = request(`${gateway.url}/callbacks/smile-id`, { method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
      sending.destroy();
    });
    sending.on('error', reject);
    sending.end(body);
  });
}
