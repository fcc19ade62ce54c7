import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Outcome } from '../../domain/outcome.ts';
import { untilState, untilTrouble } from '../integration/observe.ts';
import { openWorld, type WorkerProcess, type World } from '../integration/world.ts';
import { command, packageRoot, runCli, startArguments } from './command.ts';

let world: World;
let close: () => Promise<void>;
let firstWorker: WorkerProcess;
let cli: { env: World['env']; cwd: string };
let letUploadGoOn: (() => void) | undefined;
let uploading: (() => void) | undefined;
beforeAll(async () => {
  ({ world, close } = await openWorld({
    workers: 0,
    simulator: {
      hooks: {
        async whileUploading() {
          if (uploading === undefined) return;
          uploading();
          uploading = undefined;
          await new Promise<void>((resolve) => {
            letUploadGoOn = resolve;
          });
        },
      },
    },
  }));
  cli = { env: world.env, cwd: world.directory };
  firstWorker = await world.startWorker();
});
afterAll(() => close());

const at = (...names: string[]) => join(packageRoot, 'samples', ...names);
const register = (id: string, ...more: string[]) => startArguments('registration', `user-${id}`, '--id', id, ...more);
const param = (text: string) => ['--partner-param', text];
const ran = (...args: string[]) => runCli(cli, args);
const only = <T>(text: string): T => {
  expect(text.endsWith('}\n') && !text.slice(0, -1).includes('\n')).toBe(true);
  return JSON.parse(text) as T;
};

