export type TransportReason = 'refused' | 'dns' | 'tls' | 'timeout' | 'reset' | 'aborted' | 'too-large' | 'other';

/**
 * Why there is no answer. Its message names no host, no URL and nothing of the message: the text of the underlying
 * error, which may, is dropped.
 */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly reason: TransportReason;
  /** `no` only where it is proven that no byte of the request left this machine. */
  readonly reachedServer: 'no' | 'maybe';
  /** True where a connection that had carried another exchange before broke, and no whole head of an answer had come. */
  readonly wasStale: boolean;

  constructor(reason: TransportReason, reachedServer: 'no' | 'maybe', wasStale = false) {
    super(`The exchange ended without an answer (${reason}).`);
    this.reason = reason;
    this.reachedServer = reachedServer;
    this.wasStale = wasStale;
  }
}

const REASONS: Readonly<Record<string, TransportReason>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  ENODATA: 'dns',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  EPROTO: 'tls',
};

/** OpenSSL's own words for a certificate that does not convince, as Node passes them on in `code`. */
const CERTIFICATE =
  /^(ERR_TLS|ERR_SSL|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_(CA|PURPOSE)|HOSTNAME_MISMATCH)/;

export function reasonOf(code: unknown): TransportReason {
  if (typeof code !== 'string') return 'other';
  return REASONS[code] ?? (CERTIFICATE.test(code) ? 'tls' : 'other');
}
