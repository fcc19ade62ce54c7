import { readJsonBody } from './json-body.ts';
import { readCode } from './vendor-fields.ts';

/**
 * Smile ID's code in an error body (PROTOCOL 5.3), in four characters. Undefined for what gateways in between answer
 * (HTML, `{"message": …}`) and for a code of any other form. The error's text is not read: it may name a user.
 */
export function readErrorCode(rawBody: Buffer): string | undefined {
  const body = readJsonBody(rawBody);
  if (body.kind === 'malformed') return undefined;
  const code = readCode(body.value.code);
  return code !== undefined && /^\d{4}$/.test(code) ? code : undefined;
}
