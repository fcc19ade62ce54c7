import { once } from 'node:events';
import http from 'node:http';
import { describe, expect, it } from '@jest/globals';
import type { ChosenFault, HttpFault } from '../../simulator/fault-kinds.ts';
import type { FaultPlan, FaultRule } from '../../simulator/fault-rule.ts';
import type { SimulatorHooks } from '../../simulator/options.ts';
import { signTimestamp } from '../../simulator/signature.ts';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.ts';
import { goodArchive, jpegs } from './archive.ts';
import { exchange } from './exchange.ts';
import { lookup } from './lookup.ts';
import { credentials, registration, withSimulator } from './partner.ts';

const json = { 'content-type': 'application/json' };
const zip = { 'content-type': 'application/zip' };
const post = (simulator: Simulator, path: string, body: object) =>
  exchange(`${simulator.url}${path}`, { headers: json, body: JSON.stringify(body) });
const prepare = (simulator: Simulator) => post(simulator, '/v1/upload', registration());
const status = (simulator: Simulator) =>
  post(simulator, '/v1/job_status', { ...credentials(), partner_id: '085', user_id: 'user-1', job_id: 'job-1' });
const kinds = (simulator: Simulator) => simulator.journal().map(({ kind }) => kind);
const onceOn = (fault: HttpFault, on: FaultRule['on'], more: object = {}): FaultPlan => ({
  rules: [{ fault, on, times: 1, ...more }],
});

describe('a fault before anything is processed', () => {
  it('resets the connection, and leaves no job', () =>
    withSimulator({ faults: onceOn('reset-before', 'prep-upload') }, async (simulator) => {
      expect(await prepare(simulator)).toEqual({ error: 'ECONNRESET', isReset: true });
      expect(simulator.jobs()).toEqual([]);
      expect(simulator.journal()).toMatchObject([
        { kind: 'fault', fault: 'reset-before', endpoint: 'prep-upload', jobId: 'job-1', partnerId: '085' },
      ]);
      expect((await prepare(simulator)).httpStatus).toBe(200);
    }));

  it('resets a PUT before its body is read', () =>
    withSimulator({ faults: onceOn('reset-before', 'upload') }, async (simulator, partner) => {
      const { body } = await partner.prepare(registration());
      expect(await exchange(body.upload_url, { method: 'PUT', headers: zip, body: await goodArchive() })).toMatchObject(
        {
          isReset: true,
        },
      );
      expect(kinds(simulator)).toEqual(['prep-upload', 'fault']);
      expect(simulator.journal().at(-1)).toMatchObject({ endpoint: 'upload', jobId: 'job-1', partnerId: '085' });
    }));

  it.each([
    [undefined, 500],
    [502, 502],
    [503, 503],
  ] as const)('answers like the API gateway, with httpStatus %s', (httpStatus, expected) => {
    const faults = onceOn('server-error', 'prep-upload', httpStatus && { httpStatus });
    return withSimulator({ faults }, async (simulator) => {
      const { httpStatus: got, text } = await prepare(simulator);
      expect([got, text]).toEqual([expected, '{"message":"Internal server error"}']);
      expect(simulator.jobs()).toEqual([]);
    });
  });

  it.each([
    ['server-error', undefined, 503, 'SlowDown'],
    ['server-error', 500, 500, 'InternalError'],
    ['too-many-requests', undefined, 429, 'TooManyRequests'],
  ] as const)('answers %s %s like S3', (fault, httpStatus, expected, code) => {
    const faults = onceOn(fault, 'upload', httpStatus && { httpStatus });
    return withSimulator({ faults }, async (simulator, partner) => {
      const { body } = await partner.prepare(registration());
      const stored = await partner.put(body.upload_url, await goodArchive());
      expect([stored.httpStatus, stored.headers.get('content-type')]).toEqual([expected, 'application/xml']);
      expect(stored.text).toContain(`<Code>${code}</Code>`);
      expect(simulator.jobs()).toMatchObject([{ state: 'awaiting-zip' }]);
    });
  });

  it('asks to slow down', () =>
    withSimulator({ faults: onceOn('too-many-requests', 'any') }, async (simulator) => {
      expect(await status(simulator)).toMatchObject({ httpStatus: 429, text: '{"message":"Too Many Requests"}' });
    }));
});

