import { randomBytes } from 'node:crypto';

/** An answer of S3 that is no success: XML, never JSON (PROTOCOL 6). */
export interface S3Refusal {
  s3Code: string;
  httpStatus: number;
  xml: string;
}

const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your key and signing method.';

export const s3Refusals = {
  signatureDoesNotMatch: () => refuse(403, 'SignatureDoesNotMatch', mismatch),
  expired: (expiresAt: number) =>
    refuse(
      403,
      'AccessDenied',
      'Request has expired',
      `<Expires>${toSeconds(new Date(expiresAt))}</Expires><ServerTime>${toSeconds(new Date())}</ServerTime>`,
    ),
  missingContentLength: () => refuse(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.'),
  internalError: () => refuse(500, 'InternalError', 'We encountered an internal error. Please try again.'),
  slowDown: () => refuse(503, 'SlowDown', 'Please reduce your request rate.'),
  tooManyRequests: () => refuse(429, 'TooManyRequests', 'Please reduce your request rate.'),
  entityTooLarge: () => refuse(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size'),
};

function refuse(httpStatus: number, s3Code: string, message: string, details = ''): S3Refusal {
  const requestId = randomBytes(8).toString('hex').toUpperCase();
  const error = `<Code>${s3Code}</Code><Message>${message}</Message>${details}<RequestId>${requestId}</RequestId>`;
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${error}<HostId>simulator</HostId></Error>`;
  return { s3Code, httpStatus, xml };
}

/** S3 prints whole seconds: 2025-05-23T11:58:56Z. */
function toSeconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