describe('smileflow start', () => {
  it('waits for an approval, with the outcome on stdout and what happens meanwhile on stderr', async () => {
    const { exitCode, out, err } = await ran(...register('approved'), '--wait');
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: "approved: Approved by Smile ID's machine check (0840).\n" });
    expect(err).toMatch(
      /^Verification approved \(workflow verification-approved\)\n(\S+: .*(tries until|an operator is asked at) \S+Z\.\n)*$/,
    );
    expect(err).not.toContain('user-approved');
  });

  it('prints one JSON object with --json, and attaches to what has the same id and input', async () => {
    const first = await ran(...register('twice', '--json'));
    expect(only(first.out)).toEqual({ verificationId: 'twice', workflowId: 'verification-twice', isNew: true });
    const second = await ran(...register('twice', '--json'));
    expect(only(second.out)).toEqual({ verificationId: 'twice', workflowId: 'verification-twice', isNew: false });
    const again = await ran(...register('twice', '--json', '--wait'));
    expect(only<Outcome>(again.out)).toMatchObject({ verificationId: 'twice', decision: 'approved', code: '0840' });
    expect(world.simulator.jobs().filter(({ jobId }) => jobId === 'twice')).toHaveLength(1);
  });

  it('tells whether it started or attached', async () => {
    const told = /^Started verification told \(workflow verification-told\)\.\nIts outcome: .* result told --wait\n$/;
    expect((await ran(...register('told'))).out).toMatch(told);
    const attached = 'Attached to verification told (workflow verification-told), which exists already.\n';
    expect((await ran(...register('told'))).out).toBe(`${attached}Its outcome: smileflow result told --wait\n`);
    const waited = await ran(...register('told', '--wait'));
    expect(waited).toMatchObject({ exitCode: 0, err: expect.stringContaining(attached) });
  });

  it('refuses an id that belongs to other pictures', async () => {
    await ran(...register('other'));
    const { exitCode, out, err } = await ran(
      ...startArguments('authentication', 'user-other', '--id', 'other').map((text) =>
        text.replace('smartselfie-authentication', 'smartselfie-registration'),
      ),
    );
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toMatch(/^smileflow: Verification other exists already, with other .*: use another id .*\.\n$/);
  });

  it('takes relative paths, and options in any order', async () => {
    const args = register('order').map((text) => (text.startsWith('/') ? relative(packageRoot, text) : text));
    const at = args.indexOf('--liveness');
    const turned = [...args.slice(0, 2), ...args.slice(at, at + 9), ...args.slice(2, at), ...args.slice(at + 9)];
    expect(await runCli({ ...cli, cwd: packageRoot }, turned)).toMatchObject({ exitCode: 0, err: '' });
  });

  it.each([
    ['rejected', 3, param('sandbox_result=1'), /^rejected: /],
    ['expired', 4, [...param('sandbox_scenario=never'), '--deadline', '2s'], /^expired: /],
  ])('ends as %s with %i', async (id, code, more, said) => {
    const { exitCode, out } = await ran(...register(id, ...more, '--wait'));
    expect({ exitCode, out }).toEqual({ exitCode: code, out: expect.stringMatching(said) });
  });

  const face = (folder: string) => startArguments(folder as 'authentication', 'u').slice(4);
  const nin = ['--country', 'NG', '--id-type', 'NIN_V2', '--id-number', '00000000000'];
  it.each([
    [
      'smartselfie-compare',
      [...face('authentication'), '--comparison', at('registration', 'selfie.jpg'), '--comparison-type', 'PORTRAIT'],
    ],
    ['enhanced-kyc', [...nin, '--gender', 'F', '--answer-by-callback']],
    ['basic-kyc', [...nin, '--first-name', 'Specimen', '--last-name', 'Person', '--attention', 'accept']],
    ['biometric-kyc', [...face('registration'), ...nin]],
    [
      'business-verification',
      [
        ...['--country', 'NG', '--id-type', 'BUSINESS_REGISTRATION', '--id-number', '0000000'],
        ...['--business-type', 'co'],
      ],
    ],
  ])('runs %s to its approval, without a warning', async (product, args) => {
    const { exitCode, out, err } = await ran('start', product, '--user-id', `user-${product}`, ...args, '--wait');
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: expect.stringMatching(/^approved: /) });
    expect(err).not.toContain('warning');
  });

  it('refuses what the Smile ID that is asked would refuse', async () => {
    const { exitCode, err } = await ran('start', 'enhanced-kyc', '--user-id', 'u', ...nin.slice(0, -1), '4711');
    expect(exitCode).toBe(2);
    expect(err).toMatch(/: --id-number does not have the form of NG NIN_V2: \S+\.\n$/);
    expect(err).not.toContain('4711');
  });

  it('follows the policy of the deployment where a verification says nothing else', async () => {
    const env = { ...cli.env, SMILEFLOW_PROVISIONAL: 'accept' };
    const waits = [...param('sandbox_scenario=provisional'), '--wait'];
    expect((await runCli({ ...cli, env }, register('provisional', ...waits))).out).toMatch(/^approved: /);
    const other = register('provisional-waits', ...waits, '--provisional', 'wait', '--deadline', '3s');
    expect((await runCli({ ...cli, env }, other)).out).toMatch(/^expired: /);
  });

  it('says what to do about a user who is not enrolled, with 6', async () => {
    const { exitCode, out } = await ran(...startArguments('authentication', 'stranger', '--wait'));
    expect({ exitCode, out }).toEqual({ exitCode: 6, out: expect.stringMatching(/^failed: .*enrol.*\n$/i) });
    expect(out).not.toContain('stranger');
  });

  it('lets a person leave with Ctrl-C, and come back', async () => {
    const going = command(cli, register('left', ...param('sandbox_scenario=never'), '--wait'));
    await going.said('awaiting-result');
    going.child.kill('SIGINT');
    const { exitCode, err } = await going.ended;
    expect(exitCode).toBe(130);
    const [, typed = ''] = /Come back with: smileflow (.*)\n/.exec(err) ?? [];
    const back = command(cli, typed.split(' '));
    await back.said('awaiting-result');
    expect((await ran('cancel', 'left', '--reason', 'not needed')).exitCode).toBe(0);
    expect(await back.ended).toMatchObject({ exitCode: 5, out: expect.stringMatching(/^cancelled: /) });
  });
});

