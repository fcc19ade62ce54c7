import { classifyFailure } from './classify-failure.ts';
import type { CallOptions, Connection } from './connection.ts';
import { readJsonBody } from './json-body.ts';
import { objectOf } from './object-answer.ts';
import { readText } from './vendor-fields.ts';

/** What a web token may be for, in Smile ID's words (PROTOCOL 12.6). */
export const WEB_PRODUCTS = [
  'authentication',
  'smartselfie',
  'basic_kyc',
  'enhanced_kyc',
  'biometric_kyc',
  'doc_verification',
  'enhanced_document_verification',
  'ekyc_smartselfie',
  'identity_verification',
  'e_signature',
] as const;
export type WebProduct = (typeof WEB_PRODUCTS)[number];

export interface WebTokenRequest {
  /** The person, as your system knows them. */
  readonly userId: string;
  /** Your id of the job that the person will create, unique for ever. */
  readonly jobId: string;
  /** What the person will do, in Smile ID's words. */
  readonly product: WebProduct;
  /** Where the result of what the person does is posted; mandatory, unless the client has one. */
  readonly callbackUrl?: string | undefined;
}

export interface WebToken {
  /** A JWT that stands in for a signature in a person's browser. Secret until it expires. */
  readonly token: string;
  /** Undefined where the token does not tell; recorded ones lived about 19 days. */
  readonly expiresAt: Date | undefined;
}

/** PROTOCOL 12.6. Creates nothing and costs nothing: a lost answer is asked for again. */
export async function requestWebToken(
  { config, credentials, clock, post }: Connection,
  { userId, jobId, product, callbackUrl }: WebTokenRequest,
  { signal }: CallOptions = {},
): Promise<WebToken> {
  const answer = await post({
    endpoint: 'web-token',
    path: '/v1/token',
    message: {
      user_id: userId,
      job_id: jobId,
      product,
      callback_url: callbackUrl,
      partner_id: config.partnerId,
      ...credentials.prove(clock()),
      source_sdk: 'rest_api',
      source_sdk_version: '1.0.0',
    },
    maxResponseBytes: 1_000_000,
    signal,
  });
  const token = readText(objectOf('web-token', answer).token);
  if (token === undefined) throw classifyFailure({ endpoint: 'web-token', status: answer.status, flaw: 'incomplete' });
  return { token, expiresAt: expiryOf(token) };
}

/** `exp` of the payload, whose signature only Smile ID can verify. */
function expiryOf(token: string): Date | undefined {
  const payload = readJsonBody(Buffer.from(token.split('.')[1] ?? '', 'base64url'));
  if (payload.kind === 'malformed' || typeof payload.value.exp !== 'number') return undefined;
  const expiresAt = new Date(payload.value.exp * 1_000);
  return Number.isNaN(expiresAt.getTime()) ? undefined : expiresAt;
}
