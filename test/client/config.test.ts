import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { addressOf, type ClientConfig, readClientConfig } from '../../client/config.ts';
import { isVerificationFailure } from '../../domain/failure.ts';
import { withFolder } from '../media/pictures.ts';

const KEY = 'k'.repeat(32);

type Environment = Record<string, string | undefined>;

/** Reads with a configuration file of our own, so that none of this machine's is found. */
async function read(env: Environment, file = '[profile.default]\n'): Promise<ClientConfig> {
  return withFolder(async (folder) => {
    const path = join(folder, 'temporal.toml');
    await writeFile(path, file);
    return readClientConfig({ TEMPORAL_CONFIG_FILE: path, ...env });
  });
}

async function messageOf(env: Environment, file?: string): Promise<string> {
  try {
    await read(env, file);
  } catch (error) {
    if (!isVerificationFailure(error)) throw error;
    expect(error.kind).toBe('invalid-request');
    return error.message;
  }
  throw new Error('the configuration was accepted');
}

describe('The configuration of a client', () => {
  it('needs nothing on one machine', async () => {
    const { temporal, mediaDirectory, fingerprintKey } = await read({});
    expect(addressOf(temporal.connectionOptions)).toMatch(/^localhost:7233$/);
    expect(temporal.namespace).toBe('default');
    expect(mediaDirectory).toBe(resolve('.smileflow/media'));
    expect(fingerprintKey?.length).toBeGreaterThanOrEqual(32);
  });

  it.each(['localhost:7233', '127.0.0.1:7233', '127.0.0.53:17233', '[::1]:7233', 'localhost'])(
    'has a key for development at %s, always the same',
    async (address) => {
      const { fingerprintKey } = await read({ TEMPORAL_ADDRESS: address });
      expect(fingerprintKey).toBe((await read({})).fingerprintKey);
      expect((await read({ TEMPORAL_ADDRESS: address, SMILEFLOW_FINGERPRINT_KEY: '' })).fingerprintKey).toBe(
        fingerprintKey,
      );
    },
  );

  it.each([
    'temporal:7233',
    'temporal.example.com:7233',
    '10.0.0.7:7233',
    '0.0.0.0:7233',
    'localhost.example.com:7233',
    '127.0.0.1.nip.io:7233',
    'notlocalhost:7233',
    '[::2]:7233',
  ])('insists on a key at %s', async (address) => {
    for (const key of [undefined, '']) {
      expect(await messageOf({ TEMPORAL_ADDRESS: address, SMILEFLOW_FINGERPRINT_KEY: key })).toBe(
        'SMILEFLOW_FINGERPRINT_KEY is missing: set it to a random text of at least 32 characters, the same for all clients.',
      );
    }
    const config = await read({ TEMPORAL_ADDRESS: address, SMILEFLOW_FINGERPRINT_KEY: KEY });
    expect(config.fingerprintKey).toBe(KEY);
  });

  it.each(['localhost:7233', 'temporal.example.com:7233'])('refuses a short key at %s', async (address) => {
    const key = KEY.slice(1);
    const message = await messageOf({ TEMPORAL_ADDRESS: address, SMILEFLOW_FINGERPRINT_KEY: key });
    expect(message).toBe('SMILEFLOW_FINGERPRINT_KEY is too short: it needs at least 32 characters.');
    expect(message).not.toContain(key);
  });

  it('insists on a key where temporal.toml points elsewhere', async () => {
    const file = '[profile.default]\naddress = "temporal.example.com:7233"\nnamespace = "verifications"\n';
    expect(await messageOf({}, file)).toMatch(/SMILEFLOW_FINGERPRINT_KEY is missing/);
    const { temporal } = await read({ SMILEFLOW_FINGERPRINT_KEY: KEY }, file);
    expect(temporal.namespace).toBe('verifications');
    expect(addressOf(temporal.connectionOptions)).toBe('temporal.example.com:7233');
  });

  it('takes the namespace and the media directory from the environment', async () => {
    const { temporal, mediaDirectory } = await read({ TEMPORAL_NAMESPACE: 'kyc', SMILEFLOW_MEDIA_DIR: 'pictures' });
    expect(temporal.namespace).toBe('kyc');
    expect(mediaDirectory).toBe(resolve('pictures'));
  });

  it('takes the Smile ID that is asked about ID types from the environment, without any key', async () => {
    expect(await read({})).not.toHaveProperty('smileIdUrl');
    expect(await read({ SMILE_ID_BASE_URL: '', SMILE_ID_ENVIRONMENT: '' })).not.toHaveProperty('smileIdUrl');
    const { smileIdUrl: local } = await read({ SMILE_ID_BASE_URL: 'http://127.0.0.1:8400/v1' });
    expect(local).toBe('http://127.0.0.1:8400');
    const { smileIdUrl: sandbox } = await read({ SMILE_ID_ENVIRONMENT: 'sandbox', SMILE_ID_PARTNER_ID: '' });
    expect(sandbox).toBe('https://testapi.smileidentity.com');
  });

  it.each([
    { SMILE_ID_BASE_URL: 'ftp://x' },
    { SMILE_ID_ENVIRONMENT: 'sandbox', SMILE_ID_BASE_URL: 'http://127.0.0.1' },
  ])('refuses %j, for whoever starts verifications', async (env) => {
    expect(await messageOf(env)).toMatch(/^Smile ID is not configured: SMILE_ID_\w+ [^;]*\.$/);
    expect(readClientConfig(env, { startsVerifications: false })).not.toHaveProperty('smileIdUrl');
  });

  it('holds the policy of the deployment, for whoever starts verifications', async () => {
    const env = { SMILEFLOW_FOUR_EYES: 'true', SMILEFLOW_REVIEW_TIME: '2h' };
    expect((await read(env)).defaults).toEqual({ policy: { fourEyes: true }, reviewMs: 7_200_000 });
    expect(readClientConfig(env, { startsVerifications: false })).not.toHaveProperty('defaults');
  });

  it('says which settings to check where temporal.toml is no TOML', async () => {
    expect(await messageOf({}, 'this is [not toml')).toMatch(
      /^The Temporal configuration cannot be read: .*Check TEMPORAL_\* and temporal\.toml\.$/s,
    );
  });
});
