import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PRODUCT_NAMES } from '../../domain/product.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { withServices } from '../client/with-services.ts';
import { withTemporaryFolder } from '../dev/temporary-folder.ts';
import { signedCallback } from '../gateway/sign.ts';
import { command, packageRoot, runCli, startArguments } from './command.ts';

const NOWHERE = '127.0.0.1:1';
const SMILE_ID = {
  SMILE_ID_PARTNER_ID: '085',
  SMILE_ID_API_KEY: 'a-test-api-key',
  SMILE_ID_BASE_URL: 'http://127.0.0.1:1',
};

const selfie = join(packageRoot, 'samples', 'registration', 'selfie.jpg');
const JPEG_BUT_PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]);

const KEY = 'k'.repeat(32);
const EVERY_START = [
  ...[
    '--user-id',
    '--id',
    '--partner',
    '--partner-param',
    '--deadline',
    '--review-time',
    '--four-eyes',
    '--operator-time',
  ],
  ...['--notify-url', '--wait', '--json', '--help'],
];
const SELFIE = ['--selfie', '--liveness'];
const OPEN_RESULT = ['--provisional'];
const DOCUMENT = ['--document-front', '--document-back'];
const ID = ['--country', '--id-type', '--id-info', '--skip-id-check'];
const NAME = ['--first-name', '--middle-name', '--last-name', '--date-of-birth'];
const PERSON = [...ID, '--id-number', ...NAME, '--phone-number', '--bank-code', '--citizenship'];
const WITH_DOCUMENT = [...ID, ...DOCUMENT, '--use-enrolled-image', '--allow-new-enroll', '--attention'];

let cwd: string;
let done: () => void;
beforeAll(async () => {
  await new Promise<void>((ready) => {
    void withTemporaryFolder((folder) => {
      cwd = folder;
      return new Promise<void>((resolve) => {
        done = resolve;
        ready();
      });
    });
  });
});
afterAll(() => done());

const ran = (args: readonly string[], env: Record<string, string> = {}) =>
  runCli({ cwd, env: { TEMPORAL_ADDRESS: NOWHERE, ...env } }, args);

const problemsIn = (err: string): string[] =>
  err.split('\n').flatMap((line) => (line.startsWith('  - ') ? [line.slice(4)] : []));

