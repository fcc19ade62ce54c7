import { tmpdir } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { readGatewayConfig } from '../../gateway/config.ts';
import { runCli } from '../cli/command.ts';
import { SEVERAL_PARTNERS } from './partners.ts';

describe('the configuration of the gateway', () => {
  it('has the keys of every partner profile, and shows none of them', () => {
    const { partners } = readGatewayConfig(SEVERAL_PARTNERS);
    expect([...partners.keys()]).toEqual(['default', 'kenya', 'uganda-test']);
    expect(partners.get('uganda-test')?.verificationKeys).toEqual(['the-new-key', 'the-key-of-uganda']);
    expect(JSON.stringify([...partners])).not.toMatch(/key-of|a-test-api-key|the-new-key/);
  });

  it('keeps dead letters, limits no address and trusts no proxy unless it is told to', () => {
    expect(readGatewayConfig(SEVERAL_PARTNERS)).toMatchObject({
      deadLetters: { path: expect.stringMatching(/\.smileflow.dead-letters\.db$/), maxLetters: 10_000, maxAgeDays: 30 },
      ratePerAddress: 0,
      trustedProxies: false,
    });
    expect(readGatewayConfig({ ...SEVERAL_PARTNERS, SMILEFLOW_DEAD_LETTERS: 'off' }).deadLetters).toBeUndefined();
  });

  it.each([
    ['true', true],
    ['false', false],
    ['10.0.0.0/8, 192.0.2.7 2001:db8::/32', ['10.0.0.0/8', '192.0.2.7', '2001:db8::/32']],
    ['loopback', ['loopback']],
  ])('takes %p for proxies', (text, proxies) => {
    expect(readGatewayConfig({ ...SEVERAL_PARTNERS, SMILEFLOW_TRUST_PROXY: text }).trustedProxies).toEqual(proxies);
  });

  it.each(['yes', '1', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0', '2001:db8::/129', 'proxy.example.com'])(
    'takes %p for none',
    (text) => {
      expect(() => readGatewayConfig({ ...SEVERAL_PARTNERS, SMILEFLOW_TRUST_PROXY: text })).toThrow(
        /^SMILEFLOW_TRUST_PROXY must be true, or the addresses of your proxies/,
      );
    },
  );

  it('is told with all that is wrong at once, the level of the log among it', async () => {
    const env = { ...SEVERAL_PARTNERS, SMILEFLOW_LOG_LEVEL: 'loud', SMILEFLOW_GATEWAY_PORT: 'x' };
    const { exitCode, err } = await runCli({ cwd: tmpdir(), env }, ['gateway']);
    expect([exitCode, err]).toEqual([
      2,
      expect.stringMatching(
        /^smileflow: 2 problems, .+\n {2}- SMILEFLOW_GATEWAY_PORT .+\n {2}- SMILEFLOW_LOG_LEVEL .+\n$/,
      ),
    ]);
  });
});
