import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SentNotification } from '../../client/sent-notifications.ts';
import { openWorld, type World } from '../integration/world.ts';
import { FIRST_KEY } from '../notifications/keys.ts';
import { withReceiver } from '../notifications/with-receiver.ts';
import { runCli } from './command.ts';

let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, close } = await openWorld({ workers: 0 }));
  await world.startWorker({ SMILEFLOW_NOTIFICATION_KEYS: FIRST_KEY });
});
afterAll(() => close());

const ran = (...args: string[]) => runCli({ env: world.env, cwd: world.directory }, args);
const start = (id: string, ...more: string[]) => {
  const person = ['--user-id', `user-${id}`, '--country', 'NG', '--id-type', 'NIN_V2', '--id-number', '00000000000'];
  return ran('start', 'enhanced-kyc', '--id', id, ...person, '--wait', ...more);
};

describe('smileflow notifications', () => {
  it('lists what was delivered', () =>
    withReceiver(async ({ url, until }) => {
      expect(await start('told', '--notify-url', url)).toMatchObject({ exitCode: 0 });
      await until(1);
      await world.temporal.workflow.getHandle('notification-told:1').result();
      const { exitCode, out } = await ran('notifications', 'list', 'told');
      expect(exitCode).toBe(0);
      expect(out).toMatch(
        /^1: verification\.ended to http:\/\/127\.0\.0\.1:\d+: delivered, 1 attempt, the last at \S+Z: HTTP 200\.\n$/,
      );
      const { out: json } = await ran('notifications', 'list', 'told', '--json');
      expect(JSON.parse(json)).toMatchObject([{ key: '1', type: 'verification.ended', state: 'delivered' }]);
      expect((await ran('notifications', 'redeliver', 'told')).out).toBe(
        'Nothing to redeliver: every notification is delivered.\n',
      );
      expect(await ran('notifications', 'redeliver', 'told', '1')).toMatchObject({
        exitCode: 0,
        out: expect.stringContaining('delivered, 2 attempts'),
      });
    }));

  it('redelivers what is not delivered, and tells by its exit code whether that helped', () =>
    withReceiver(async ({ url, answer, until }) => {
      answer(503);
      await start('late', '--notify-url', url);
      await until(1);
      const failed = await ran('notifications', 'redeliver', 'late');
      expect(failed).toMatchObject({ exitCode: 6, err: '' });
      expect(failed.out).toMatch(
        /^1: verification\.ended .*: trying, \d attempts, .*: HTTP 503(; next attempt at \S+)?\.\n$/,
      );
      answer(200);
      // On a busy machine the next attempt comes first, and there is nothing to redeliver.
      expect(await ran('notifications', 'redeliver', 'late', '--json')).toMatchObject({ exitCode: 0 });
      const { out } = await ran('notifications', 'list', 'late', '--json');
      expect((JSON.parse(out) as SentNotification[]).map(({ key, state }) => [key, state])).toEqual([
        ['1', 'delivered'],
      ]);
    }));

  it('redelivers the others where one cannot be, and tells of each', () =>
    withReceiver(async ({ url, answer, until }) => {
      answer(503);
      const notification = { type: 'verification.ended', timestamp: '2026-03-01T08:00:00.000Z', data: {} };
      // Nobody carries it forward.
      await world.temporal.workflow.start('notification', {
        workflowId: 'notification-both:1',
        taskQueue: 'nobody',
        args: [{ url, notification }],
      });
      await start('both', '--notify-url', url);
      await until(1);
      answer(200);
      const { exitCode, out, err } = await ran('notifications', 'redeliver', 'both', '--json');
      expect([exitCode, err]).toEqual([7, '']);
      expect(JSON.parse(out)).toMatchObject([
        { key: '1', error: { kind: 'unavailable', message: expect.stringContaining('deliver notification 1 of') } },
        { key: '2', state: 'delivered' },
      ]);
    }));

  it('says where there are none', async () => {
    await start('untold');
    const none = 'No notifications: none was due, or the verification was started without a URL for them.\n';
    expect(await ran('notifications', 'list', 'untold')).toMatchObject({ exitCode: 0, out: none });
    expect(await ran('notifications', 'list', 'untold', '--json')).toMatchObject({ exitCode: 0, out: '[]\n' });
  });

  it.each([
    [['list', 'nobody'], 8, 'smileflow: There is no verification nobody'],
    [['redeliver', 'nobody'], 8, 'smileflow: There is no verification nobody'],
    [['redeliver', 'nobody', '3'], 8, 'smileflow: Verification nobody has no notification 3.'],
    [['list', '../x'], 2, 'smileflow: That is no verification id'],
    [['redeliver', 'nobody', 'a b:c'], 2, 'smileflow: That is no number of a notification'],
  ])('says of %j with exit code %i what is wrong', async (args, exitCode, message) => {
    expect(await ran('notifications', ...args)).toMatchObject({ exitCode, err: expect.stringContaining(message) });
  });

  it('takes a URL from the deployment, and refuses one that shows everything to the network', () =>
    withReceiver(async ({ url, until }) => {
      const env = { ...world.env, SMILEFLOW_NOTIFY_URL: url };
      const lookup = ['--country', 'NG', '--id-type', 'NIN_V2', '--id-number', '00000000000'];
      const args = ['start', 'enhanced-kyc', '--user-id', 'user-deployed', '--id', 'deployed', ...lookup];
      expect(await runCli({ env, cwd: world.directory }, args)).toMatchObject({ exitCode: 0 });
      await until(1);
      expect(await start('refused', '--notify-url', 'http://example.com/')).toMatchObject({
        exitCode: 2,
        err: expect.stringContaining('--notify-url must be https; plain http is for this machine only'),
      });
    }));
});