describe('a refusal', () => {
  it('closes the port, lets requests that are being answered go on, and ends', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const hooks: SimulatorHooks = { beforeAnswer: ({ endpoint }) => (endpoint === 'services' ? held : undefined) };
    const faults = onceOn('refused', 'prep-upload', { forMs: 1000 });
    await withSimulator({ hooks, faults }, async (simulator) => {
      const running = simulator.nextJournalEntry((entry) => entry.kind === 'services');
      const other = exchange(`${simulator.url}/v1/services`, { method: 'GET' });
      await running;
      expect(await prepare(simulator)).toEqual({ error: 'ECONNRESET', isReset: true });
      expect((await prepare(simulator)).error).toBe('ECONNREFUSED');
      release();
      expect((await other).httpStatus).toBe(200);
      let ending = await prepare(simulator);
      while (ending.error === 'ECONNREFUSED') ending = await prepare(simulator);
      expect(ending.httpStatus).toBe(200);
      expect(simulator.jobs()).toHaveLength(1);
    });
  });

  it('does not keep the simulator from closing, and does not open it again', async () => {
    const simulator = await startSimulator({ faults: onceOn('refused', 'any', { forMs: 1 }) });
    await prepare(simulator);
    await simulator.close();
    expect((await prepare(simulator)).error).toBe('ECONNREFUSED');
    const other = await startSimulator({ faults: onceOn('refused', 'any', { forMs: 3_600_000 }) });
    await prepare(other);
    await other.close();
    expect((await prepare(other)).error).toBe('ECONNREFUSED');
  });

  it('waits for a port that somebody else has taken in the meantime', async () => {
    await withSimulator({ faults: onceOn('refused', 'any', { forMs: 500 }) }, async (simulator) => {
      await prepare(simulator);
      const squatter = http.createServer();
      squatter.listen(simulator.port, '127.0.0.1');
      await once(squatter, 'listening');
      await simulator.nextJournalEntry(({ kind }) => kind === 'warning', { afterSeq: 0 });
      squatter.close();
      await once(squatter, 'close');
      let ending = await prepare(simulator);
      while (ending.error === 'ECONNREFUSED') ending = await prepare(simulator);
      expect(ending.httpStatus).toBe(200);
    });
  });
});

