import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { readSmileIdConfig } from '../../smile-id/config.ts';

const GOOD = { SMILE_ID_PARTNER_ID: '085', SMILE_ID_API_KEY: 'secret-one', SMILE_ID_ENVIRONMENT: 'sandbox' };

function refusal(env: Record<string, string | undefined>): { kind: string; message: string } {
  try {
    readSmileIdConfig(env);
  } catch (error) {
    return error as { kind: string; message: string };
  }
  throw new Error('The configuration was accepted.');
}

describe('readSmileIdConfig', () => {
  it.each([
    ['sandbox', 'https://testapi.smileidentity.com'],
    ['production', 'https://api.smileidentity.com'],
  ])('knows the host of %s', (environment, baseUrl) => {
    const config = readSmileIdConfig({ ...GOOD, SMILE_ID_ENVIRONMENT: environment });
    expect(config).toMatchObject({ partnerId: '085', apiKey: 'secret-one', baseUrl, environment });
  });

  it.each([
    ['http://127.0.0.1:8090', 'http://127.0.0.1:8090'],
    ['http://localhost:8090/v1/', 'http://localhost:8090'],
    ['http://[::1]:1/v1', 'http://[::1]:1'],
    ['https://smile.example.com/', 'https://smile.example.com'],
  ])('takes %s as the origin %s', (given, baseUrl) => {
    const config = readSmileIdConfig({ ...GOOD, SMILE_ID_ENVIRONMENT: '', SMILE_ID_BASE_URL: given });
    expect(config).toMatchObject({ baseUrl, environment: 'custom' });
  });

  it.each([
    ['http://smile.example.com'],
    ['smile.example.com'],
    ['https://a:b@c.example'],
    ['https://c.example/v2'],
    ['ftp://c.example'],
  ])('refuses %s as base URL without repeating it', (given) => {
    const { message } = refusal({ ...GOOD, SMILE_ID_ENVIRONMENT: undefined, SMILE_ID_BASE_URL: given });
    expect(message).toContain('SMILE_ID_BASE_URL');
    expect(message).not.toContain(given);
  });

  it('reports everything wrong at once, each with its variable', () => {
    const { kind, message } = refusal({ SMILE_ID_PARTNER_ID: ' 85', SMILE_ID_API_KEY: ' secret-one' });
    expect(kind).toBe('invalid-request');
    expect(message).toContain('SMILE_ID_PARTNER_ID');
    expect(message).toContain('leading zeros');
    expect(message).toContain('SMILE_ID_API_KEY has a stray space');
    expect(message).toContain('set SMILE_ID_ENVIRONMENT to sandbox or production');
    expect(message).not.toContain('secret-one');
  });

  it('refuses an environment beside a base URL', () => {
    const { message } = refusal({ ...GOOD, SMILE_ID_BASE_URL: 'http://127.0.0.1:1' });
    expect(message).toContain('both set');
  });

  it('signs with the first of several keys and verifies with all', () => {
    const config = readSmileIdConfig({ ...GOOD, SMILE_ID_API_KEY: 'new, old\nolder\n' });
    expect(config.apiKey).toBe('new');
    expect(config.verificationKeys).toEqual(['new', 'old', 'older']);
  });

  it('shows no key when it, or a copy of it, is logged', () => {
    const config = readSmileIdConfig({ ...GOOD, SMILE_ID_API_KEY: 'secret-one,secret-two' });
    for (const object of [config, { ...config, uploadTimeoutMs: 1 }]) {
      for (const text of [JSON.stringify(object), inspect(object), inspect({ deep: [object] }), String(object)]) {
        expect(text).not.toContain('secret');
      }
    }
  });
});
