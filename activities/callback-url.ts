import { callbackPathOf } from '../domain/identifiers.ts';
import type { JobAddress } from './contract.ts';
import type { Dependencies } from './dependencies.ts';

/** Where Smile ID shall tell about a job; undefined where no gateway is configured, so that no callback is asked for. */
export function callbackUrlOf(
  { callbackBaseUrl }: Dependencies,
  { verificationId, partner }: JobAddress,
): string | undefined {
  return callbackBaseUrl === undefined
    ? undefined
    : new URL(callbackPathOf(verificationId, partner), callbackBaseUrl).href;
}
