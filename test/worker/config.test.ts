import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { isVerificationFailure } from '../../domain/failure.ts';
import { readWorkerConfig } from '../../worker/config.ts';
import { FIRST_KEY, SECOND_KEY } from '../notifications/keys.ts';

const GOOD = {
  SMILE_ID_PARTNER_ID: '085',
  SMILE_ID_API_KEY: 'a-test-api-key',
  SMILE_ID_BASE_URL: 'http://127.0.0.1:1',
  TEMPORAL_CONFIG_FILE: '/nowhere/temporal.toml',
};

describe("A worker's configuration", () => {
  it('needs no key for notifications, and takes several', () => {
    expect(readWorkerConfig(GOOD).notificationKeys).toEqual([]);
    const keys = `${FIRST_KEY},${SECOND_KEY}`;
    expect(readWorkerConfig({ ...GOOD, SMILEFLOW_NOTIFICATION_KEYS: keys }).notificationKeys).toHaveLength(2);
  });

  it('names the task queue of the verifications', () => {
    expect(readWorkerConfig(GOOD).taskQueue).toBe('smileflow');
    expect(readWorkerConfig({ ...GOOD, SMILEFLOW_TASK_QUEUE: 'accounts' }).taskQueue).toBe('accounts');
  });

  it('is refused with a key that is none, besides all else that is wrong, and does not repeat it', () => {
    try {
      readWorkerConfig({ ...GOOD, SMILEFLOW_NOTIFICATION_KEYS: 'whsec_c2VjcmV0', SMILEFLOW_SHUTDOWN_GRACE_MS: 'x' });
    } catch (error) {
      if (!isVerificationFailure(error)) throw error;
      expect(error.kind).toBe('invalid-request');
      expect(error.problems).toHaveLength(2);
      expect(error.message).toContain('key of SMILEFLOW_NOTIFICATION_KEYS is not');
      expect(error.message).not.toContain('c2VjcmV0');
      return;
    }
    throw new Error('the configuration was accepted');
  });

  it('shows no key when it is logged', () => {
    const config = readWorkerConfig({ ...GOOD, SMILEFLOW_NOTIFICATION_KEYS: FIRST_KEY });
    for (const text of [JSON.stringify(config), inspect(config, { depth: 9 })]) {
      expect(text).not.toContain(FIRST_KEY.slice(6));
      expect(text).not.toContain('a-test-api-key');
    }
  });
});
