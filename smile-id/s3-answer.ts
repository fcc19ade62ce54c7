export interface S3Error {
  /** S3's word, e.g. `SignatureDoesNotMatch`; undefined where the body is not S3's XML. */
  readonly code: string | undefined;
  /** The upload URL or the credentials inside it are past their time, or not of S3's time: another URL may do. */
  readonly isExpired: boolean;
}

/** Reads the XML with which S3 refuses a PUT (PROTOCOL 6). Whatever else the bytes are, it returns. */
export function readS3Error(rawBody: Buffer): S3Error {
  const text = rawBody.toString('utf8', 0, 4_096);
  const code = /<Code>([A-Za-z]{1,64})<\/Code>/.exec(text)?.[1];
  const hasExpired = /<Message>[^<]*expired/i.test(text);
  const isOfAnotherTime = code === 'ExpiredToken' || code === 'RequestTimeTooSkewed';
  return { code, isExpired: (code === 'AccessDenied' && hasExpired) || isOfAnotherTime };
}
