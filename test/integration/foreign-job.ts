import { expect } from '@jest/globals';
import { sign } from '../../smile-id/signature.ts';

/** What proves a message of the partner that the simulator knows, signed now. */
export function signedNow(): { timestamp: string; signature: string } {
  const timestamp = new Date().toISOString();
  return { timestamp, signature: sign({ partnerId: '085', apiKey: 'a-test-api-key' }, timestamp) };
}

/** Somebody else's job of the same id, made behind the project's back. */
export async function createForeignJob(simulatorUrl: string, jobId: string): Promise<void> {
  const answer = await fetch(`${simulatorUrl}/v1/upload`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      smile_client_id: '085',
      ...signedNow(),
      partner_params: { job_id: jobId, user_id: 'a stranger', job_type: 4 },
    }),
  });
  expect(answer.status).toBe(200);
}