describe('smileflow status, result and cancel', () => {
  it('tell about a verification that has not ended, and end it once', async () => {
    await ran(...register('open', ...param('sandbox_scenario=never')));
    await untilState(world.smileflow.open('open'), 'awaiting-result');
    const status = await ran('status', 'open');
    expect(status).toMatchObject({ exitCode: 0, err: '' });
    expect(status.out).toMatch(
      /^awaiting-result {2}Waiting for the result; .*\nsince +\S+Z\nuntil +\S+Z\nacts +smile-id\n/,
    );
    const early = await ran('result', 'open', '--json');
    expect(early).toMatchObject({
      exitCode: 9,
      err: expect.stringMatching(/^It has not ended yet\. awaiting-result: /),
    });
    expect(only(early.out)).toMatchObject({ state: 'awaiting-result' });
    expect(only((await ran('cancel', 'open', '--json')).out)).toMatchObject({ state: 'cancelled' });
    const second = await ran('cancel', 'open', '--json');
    expect(second).toMatchObject({ exitCode: 10, err: 'smileflow: Verification open has ended already.\n' });
    expect(only(second.out)).toMatchObject({ error: { kind: 'already-ended' } });
    expect(await ran('result', 'open')).toMatchObject({ exitCode: 5, out: expect.stringMatching(/^cancelled: /) });
  });

  it.each(['status', 'result', 'cancel'])('%s says that there is no such verification, with 8', async (name) => {
    const { exitCode, out, err } = await ran(name, 'nobody', '--json');
    expect(exitCode).toBe(8);
    expect(only(out)).toMatchObject({ error: { kind: 'not-found' } });
    expect(err).toMatch(/^smileflow: There is no verification nobody: check .*\.\n$/);
  });

  it('outlive a reader that has had enough', async () => {
    const { child, ended } = command(cli, ['status', 'open']);
    child.stdout?.destroy();
    expect(await ended).toMatchObject({ exitCode: 0, err: '' });
  });

  it('leave nothing in the media store of a verification that was refused', async () => {
    const stored = await readdir(join(world.directory, 'media'));
    expect(stored).toEqual(expect.arrayContaining(['approved', 'open']));
    const picture = join(packageRoot, 'samples', 'registration', 'selfie.jpg');
    const { exitCode } = await ran(
      'start',
      'smartselfie-registration',
      '--user-id',
      'u',
      '--selfie',
      picture,
      '--id',
      '-',
    );
    expect(exitCode).toBe(2);
    expect(await readdir(join(world.directory, 'media'))).toEqual(stored);
  });
});

// Last, because the world is without its first worker afterwards.
describe('smileflow worker', () => {
  it('finishes an upload when it is told to stop, and ends with 0', async () => {
    const worker = command(cli, ['worker']);
    await worker.said('worker ready');
    await firstWorker.stop();
    const held = new Promise<void>((resolve) => {
      uploading = resolve;
    });
    await ran(...register('held'));
    await held;
    worker.child.kill('SIGTERM');
    await worker.said(/DRAINING|STOPPING/);
    const uploaded = world.simulator.nextJournalEntry(({ kind, jobId }) => kind === 'upload' && jobId === 'held');
    letUploadGoOn?.();
    expect(await uploaded).toMatchObject({ httpStatus: 200, used: true });
    expect(await worker.ended).toMatchObject({ exitCode: 0, err: '' });
    const started = world.simulator
      .journal()
      .filter(({ kind, jobId }) => kind === 'upload-started' && jobId === 'held');
    expect(started).toHaveLength(1);
  });

  it('parks where the key is refused, and status says who must act', async () => {
    const worker = await world.startWorker({ SMILE_ID_API_KEY: 'the-key-of-another-environment' });
    await ran(...register('parked'));
    await untilState(world.smileflow.open('parked'), 'parked');
    const { out } = await ran('status', 'parked');
    expect(out).toMatch(/^parked +Smile ID refuses the credentials.*\(2205\); an operator must check .*\n/);
    expect(out).toMatch(/\nuntil +\S+Z\nacts +operator\n/);
    await worker.stop();
  });

  it('tells, through status, that Smile ID is down', async () => {
    const worker = await world.startWorker({ SMILE_ID_BASE_URL: 'http://127.0.0.1:1' });
    await ran(...register('down'));
    await untilTrouble(world.smileflow.open('down'));
    const { out } = await ran('status', 'down');
    expect(out).toMatch(/^preparing +.*Smile ID.* refused .*\. Nobody needs to act; it is tried again until \S+\.\n/);
    expect(out).toMatch(/\nacts +nobody\n(.*\n)*tried +\d+ times; next \S+\n$/);
    await worker.stop();
  });
});