describe('smileflow', () => {
  it('explains every command', async () => {
    const products = PRODUCT_NAMES.map((name) => `start ${name}`);
    const others = [
      'start',
      'status',
      'result',
      'cancel',
      'decide',
      'resume',
      'callbacks',
      'callbacks list',
      'callbacks show',
      'callbacks redeliver',
      'dev',
      'worker',
      'gateway',
      'simulator',
      'demo',
      'temporal-cli',
    ];
    for (const name of [...products, ...others]) {
      const { exitCode, out, err } = await ran([...name.split(' '), '--help']);
      expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
      expect(out).toMatch(new RegExp(`^Usage: smileflow ${name} .*\n\n[A-Z].*\\.`, 's'));
    }
  });

  it.each([
    ['smartselfie-registration', [...SELFIE, ...OPEN_RESULT, '--allow-new-enroll']],
    ['smartselfie-authentication', [...SELFIE, ...OPEN_RESULT]],
    ['biometric-kyc', [...SELFIE, ...PERSON, ...OPEN_RESULT, ...DOCUMENT, '--allow-new-enroll']],
    ['document-verification', [...SELFIE, ...WITH_DOCUMENT]],
    ['enhanced-document-verification', [...SELFIE, ...WITH_DOCUMENT]],
    ['smartselfie-compare', [...SELFIE, '--comparison', '--comparison-type', '--allow-new-enroll']],
    ['enhanced-kyc', [...PERSON, '--gender', '--answer-by-callback']],
    ['basic-kyc', [...PERSON, '--gender', '--answer-by-callback', '--attention']],
    [
      'business-verification',
      [...ID, '--id-number', '--business-type', '--postal-address', '--postal-code', '--answer-by-callback'],
    ],
  ])('lists exactly what concerns %s', async (product, flags) => {
    const { out } = await ran(['start', product, '--help']);
    const listed = [...out.matchAll(/^ {2}(?:-h, )?(--[a-z-]+)/gm)].map(([, flag]) => flag);
    expect(listed.sort()).toEqual([...EVERY_START, ...flags].sort());
  });

  it('repeats nothing that stands behind a mistyped option', async () => {
    const human = await ran(['start', 'enhanced-kyc', '--id-numbr=98765432101']);
    const json = await ran(['start', 'enhanced-kyc', '--id-numbr=98765432101', '--json']);
    expect(human.err).toContain("unknown option '--id-numbr=…'");
    expect(human.out + human.err + json.out + json.err).not.toContain('98765432101');
  });

  it('tells its version', async () => {
    expect(await ran(['--version'])).toMatchObject({ exitCode: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  it.each([
    ['an unknown command', ['strat'], /unknown command 'strat'\n\(Did you mean start\?\)/],
    ['an unknown product', ['start', 'smartselfie-registratoin'], /Did you mean smartselfie-registration\?/],
    ['an unknown option', ['status', 'v', '--loud'], /unknown option '--loud'/],
    ['a missing id', ['status'], /missing required argument 'verification'/],
    ['too much', ['cancel', 'v', 'w'], /too many arguments for 'cancel'/],
    ['a port that is none', ['simulator', '--port', ''], /whole number from 0 to 65535/],
    ['half a certificate', ['simulator', '--tls-key', 'k'], /give both --tls-cert and --tls-key/],
    [
      'a certificate that is none',
      ['simulator', '--port=0', `--tls-cert=${selfie}`, `--tls-key=${selfie}`],
      /no pair of/,
    ],
    ['a host of another machine', ['simulator', '--port', '0', '--host', '192.0.2.1'], /cannot listen on 192\.0\.2\.1/],
    ['an id that can be none', ['result', 'ü'.repeat(5_000)], /^smileflow: That is no verification id: .{50,200}\.\n$/],
    ['an empty id', ['cancel', ''], /^smileflow: That is no verification id: /],
  ])('refuses %s with 2 and a sentence', async (_, args, sentence) => {
    const { exitCode, out, err } = await ran(args);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toMatch(sentence);
    expect(err).toMatch(/^smileflow: /);
    expect(err).not.toMatch(/\n {4}at /);
  });

  it('answers in JSON, where asked to, also to what it does not understand', async () => {
    const { exitCode, out } = await ran(['status', 'v', '--loud', '--json']);
    expect(exitCode).toBe(2);
    expect(JSON.parse(out)).toEqual({
      error: { kind: 'invalid-request', message: "unknown option '--loud'", problems: [] },
    });
  });

  it('says all that is wrong with a start at once, and touches nothing', async () => {
    const simulator = await startSimulator();
    const text = join(cwd, 'text.jpg');
    const png = join(cwd, 'png.jpg');
    await Promise.all([writeFile(text, 'a text'), writeFile(png, JPEG_BUT_PNG), mkdir(join(cwd, 'folder.jpg'))]);
    const { exitCode, out, err } = await ran(
      [
        ...['start', 'smartselfie-registration', '--user-id', 'a', '--user-id', 'b', '--selfie', 'missing.jpg'],
        ...['--liveness', text, png, 'folder.jpg', '--id', 'no id', '--deadline', 'soon', '--review-time', '90d'],
        ...['--partner-param', 'job_id=1', '--partner-param', 'no-key', '--partner-param', 'a=1'],
        ...['--partner-param', 'a=2', '--partner-param', '__proto__=1', '--json'],
      ],
      { ...SMILE_ID, SMILE_ID_BASE_URL: simulator.url, SMILEFLOW_MEDIA_DIR: join(cwd, 'media') },
    );
    await simulator.close();
    expect(exitCode).toBe(2);
    const problems = problemsIn(err);
    expect(JSON.parse(out)).toMatchObject({ error: { kind: 'invalid-request', problems } });
    const expected = [
      /^--user-id is given 2 times: give it once$/,
      /^--deadline is no duration: give /,
      /^the 2\. --partner-param has no key: give it as key=value$/,
      /^the 4\. --partner-param repeats a key: give each key once$/,
      /^--id does not fit: a verification id has 1 to 100 characters/,
      /^--partner-param job_id is set by smileflow itself: use another key$/,
      /^--review-time must be at most 30 days$/,
      /^--selfie does not exist: check the path$/,
      /^--liveness picture 1 is not a JPEG picture, whatever its name says/,
      /^--liveness picture 2 is a PNG/,
      /^--liveness picture 3 is a folder: give the file itself$/,
      /^--liveness has 3 pictures: give 0 or 8$/,
    ];
    for (const sentence of expected) expect(problems).toContainEqual(expect.stringMatching(sentence));
    expect(problems).toHaveLength(expected.length);
    expect(simulator.journal()).toEqual([]);
    expect(await readdir(cwd)).not.toContain('media');
  });

  it('names what is missing altogether', async () => {
    const { exitCode, err } = await ran(['start', 'smartselfie-authentication', '--selfie', '']);
    expect(exitCode).toBe(2);
    expect(problemsIn(err).filter((problem) => !problem.startsWith('--liveness'))).toEqual([
      '--user-id is missing: give the id under which your system knows the person',
      '--selfie is empty: give the path of a JPEG',
    ]);
  });

  it.each([
    [['enhanced-kyc', '--selfie', selfie], "unknown option '--selfie'"],
    [['smartselfie-compare', '--country', 'NG'], "unknown option '--country'"],
    [['smartselfie-registration', '--skip-id-check'], "unknown option '--skip-id-check'"],
  ])('does not know what does not concern a product: %j', async (args, sentence) => {
    const { exitCode, err } = await ran(['start', ...args]);
    expect({ exitCode, err }).toEqual({ exitCode: 2, err: expect.stringContaining(sentence) });
  });

  it.each([
    [
      [
        'smartselfie-registration',
        '--selfie',
        'https://partner.example.com/selfie.jpg',
        '--liveness',
        '/9j/4AAQSkZJRg==',
      ],
      [
        '--selfie is a URL, and none is fetched: give the path of a JPEG',
        '--liveness picture 1 is base64, while text is taken for a path: give the path of a JPEG',
        '--liveness has 1 pictures: give 0 or 8',
      ],
    ],
    [
      ['smartselfie-compare', '--selfie', selfie, '--liveness', selfie, selfie, '--comparison-type', 'PAINTING'],
      [
        '--comparison is missing: give the path of a JPEG',
        '--comparison-type must be one of ID_PHOTO, PORTRAIT, DOCUMENT',
        '--liveness has 2 pictures: give 4 to 8',
      ],
    ],
    [
      ['basic-kyc', '--country', 'ng', '--answer-by-callback', '--attention', 'wait'],
      [
        '--country must be two capital letters, ISO 3166-1, such as NG',
        '--attention must be accept or ask-operator',
        '--id-type is missing: Basic KYC needs it',
        '--id-number is missing: Basic KYC needs it',
      ],
    ],
    [
      [
        ...['business-verification', '--country', 'NG', '--id-type', 'NIN_V2', '--id-number', '0'],
        ...['--business-type', '--postal-address', '--postal-code', 'llc', '--business-type', 'co'],
      ],
      [
        '--business-type is given 2 times: give it once',
        '--id-type is not of a business: give BUSINESS_REGISTRATION, BASIC_BUSINESS_REGISTRATION, TAX_INFORMATION',
      ],
    ],
    [
      ['enhanced-kyc', '--country', 'NG', '--id-type', ' X', '--id-number', '0', '--date-of-birth', '1.1.2000'],
      ['--id-type begins or ends with a blank', '--date-of-birth must be a date as YYYY-MM-DD'],
    ],
  ])('says in the words of its options what is wrong with: start %j', async (args, problems) => {
    const { exitCode, err } = await ran(['start', ...args, '--user-id', 'u']);
    expect(exitCode).toBe(2);
    expect(problemsIn(err)).toEqual(problems);
  });

  it('takes ID data from standard input', async () => {
    const args = ['start', 'enhanced-kyc', '--user-id', 'u', '--country', 'NG', '--id-info', '-'];
    const stdin = '{"idType": "NIN_V2", "idNumber": 4711}';
    const { exitCode, err } = await runCli({ cwd, env: { TEMPORAL_ADDRESS: NOWHERE }, stdin }, args);
    expect({ exitCode, err }).toEqual({
      exitCode: 2,
      err: 'smileflow: The verification was not started: --id-info idNumber must be text.\n',
    });
  });

  it('says what is wrong with the policy of the deployment', async () => {
    const { exitCode, err } = await ran(startArguments('registration', 'u'), {
      SMILEFLOW_PROVISIONAL: 'maybe',
      SMILEFLOW_REVIEW_TIME: 'soon',
    });
    expect(exitCode).toBe(2);
    expect(problemsIn(err)).toEqual([
      'SMILEFLOW_PROVISIONAL must be accept, wait or ask-operator',
      'SMILEFLOW_REVIEW_TIME must be a number with s, m, h or d, such as 90s or 12h',
    ]);
  });

  it('ends with 7 soon, and says that Temporal cannot be reached', async () => {
    const said = `smileflow: Temporal cannot be reached at ${NOWHERE}: start it (npm start) or set TEMPORAL_ADDRESS.`;
    const all = [
      [startArguments('registration', 'u'), `${said}\n`],
      [['status', 'v'], `${said}\n`],
      // A worker's connection tells the reason, too.
      [['worker'], expect.stringMatching(/^smileflow: Temporal .* TEMPORAL_ADDRESS\. \(.*Connection refused.*\)\n$/)],
    ] as const;
    const checks = all.map(async ([args, sentence]) => {
      const { exitCode, err, durationMs } = await ran([...args], SMILE_ID);
      expect({ exitCode, err }).toEqual({ exitCode: 7, err: sentence });
      expect(durationMs).toBeLessThan(30_000);
    });
    await Promise.all(checks);
  });

  it.each([
    ['status', ['status', 'v', '--json']],
    ['worker', ['worker']],
  ])('can be interrupted while it tries to reach Temporal: %s', async (_, args) => {
    // Takes connections and never says anything.
    const silent = createServer();
    const connected = new Promise<void>((resolve) => silent.once('connection', () => resolve()));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const TEMPORAL_ADDRESS = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const going = command({ cwd, env: { ...SMILE_ID, TEMPORAL_ADDRESS } }, args);
    await connected;
    going.child.kill('SIGINT');
    const { exitCode, out, err, durationMs } = await going.ended;
    silent.close();
    expect(exitCode).toBe(130);
    if (args.includes('--json'))
      expect(JSON.parse(out)).toEqual({ error: { kind: 'interrupted', message: 'Interrupted.', problems: [] } });
    else expect(err).toBe('smileflow: Interrupted.\n');
    expect(durationMs).toBeLessThan(10_000);
  });
});

describe('smileflow start with ID data', () => {
  const NIN = ['--country', 'NG', '--id-type', 'NIN_V2'];
  const kyc = (...more: string[]) => ['start', 'biometric-kyc', '--user-id', 'u', '--selfie', selfie, ...more];
  const UNREACHABLE = `smileflow: Temporal cannot be reached at ${NOWHERE}: start it (npm start) or set TEMPORAL_ADDRESS.\n`;

  it('tells what Smile ID would refuse, with all else that is wrong, before it looks for Temporal', () =>
    withServices(async ({ url, asked }) => {
      const args = kyc(...NIN, '--id-number', '4711-0815', '--id', 'no id');
      const { exitCode, out, err } = await ran([...args, '--json'], { SMILE_ID_BASE_URL: url });
      expect(exitCode).toBe(2);
      const problems = problemsIn(err);
      expect(problems).toEqual([
        expect.stringMatching(/^--id does not fit/),
        '--id-number does not have the form of NG NIN_V2: ^[0-9]{11}$',
      ]);
      expect(JSON.parse(out)).toMatchObject({ error: { kind: 'invalid-request', problems } });
      expect(err).not.toContain('4711');
      expect(asked).toEqual(['GET /v1/services without credentials']);
    }));

  it.each([
    [
      kyc('--country', 'FR', '--id-type', 'CNI', '--id-number', '1'),
      '--country has no ID types at Smile ID: it lists GH, KE, NG',
    ],
    [
      kyc('--country', 'GH', '--id-type', 'CNI', '--id-number', '1'),
      '--id-type is not known for GH: Smile ID lists VOTER_ID',
    ],
    [
      ['start', 'enhanced-kyc', '--user-id', 'u', '--country', 'NG', '--id-type', 'BANK_ACCOUNT', '--id-number', '1'],
      '--bank-code is missing: NG BANK_ACCOUNT needs it',
    ],
  ])('refuses: %j', (args, problem) =>
    withServices(async ({ url }) => {
      const { exitCode, err } = await ran(args, { SMILE_ID_BASE_URL: url });
      expect({ exitCode, err }).toEqual({
        exitCode: 2,
        err: `smileflow: The verification was not started: ${problem}.\n`,
      });
      const skipped = await ran([...args, '--skip-id-check', '--id', 'no id'], { SMILE_ID_BASE_URL: url });
      expect(skipped.err).toMatch(/^smileflow: The verification was not started: --id does not fit[^;]*\n$/);
    }),
  );

  it('warns, and goes on, where Smile ID may refuse or cannot be asked', async () => {
    const args = kyc('--country', 'NG', '--id-type', 'BVN', '--id-number', '1');
    const told = (warning: string) => ({ exitCode: 7, err: `smileflow: a warning: ${warning}.\n${UNREACHABLE}` });
    const doubtful = told('--id-type is not listed for Biometric KYC in NG: Smile ID lists NIN_V2');
    const unchecked = told(
      "Smile ID's list of ID types cannot be had at the moment, so the ID data are sent unchecked",
    );
    await withServices(({ url: there }) =>
      withServices(async ({ url: broken }) => {
        const nowhere = 'http://127.0.0.1:1';
        const all = [there, broken, nowhere].map((url) => ran(args, { SMILE_ID_BASE_URL: url }));
        expect(await Promise.all(all)).toMatchObject([doubtful, unchecked, unchecked]);
      }, 503),
    );
  });

  it("asks the local stack's simulator where Temporal is the local stack's, and nobody names another", () =>
    withTemporaryFolder((folder) =>
      withServices(async ({ port, asked }) => {
        const yaml = await readFile(join(packageRoot, 'temporal-dev.yml'), 'utf8');
        const withPorts = (temporal: number) =>
          writeFile(
            join(folder, 'temporal-dev.yml'),
            yaml.replace(/ port: 7233/, ` port: ${temporal}`).replace(/ port: 8400/, ` port: ${port}`),
          );
        const problems = async (env: Record<string, string> = {}) => {
          const args = kyc(...NIN, '--id-number', '4711', '--user-id', 'again');
          const { err } = await runCli({ cwd: folder, env: { TEMPORAL_ADDRESS: NOWHERE, ...env } }, args);
          return err.match(/--(user-id is given|id-number does not have)/g);
        };
        await withPorts(1);
        expect(await problems()).toHaveLength(2);
        expect(await problems({ SMILE_ID_BASE_URL: 'http://127.0.0.1:1' })).toHaveLength(1);
        expect(await problems({ TEMPORAL_ADDRESS: '192.0.2.1:1', SMILEFLOW_FINGERPRINT_KEY: KEY })).toHaveLength(1);
        await withPorts(2);
        expect(await problems()).toHaveLength(1);
        await writeFile(join(folder, 'temporal-dev.yml'), 'no stack at all');
        expect(await problems()).toHaveLength(1);
        expect(asked).toHaveLength(1);
      }),
    ));

  it('can be interrupted while it waits for Smile ID', async () => {
    const silent = createServer();
    const connected = new Promise<void>((resolve) => silent.once('connection', () => resolve()));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const SMILE_ID_BASE_URL = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const env = { TEMPORAL_ADDRESS: NOWHERE, SMILE_ID_BASE_URL };
    const going = command({ cwd, env }, kyc(...NIN, '--id-number', '00000000000'));
    await connected;
    going.child.kill('SIGINT');
    expect(await going.ended).toMatchObject({ exitCode: 130, err: 'smileflow: Interrupted.\n' });
    silent.close();
  });
});

describe('the processes', () => {
  it.each(['worker', 'gateway'])('%s says all that is wrong with its configuration and ends with 2', async (name) => {
    const { exitCode, out, err } = await ran([name], {
      SMILE_ID_API_KEY: 'with a space',
      SMILEFLOW_MAX_CONCURRENT_ACTIVITIES: 'many',
      SMILEFLOW_CALLBACK_BASE_URL: 'ftp://x',
      SMILEFLOW_GATEWAY_PORT: '0x1F',
      SMILEFLOW_CALLBACK_MAX_AGE_SECONDS: '0',
      SMILEFLOW_CALLBACK_RATE_PER_ADDRESS: '-1',
      SMILEFLOW_TRUST_PROXY: '10.0.0.0/33',
      SMILEFLOW_DEAD_LETTERS_MAX: '0',
      SMILEFLOW_DEAD_LETTERS_MAX_AGE_DAYS: 'x',
    });
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    const wrong = ['SMILE_ID_PARTNER_ID', 'SMILE_ID_API_KEY', 'SMILE_ID_ENVIRONMENT'];
    const own = {
      worker: ['SMILEFLOW_MAX_CONCURRENT_ACTIVITIES', 'SMILEFLOW_CALLBACK_BASE_URL'],
      gateway: [
        'SMILEFLOW_GATEWAY_PORT must be',
        'SMILEFLOW_CALLBACK_MAX_AGE_SECONDS must be a whole number from 1',
        'SMILEFLOW_CALLBACK_RATE_PER_ADDRESS must be',
        'SMILEFLOW_TRUST_PROXY must be true, or the addresses of your proxies',
        'SMILEFLOW_DEAD_LETTERS_MAX must be',
        'SMILEFLOW_DEAD_LETTERS_MAX_AGE_DAYS must be',
      ],
    }[name as 'worker' | 'gateway'];
    for (const text of [...wrong, ...own]) expect(err).toContain(text);
    expect(err).not.toMatch(/with a space|\n {4}at /);
  });

  it('refuse a log level that is none', async () => {
    const { exitCode, err } = await ran(['gateway'], { ...SMILE_ID, SMILEFLOW_LOG_LEVEL: 'loud' });
    expect({ exitCode, err }).toEqual({
      exitCode: 2,
      err: expect.stringMatching(/^smileflow: SMILEFLOW_LOG_LEVEL must be/),
    });
  });

  it('include a gateway that comes up without Temporal, answers 503 and stops with 0', async () => {
    const going = command({ cwd, env: { ...SMILE_ID, TEMPORAL_ADDRESS: NOWHERE, SMILEFLOW_GATEWAY_PORT: '0' } }, [
      'gateway',
    ]);
    const [, url = ''] = /"url":"([^"]+)"/.exec(await going.said('gateway ready')) ?? [];
    const body = new Uint8Array(signedCallback('v'));
    const askedAt = Date.now();
    const answers = await Promise.all([
      fetch(`${url}/callbacks/smile-id/v`, { method: 'POST', body }),
      fetch(`${url}/health/ready`),
      fetch(`${url}/health/live`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 200]);
    expect(Date.now() - askedAt).toBeLessThan(30_000);
    going.child.kill('SIGTERM');
    expect(await going.ended).toMatchObject({ exitCode: 0, err: '' });
  });

  it('include a simulator, and a second one that says that its port is taken', async () => {
    const first = command({ cwd, env: {} }, ['simulator', '--port', '0']);
    const [, port = ''] = /"url":"http:\/\/127\.0\.0\.1:(\d+)"/.exec(await first.said('simulator ready')) ?? [];
    const { exitCode, err } = await ran(['simulator', '--port', port]);
    expect({ exitCode, err }).toEqual({
      exitCode: 2,
      err: `smileflow: The simulator cannot use port ${port} (EADDRINUSE): free it or give another --port.\n`,
    });
    first.child.kill('SIGINT');
    expect((await first.ended).exitCode).toBe(0);
  });
});

describe('temporal-dev.yml', () => {
  it('is refused with the lines of everything that is wrong', async () => {
    await withTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'temporal-dev.yml'), 'namespace: default\nnamespaces: x\ngateway:\n  port: high\n');
      for (const name of ['dev', 'demo']) {
        const { exitCode, out, err } = await runCli({ cwd: folder, env: {} }, [name]);
        expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
        expect(err).toContain('  temporal-dev.yml:2: namespaces is not known; allowed here: ');
        expect(err).toContain('  temporal-dev.yml:4: gateway.port is "high", but must be ');
        expect(err).not.toMatch(/\n {4}at /);
      }
    });
  });

  it('is refused where it is a folder', async () => {
    await withTemporaryFolder(async (folder) => {
      await mkdir(join(folder, 'temporal-dev.yml'));
      expect(await runCli({ cwd: folder, env: {} }, ['dev'])).toMatchObject({
        exitCode: 2,
        err: 'smileflow: temporal-dev.yml cannot be read (EISDIR): check what it is.\n',
      });
    });
  });
});
