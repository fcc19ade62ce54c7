import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { SimulatorHooks } from '../../simulator/options.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { goodArchive } from './archive.ts';
import { registration, withSimulator } from './partner.ts';

function makeCertificate(): { cert: string; key: string } {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-tls-'));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
  const files = ['-keyout', key, '-out', cert];
  try {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...names, '-days', '2', ...files], {
      stdio: 'ignore',
    });
    return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** fetch cannot be told which authority to trust. */
function send(url: string, method: string, ca: string, headers: Record<string, string>, body: string | Buffer) {
  return new Promise<{ httpStatus: number | undefined; text: string }>((resolve, reject) => {
    const request = https.request(url, { method, ca, headers, agent: false }, async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve({ httpStatus: response.statusCode, text });
    });
    request.on('error', reject);
    request.end(body);
  });
}

describe('the simulator', () => {
  it('speaks HTTPS with a certificate, upload URL included', async () => {
    const tls = makeCertificate();
    await withSimulator({ tls }, async (simulator) => {
      expect(simulator.url).toBe(`https://127.0.0.1:${simulator.port}`);
      const type = { 'content-type': 'application/json' };
      const prepared = await send(`${simulator.url}/v1/upload`, 'POST', tls.cert, type, JSON.stringify(registration()));
      const { upload_url: url } = JSON.parse(prepared.text);
      expect(url).toContain(`${simulator.url}/videos/`);
      const zip = await goodArchive();
      const headers = { 'content-type': 'application/zip', 'content-length': String(zip.length) };
      expect(await send(url, 'PUT', tls.cert, headers, zip)).toEqual({ httpStatus: 200, text: '' });
    });
  });

  it('resets and refuses connections under TLS as well', async () => {
    const tls = makeCertificate();
    const rules = [
      { fault: 'reset-before', on: 'services', nth: 1 },
      { fault: 'refused', on: 'services', nth: 2, forMs: 3_600_000 },
    ] as const;
    await withSimulator({ tls, faults: { rules } }, async (simulator) => {
      const call = () => send(`${simulator.url}/v1/services`, 'GET', tls.cert, {}, '');
      await expect(call()).rejects.toMatchObject({ code: 'ECONNRESET', syscall: 'read' });
      await expect(call()).rejects.toMatchObject({ code: 'ECONNRESET', syscall: 'read' });
      await expect(call()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    });
  });

  it('answers unknown paths like an API gateway', () =>
    withSimulator({}, async (simulator) => {
      for (const path of ['/', '/v1/nothing', '/v1/job_status']) {
        const response = await fetch(`${simulator.url}${path}`);
        expect([response.status, await response.json()]).toEqual([404, { message: 'Not Found' }]);
      }
    }));

  it('shows health, jobs and journal, and neither key nor signature nor URL in them', () =>
    withSimulator({}, async (simulator, partner) => {
      const request = registration({}, { callback_url: 'http://127.0.0.1:9/secret' });
      await partner.prepare(request);
      await partner.finish({ job_id: 'job-2', user_id: 'user-2' });
      const get = async (path: string) => (await fetch(`${simulator.url}/_simulator/${path}`)).json();
      expect(await get('health')).toEqual({ status: 'ok' });
      expect(await get('jobs')).toEqual(simulator.jobs());
      expect(await get('jobs/job-2')).toEqual(simulator.jobs()[1]);
      expect(await get('jobs/job-3')).toEqual({ message: 'Not Found' });
      expect(await get('journal')).toEqual(simulator.journal());
      const shown = JSON.stringify([await get('jobs'), await get('journal')]);
      for (const secret of ['a-test-api-key', request.signature, 'Signature=', 'secret', '/9j/']) {
        expect(shown).not.toContain(secret);
      }
    }));

  it('refuses an enrolment that makes no sense', () =>
    withSimulator({}, async (_simulator, partner) => {
      for (const body of [{}, { user_id: 'u', partner_id: '9' }, { user_id: 'u', state: 'sleepy' }]) {
        expect((await partner.post('/_simulator/enrolments', body)).httpStatus).toBe(400);
      }
    }));

  it('holds an answer back as long as the hook likes, after everything was written', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const hooks: SimulatorHooks = { beforeAnswer: ({ endpoint }) => (endpoint === 'upload' ? held : undefined) };
    await withSimulator({ hooks }, async (simulator, partner) => {
      const stored = simulator.nextJournalEntry((entry) => entry.kind === 'upload');
      let isAnswered = false;
      const submitted = partner.submit().then(() => {
        isAnswered = true;
      });
      await stored;
      expect(simulator.jobs()).toMatchObject([{ paid: true }]);
      expect(isAnswered).toBe(false);
      release();
      await submitted;
    });
  });

  it('drops the connection when the hook throws, with the job made all the same', () => {
    const beforeAnswer = () => {
      throw new Error('the line is dead');
    };
    return withSimulator({ hooks: { beforeAnswer } }, async (simulator, partner) => {
      await expect(partner.prepare(registration())).rejects.toThrow('fetch failed');
      expect(simulator.jobs()).toMatchObject([{ jobId: 'job-1', state: 'awaiting-zip' }]);
    });
  });

  it('holds an upload in the middle, and closes all the same', async () => {
    let reached = (_bytes: number) => {};
    const middle = new Promise<number>((resolve) => {
      reached = resolve;
    });
    const whileUploading = ({ receivedBytes }: { receivedBytes: number }) => {
      reached(receivedBytes);
      return new Promise<void>(() => {});
    };
    const simulator = await startSimulator({ hooks: { whileUploading } });
    const body = JSON.stringify(registration());
    const headers = { 'content-type': 'application/json' };
    const prepared = await fetch(`${simulator.url}/v1/upload`, { method: 'POST', headers, body });
    const { upload_url: url } = (await prepared.json()) as { upload_url: string };
    const zip = { 'content-type': 'application/zip' };
    const upload = fetch(url, { method: 'PUT', headers: zip, body: new Uint8Array(10_000_000) });
    const failed = expect(upload).rejects.toThrow('fetch failed');
    expect(await middle).toBeLessThan(10_000_000);
    expect(simulator.jobs()).toMatchObject([{ state: 'awaiting-zip' }]);
    await simulator.close();
    await failed;
  });

  it('says what happened last when an awaited event does not come', () =>
    withSimulator({}, async (simulator, partner) => {
      await partner.prepare(registration());
      await expect(simulator.nextJournalEntry(() => false, { timeoutMs: 1 })).rejects.toThrow(/"kind":"prep-upload"/);
    }));

  it('lets nobody wait for an event any longer once it is closed', async () => {
    const simulator = await startSimulator();
    const told = /^No fitting journal entry before the simulator was closed\. The last ones:\n.*"kind":"enrolment"/;
    const waiting = simulator.nextJournalEntry(() => false, { timeoutMs: 60_000 });
    const expected = expect(waiting).rejects.toThrow(told);
    simulator.enrol('user-1');
    await simulator.close();
    await expected;
    await expect(simulator.nextJournalEntry(() => false, { timeoutMs: 60_000 })).rejects.toThrow(told);
    expect(await simulator.nextJournalEntry(({ kind }) => kind === 'enrolment', { afterSeq: 0 })).toMatchObject({
      seq: 1,
    });
  });

  it('writes every event to the logger', async () => {
    const kinds: string[] = [];
    const note = (fields: object) => kinds.push((fields as { kind: string }).kind);
    await withSimulator({ logger: { info: note, warn: note } }, async (_simulator, partner) => {
      await partner.prepare(registration({ sandbox_scenario: 'nonsense' }));
    });
    expect(kinds).toEqual(['warning', 'prep-upload']);
  });

  it('refuses a time scale that would turn time around', async () => {
    await expect(startSimulator({ timeScale: 0 })).rejects.toThrow(RangeError);
  });
});
