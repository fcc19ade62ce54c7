import { type ChildProcess, execFile, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { markdownTable, median, rounded } from './percentiles.ts';
import { CONTENDERS, type Contender } from './submitters.ts';

const AT_ONCE = [8, 32];
const ROUNDS = 3;
const JOBS_A_ROUND = 320;
const WARM_UP_JOBS = 32;
const PICTURES = 11;
const PICTURE_BYTES = Math.round(1_700_000 / PICTURES);

interface Measured {
  readonly perSecond: number;
  readonly cpuMsPerJob: number;
  readonly peakMegabytes: number;
  readonly delayP99Ms: number;
}

/**
 * What a submission costs, from pictures on disk to the answer to the upload, with Smile ID's SDK for JavaScript and here.
 * Each contender is a process of its own in each round, in front of a simulator of its own over TLS; who goes first changes
 * with each round.
 */
export async function measureSubmissions(env: NodeJS.ProcessEnv, tell: (line: string) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'smileflow-bench-'));
  try {
    const certificate = await makeCertificate(folder);
    const pictures = await makePictures(folder);
    const tables: string[] = [];
    for (const atOnce of AT_ONCE) {
      const rounds: { [C in Contender]: Measured[] } = {
        sdk: [],
        'sdk-mixed': [],
        'sdk-all-as-id-cards': [],
        smileflow: [],
        'smileflow-base64': [],
      };
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const contender of rotated(CONTENDERS, round)) {
          const measured = await measure(contender, { certificate, pictures, atOnce, env });
          rounds[contender].push(measured);
          tell(
            `${atOnce} at once, round ${round + 1}, ${contender}: ${rounded(measured.perSecond)}/s, ${rounded(measured.cpuMsPerJob)} ms CPU a job`,
          );
        }
      }
      tables.push(`${atOnce} at once:\n\n${tableOf(rounds)}`);
    }
    return tables.join('\n\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function tableOf(rounds: { readonly [C in Contender]: readonly Measured[] }): string {
  const row = (title: string, of: (measured: Measured) => number): string[] => {
    const medians = CONTENDERS.map((contender) => median(rounds[contender].map(of)));
    const against = (contender: 'sdk' | 'sdk-mixed'): string =>
      rounded(median(rounds.smileflow.map((ours, index) => of(ours) / of(rounds[contender][index] ?? ours))));
    return [title, ...medians.map(rounded), against('sdk'), against('sdk-mixed')];
  };
  return markdownTable(
    ['median of the rounds', ...CONTENDERS, 'smileflow / sdk', 'smileflow / sdk-mixed'],
    [
      row('jobs per second', ({ perSecond }) => perSecond),
      row('CPU time a job (ms)', ({ cpuMsPerJob }) => cpuMsPerJob),
      row('peak memory (MB)', ({ peakMegabytes }) => peakMegabytes),
      row('event-loop delay, p99 (ms)', ({ delayP99Ms }) => delayP99Ms),
    ],
  );
}

interface Setting {
  readonly certificate: Certificate;
  readonly pictures: readonly string[];
  readonly atOnce: number;
  readonly env: NodeJS.ProcessEnv;
}

async function measure(contender: Contender, { certificate, pictures, atOnce, env }: Setting): Promise<Measured> {
  const simulator = fork(programOf('https-simulator'), [certificate.cert, certificate.key], {
    // Node looks through a small heap again and again, for what is kept in it is megabytes a job.
    execArgv: ['--initial-old-space-size=1000'],
  });
  try {
    const url = await messageOf<string>(simulator);
    const args = [contender, url, JSON.stringify(pictures), atOnce, JOBS_A_ROUND, WARM_UP_JOBS].map(String);
    const submitter = fork(programOf('submitter'), args, {
      // The SDK's HTTP client trusts what Node trusts, and takes no other certificate.
      env: { ...env, NODE_EXTRA_CA_CERTS: certificate.cert },
    });
    const measured = await messageOf<Measured>(submitter);
    simulator.send('how much?');
    const { received } = await messageOf<{ received: number }>(simulator);
    if (received !== JOBS_A_ROUND + WARM_UP_JOBS) throw new Error(`${contender}: only ${received} jobs arrived.`);
    return measured;
  } finally {
    simulator.kill();
  }
}

async function messageOf<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`A process of the measurement ended with code ${code}.`);
  });
  const [message] = await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => undefined);
  return message as T;
}

function programOf(name: string): string {
  return fileURLToPath(new URL(`./${name}/main.js`, import.meta.url));
}

interface Certificate {
  readonly cert: string;
  readonly key: string;
}

async function makeCertificate(folder: string): Promise<Certificate> {
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  const args = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext';
  await promisify(execFile)('openssl', [
    ...args.split(' '),
    'subjectAltName=IP:127.0.0.1',
    '-keyout',
    files.key,
    '-out',
    files.cert,
  ]);
  return files;
}

/** A sample's picture each, with a trailer of noise, as cameras add them, up to the size. */
async function makePictures(folder: string): Promise<string[]> {
  const sample = await readFile(fileURLToPath(new URL('../../samples/registration/selfie.jpg', import.meta.url)));
  return Promise.all(
    Array.from({ length: PICTURES }, async (_, index) => {
      const path = join(folder, `picture-${index}.jpg`);
      await writeFile(path, Buffer.concat([sample, randomBytes(PICTURE_BYTES - sample.length)]));
      return path;
    }),
  );
}

function rotated<T>(list: readonly T[], by: number): T[] {
  return [...list.slice(by % list.length), ...list.slice(0, by % list.length)];
}