describe('a fault after all was processed', () => {
  it('resets the connection without an answer, with the job made', () =>
    withSimulator({ faults: onceOn('reset-after', 'prep-upload') }, async (simulator) => {
      expect(await prepare(simulator)).toEqual({ error: 'ECONNRESET', isReset: true });
      expect(simulator.jobs()).toMatchObject([{ jobId: 'job-1' }]);
      expect(kinds(simulator)).toEqual(['fault', 'prep-upload']);
    }));

  it('stores the zip of a PUT that is reset', () =>
    withSimulator({ faults: onceOn('reset-after', 'upload') }, async (simulator, partner) => {
      const result = simulator.nextJournalEntry(({ kind }) => kind === 'result');
      const { body } = await partner.prepare(registration());
      const ending = await exchange(body.upload_url, { method: 'PUT', headers: zip, body: await goodArchive() });
      expect(ending).toEqual({ error: 'ECONNRESET', isReset: true });
      expect(await result).toMatchObject({ resultCode: '0840' });
      expect(simulator.bills()).toMatchObject([{ times: 1 }]);
    }));

  it('says nothing at all, and then closes', () =>
    withSimulator({ faults: onceOn('answer-lost', 'prep-upload', { forMs: 200 }) }, async (simulator) => {
      const written = simulator.nextJournalEntry(({ kind }) => kind === 'prep-upload');
      const lost = prepare(simulator);
      await written;
      expect((await status(simulator)).httpStatus).toBe(200);
      expect(await lost).toEqual({ error: 'ECONNRESET', isReset: false });
      expect(simulator.jobs()).toHaveLength(1);
    }));

  it('sends half of the body and is silent until the connection is closed', () =>
    withSimulator({ faults: onceOn('stalled-body', 'job-status', { forMs: 200 }) }, async (simulator, partner) => {
      await partner.finish();
      const stalled = await status(simulator);
      const whole = await status(simulator);
      expect(stalled).toMatchObject({ httpStatus: 200, error: 'ECONNRESET' });
      const length = Number(stalled.headers?.['content-length']);
      expect(length).toBe(whole.text?.length);
      expect(stalled.text).toHaveLength(Math.floor(length / 2));
      expect(stalled.headers?.['content-type']).toBe(whole.headers?.['content-type']);
      expect(stalled.headers?.['access-control-allow-origin']).toBe('*');
    }));

  it('stalls a picture, too', () =>
    withSimulator({ faults: onceOn('stalled-body', 'picture', { forMs: 50 }) }, async (_simulator, partner) => {
      await partner.finish();
      const { image_links: links } = (await partner.status({ image_links: true })).body;
      const { error, headers } = await exchange(links.selfie_image, { method: 'GET' });
      const size = Buffer.from(jpegs[0] ?? '', 'base64').length;
      expect([error, headers?.['content-length'], headers?.['content-type']]).toEqual([
        'ECONNRESET',
        String(size),
        'image/jpeg',
      ]);
    }));

  it.each([
    ['answer-lost', 'upload'],
    ['stalled-body', 'prep-upload'],
  ] as const)('lets the simulator close during %s', async (fault, on) => {
    const simulator = await startSimulator({ faults: onceOn(fault, on, { forMs: 3_600_000 }) });
    const met = simulator.nextJournalEntry(({ kind }) => kind === on);
    let hasHalf = () => {};
    const half = new Promise<void>((resolve) => {
      hasHalf = resolve;
    });
    const options = { headers: json, body: JSON.stringify(registration()), onHalf: hasHalf };
    const prepared = exchange(`${simulator.url}/v1/upload`, options);
    await half;
    let ending = prepared;
    if (on === 'upload') {
      const { upload_url: url } = JSON.parse((await prepared).text ?? '');
      ending = exchange(url, { method: 'PUT', headers: zip, body: await goodArchive() });
      await met;
    }
    await simulator.close();
    expect(await ending).toMatchObject({ error: 'ECONNRESET' });
  });

  it('answers like a gateway that timed out over a request that went through', () =>
    withSimulator({ faults: onceOn('server-error-after', 'any', { httpStatus: 502 }) }, async (simulator, partner) => {
      const { httpStatus, text } = await prepare(simulator);
      expect([httpStatus, text]).toEqual([502, '{"message":"Internal server error"}']);
      expect((await partner.prepare(registration())).body.code).toBe('2215');
    }));

  it('cuts the JSON short, under a length that fits', () =>
    withSimulator({ faults: onceOn('malformed-json', 'id-verification') }, async (simulator) => {
      const { httpStatus, text = '', headers } = await post(simulator, '/v1/id_verification', lookup());
      expect([httpStatus, Number(headers?.['content-length'])]).toEqual([200, text.length]);
      expect(text).toMatch(/^\{"JSONVersion"/);
      expect(() => JSON.parse(text)).toThrow(SyntaxError);
      expect(simulator.bills()).toHaveLength(1);
    }));

  it('signs with another key, in links as well', () =>
    withSimulator({ faults: onceOn('wrong-signature', 'job-status') }, async (simulator, partner) => {
      await partner.finish({ job_type: 1 }, undefined, 2);
      const { text = '' } = await status(simulator);
      const body = JSON.parse(text);
      const genuine = signTimestamp('a-test-api-key', '085', body.timestamp);
      expect(body).toMatchObject({ code: '2302', job_complete: true });
      expect(body.signature).toMatch(/^[A-Za-z0-9+/]{43}=$/);
      expect(body.kyc_receipt).toContain(body.signature);
      expect(text).not.toContain(genuine);
    }));
});

describe('a fault of the upload', () => {
  it('hands out a URL that has expired already', () =>
    withSimulator({ faults: onceOn('expired-url', 'prep-upload') }, async (_simulator, partner) => {
      const { stored } = await partner.submit();
      expect([stored.httpStatus, stored.text]).toEqual([403, expect.stringContaining('Request has expired')]);
      const { body } = await partner.prepare(registration({}, { retry: true }));
      expect((await partner.put(body.upload_url, await goodArchive())).httpStatus).toBe(200);
    }));

  it('ends a URL early, for good', () =>
    withSimulator({ faults: onceOn('expired-url', 'upload') }, async (_simulator, partner) => {
      const { prepared, stored } = await partner.submit();
      expect([stored.httpStatus, stored.text]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')]);
      expect((await partner.put(prepared.upload_url, await goodArchive())).httpStatus).toBe(403);
      const { body } = await partner.prepare(registration({}, { retry: true }));
      expect((await partner.put(body.upload_url, await goodArchive())).httpStatus).toBe(200);
    }));

  it('cuts the connection in the middle of the body', () =>
    withSimulator({ faults: onceOn('cut-upload', 'upload') }, async (simulator, partner) => {
      const { body } = await partner.prepare(registration());
      const big = Buffer.alloc(8_000_000);
      expect(await exchange(body.upload_url, { method: 'PUT', headers: zip, body: big })).toMatchObject({
        isReset: true,
      });
      const aborted = await simulator.nextJournalEntry(({ kind }) => kind === 'upload-aborted', { afterSeq: 0 });
      const { receivedBytes } = aborted as typeof aborted & { receivedBytes: number };
      expect(receivedBytes).toBeGreaterThanOrEqual(4_000_000);
      expect(receivedBytes).toBeLessThan(6_000_000);
      expect(simulator.jobs()).toMatchObject([{ state: 'awaiting-zip', zipSha256: null }]);
      expect((await partner.put(body.upload_url, await goodArchive())).httpStatus).toBe(200);
    }));
});

describe('a rule', () => {
  /** Which of ten calls were hit. */
  const hits = async (simulator: Simulator): Promise<number[]> => {
    const hit: number[] = [];
    for (let call = 1; call <= 10; call += 1) if ((await status(simulator)).httpStatus === 429) hit.push(call);
    return hit;
  };
  const fault = 'too-many-requests';
  const on = 'job-status';

  it.each<[string, Partial<FaultRule>, number[]]>([
    ['nth', { nth: 3 }, [3]],
    ['every', { every: 4 }, [4, 8]],
    ['times', { every: 2, times: 3 }, [2, 4, 6]],
    ['nothing', {}, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    ['another job', { jobId: 'job-2' }, []],
    ['another endpoint', { on: ['upload', 'services'] }, []],
  ])('hits by %s', (_, rule, expected) =>
    withSimulator({ faults: { rules: [{ fault, on, ...rule }] } }, async (simulator) => {
      expect(await hits(simulator)).toEqual(expected);
    }),
  );

  it('draws the same with the same seed, whatever other rules there are', async () => {
    const drawn = async (faults: FaultPlan) => {
      let hit: number[] = [];
      await withSimulator({ faults }, async (simulator) => {
        hit = await hits(simulator);
      });
      return hit;
    };
    const rule = { fault, on, probability: 0.5 } as const;
    const first = await drawn({ seed: 7, rules: [rule] });
    expect(await drawn({ seed: 7, rules: [rule, { fault: 'expired-url', on: 'any', probability: 0.5 }] })).toEqual(
      first,
    );
    expect(await drawn({ seed: 8, rules: [rule] })).not.toEqual(first);
    expect(first.length).toBeGreaterThan(1);
    expect(first.length).toBeLessThan(9);
  });

  it('that comes first decides, and the next one keeps its hit', () => {
    const rules = [
      { fault, on, nth: 1 },
      { fault: 'server-error', on, times: 1 },
    ] as const;
    return withSimulator({ faults: { rules } }, async (simulator) => {
      expect([(await status(simulator)).httpStatus, (await status(simulator)).httpStatus]).toEqual([429, 500]);
    });
  });

  it('counts the calls of its job alone, in forms as well, and bears any body', () => {
    const rules = [{ fault: 'server-error', on: 'any', jobId: 'job-ü', nth: 2 }] as const;
    return withSimulator({ faults: { rules } }, async (simulator) => {
      const compare = (parts: Record<string, string>) => {
        const form = new FormData();
        for (const [name, value] of Object.entries(parts)) form.append(name, value);
        return fetch(`${simulator.url}/v2/smart-selfie-compare`, { method: 'POST', body: form });
      };
      expect((await compare({ job_id: 'job-2' })).status).toBe(400);
      expect((await compare({ job_id: 'job-ü' })).status).toBe(400);
      expect((await compare({ partner_params: '{"job_id":"job-ü"}' })).status).toBe(500);
      for (const body of ['', '{', '[]', 'null', '"x"', '{"partner_params":7,"job_id":7}', '\u0000']) {
        for (const path of ['/v1/upload', '/v1/job_status', '/v1/id_verification', '/v2/smart-selfie-compare'])
          expect((await exchange(simulator.url + path, { headers: json, body })).httpStatus).toBe(400);
      }
      const lost = await exchange(`${simulator.url}/videos/085/unknown/selfie.zip`, { method: 'PUT', headers: zip });
      expect(lost.httpStatus).toBe(403);
    });
  });

  it('that cannot be is refused at the start, with all that is wrong', async () => {
    const rules: object[] = [
      { fault: 'malformed-json', on: ['upload', 'job-status'] },
      { fault: 'lost', on: 'upload' },
      { fault: 'wrong', on: 'nowhere', nth: 0, probability: 2, forMs: 0.5, colour: 1 },
      { nth: 1, every: 1 },
      { fault: 'server-error', on: [], httpStatus: 404, jobId: '', times: 0 },
    ];
    const refused = startSimulator({ faults: { seed: 1, rules } as FaultPlan });
    await expect(refused).rejects.toThrow(RangeError);
    const { message } = (await refused.catch((error: Error) => error)) as Error;
    for (const problem of [
      /rules\[0\] cannot be: malformed-json does not happen to upload, only to prep-upload, job-status, /,
      /rules\[1\] cannot be: lost does not happen to upload, only to callback/,
      /rules\[2\]\.fault is no fault;/,
      /rules\[2\]\.on must be any, or one or a list of prep-upload, .*callback;/,
      /rules\[2\]\.nth must be a whole number from 1;/,
      /rules\[2\]\.probability must be from 0 to 1;/,
      /rules\[2\]\.forMs must be a whole number from 0;/,
      /rules\[2\]\.colour is not known; allowed are fault, /,
      /rules\[3\]\.fault is missing; faults\.rules\[3\]\.on is missing; faults\.rules\[3\] has nth and every: give one of them;/,
      /rules\[4\]\.on must be any.*rules\[4\]\.httpStatus must be 500, 502 or 503;.*rules\[4\]\.times must be/,
    ])
      expect(message).toMatch(problem);
  });
});

describe('the hook that chooses faults', () => {
  it('is asked with the job of every call, before the rules', async () => {
    const asked: object[] = [];
    const chooseFault: SimulatorHooks['chooseFault'] = async (call) => {
      asked.push(call);
      return call.endpoint === 'upload' ? { fault: 'server-error', httpStatus: 500 } : undefined;
    };
    const rules = [{ fault: 'too-many-requests', on: ['upload', 'job-status'], nth: 1 }] as const;
    await withSimulator({ hooks: { chooseFault }, faults: { rules } }, async (simulator, partner) => {
      expect((await partner.submit()).stored.httpStatus).toBe(500);
      expect((await status(simulator)).httpStatus).toBe(429);
      await exchange(`${simulator.url}/v1/services`, { method: 'GET' });
    });
    expect(asked).toEqual([
      { endpoint: 'prep-upload', jobId: 'job-1' },
      { endpoint: 'upload', jobId: 'job-1' },
      { endpoint: 'job-status', jobId: 'job-1' },
      { endpoint: 'services' },
    ]);
  });

  it.each<[string, () => ChosenFault]>([
    [
      'throws',
      () => {
        throw new Error('the dice are gone');
      },
    ],
    ['chooses what cannot happen there', () => ({ fault: 'cut-upload' })],
    ['chooses what does not exist', () => ({ fault: 'meteor' }) as unknown as ChosenFault],
  ])('that %s is warned of, and does no harm', (_, chooseFault) =>
    withSimulator({ hooks: { chooseFault } }, async (simulator) => {
      expect((await prepare(simulator)).httpStatus).toBe(200);
      expect(simulator.journal()).toMatchObject([
        { kind: 'warning', message: expect.stringMatching(/^chooseFault: /) },
        { kind: 'prep-upload' },
      ]);
    }),
  );
});

describe('/_simulator/faults', () => {
  it('shows, replaces and ends what goes wrong, and never fails itself', () =>
    withSimulator({ faults: onceOn('too-many-requests', 'any') }, async (simulator) => {
      const admin = async (method: string, body?: object) => {
        const options = body ? { method, headers: json, body: JSON.stringify(body) } : { method };
        const response = await fetch(`${simulator.url}/_simulator/faults`, options);
        return [response.status, await response.json()];
      };
      const shown = { seed: 1, rules: [{ fault: 'too-many-requests', on: 'any', times: 1 }] };
      expect(await admin('GET')).toEqual([200, shown]);
      const plan = { seed: 3, rules: [{ fault: 'server-error', on: 'job-status' }] };
      expect(await admin('PUT', plan)).toEqual([200, plan]);
      expect((await status(simulator)).httpStatus).toBe(500);
      expect(await admin('PUT', { rules: [{ fault: 'lost', on: 'upload', nth: -1 }], x: 1 })).toEqual([
        400,
        {
          message: 'These faults cannot be',
          problems: [
            'x is not known; allowed are seed and rules',
            'rules[0].nth must be a whole number from 1',
            'rules[0] cannot be: lost does not happen to upload, only to callback',
          ],
        },
      ]);
      for (const body of [[], { rules: {} }, { rules: [7], seed: 'x' }])
        expect((await admin('PUT', body))[0]).toBe(400);
      expect(await admin('GET')).toEqual([200, plan]);
      expect(await admin('DELETE')).toEqual([200, { seed: 1, rules: [] }]);
      expect((await status(simulator)).httpStatus).toBe(400);
    }));
});
