import { VerificationFailure } from '../domain/failure.ts';
import { checkCall, checkConfig } from './call-check.ts';
import { createSmileIdClient as createClient, type SmileIdClient, type SmileIdClientParts } from './smile-id-client.ts';

/**
 * Smile ID's protocol, one call at a time, for who puts the calls together differently: no checks of what is sent, and no
 * retries. Connects at the first call.
 * @param parts `config` as `readSmileIdConfig` gives it; the rest has defaults
 * @throws VerificationFailure `invalid-request` with all `problems` if it is none
 */
export function createSmileIdClient(parts: SmileIdClientParts): SmileIdClient {
  if (parts?.config === undefined)
    throw new VerificationFailure('invalid-request', `The client was not created: ${NO_CONFIG}.`, {
      problems: [NO_CONFIG],
    });
  checkConfig(parts.config);
  checkCall('The options cannot be', { authentication: parts.authentication });
  return createClient(parts);
}

const NO_CONFIG = 'config is missing: give what readSmileIdConfig gives, as { config }';
