const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  EHOSTUNREACH: 'host not reachable',
  ENETUNREACH: 'host not reachable',
  ENOTFOUND: 'host name not found',
  EAI_AGAIN: 'host name not found',
  EAI_FAIL: 'host name not found',
  ENODATA: 'host name not found',
  ETIMEDOUT: 'no connection in time',
  ECONNRESET: 'connection broken',
  ECONNABORTED: 'connection broken',
  EPIPE: 'connection broken',
  EPROTO: 'no TLS connection',
};

/** OpenSSL's own words for a certificate that does not convince, as Node passes them on in `code`. */
const CERTIFICATE =
  /^(ERR_TLS|ERR_SSL|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_(CA|PURPOSE)|HOSTNAME_MISMATCH)/;

/** Why nothing was answered, without anything of the URL: the text of the underlying error, which may hold it, is dropped. */
export function failureReasonOf(code: unknown): string {
  if (typeof code !== 'string') return 'connection failed';
  return REASONS[code] ?? (CERTIFICATE.test(code) ? 'certificate not trusted' : 'connection failed');
}
