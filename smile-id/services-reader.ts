import type { IdTypeCatalogue } from '../domain/id-types.ts';
import { readSmileIdConfig } from './config.ts';

/** The list is public (PROTOCOL 12.5): these stand in for credentials, and are never sent. */
const NO_ACCOUNT = { SMILE_ID_PARTNER_ID: '0', SMILE_ID_API_KEY: 'none' };

/**
 * Origin of the Smile ID that `SMILE_ID_ENVIRONMENT` or `SMILE_ID_BASE_URL` names, undefined where neither is set.
 * @throws VerificationFailure `invalid-request`
 */
export function readSmileIdUrl(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const { SMILE_ID_ENVIRONMENT, SMILE_ID_BASE_URL } = env;
  if (!SMILE_ID_ENVIRONMENT && !SMILE_ID_BASE_URL) return undefined;
  return readSmileIdConfig({ ...NO_ACCOUNT, SMILE_ID_ENVIRONMENT, SMILE_ID_BASE_URL }).baseUrl;
}

/** Reads Smile ID's services for whoever has no account: a backend that starts verifications and sends nothing itself. */
export function createServicesReader(smileIdUrl: string): (signal: AbortSignal) => Promise<IdTypeCatalogue> {
  return async (signal) => {
    // Loaded here, because most who can start a verification never ask.
    const { createSmileIdClient } = await import('./smile-id-client.ts');
    const config = readSmileIdConfig({ ...NO_ACCOUNT, SMILE_ID_BASE_URL: smileIdUrl });
    const client = createSmileIdClient({ config });
    try {
      return await client.readServices({ signal });
    } finally {
      client.close();
    }
  };
}
