import { isIP } from 'node:net';
import { VerificationFailure } from '../domain/failure.ts';

/** Names of ranges that fastify knows. */
const RANGES = ['loopback', 'linklocal', 'uniquelocal'];

/**
 * Whose `X-Forwarded-For` is believed: everybody's (`true`), nobody's, or that of these addresses and networks. Without
 * it, whoever calls could give itself any address.
 * @throws VerificationFailure `invalid-request`
 */
export function readTrustedProxies(text = ''): boolean | readonly string[] {
  if (text === '' || text === 'false') return false;
  if (text === 'true') return true;
  const proxies = text.split(/[\s,]+/).filter((proxy) => proxy !== '');
  if (proxies.every(isProxy)) return proxies;
  throw new VerificationFailure(
    'invalid-request',
    'SMILEFLOW_TRUST_PROXY must be true, or the addresses of your proxies, such as 10.0.0.0/8,192.0.2.7.',
  );
}

function isProxy(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  if (RANGES.includes(text)) return true;
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
