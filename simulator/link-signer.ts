import { createHmac, randomBytes } from 'node:crypto';
import { isSameText } from './signature.ts';

/** Signs links as S3 does: over method, path and every query parameter but the signature itself. */
export interface LinkSigner {
  sign(method: string, path: string, query: URLSearchParams): string;
  isGenuine(method: string, path: string, query: URLSearchParams, signature: string | null): boolean;
}

/** The key lives as long as the process: links of an earlier one are refused, as its jobs are gone too. */
export function createLinkSigner(): LinkSigner {
  const key = randomBytes(32);

  function sign(method: string, path: string, query: URLSearchParams): string {
    const signed = [...query].filter(([name]) => name !== 'Signature' && name !== 'X-Amz-Signature').sort();
    return createHmac('sha256', key)
      .update(JSON.stringify([method, path, signed]))
      .digest('base64');
  }

  return {
    sign,
    isGenuine: (method, path, query, signature) =>
      signature !== null && isSameText(signature, sign(method, path, query)),
  };
}
