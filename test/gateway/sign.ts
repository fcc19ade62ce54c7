import { sign } from '../../smile-id/signature.ts';
import { PARTNER } from '../smile-id/fixture.ts';

type Timestamp = string | number;

/** A callback about a job, signed as Smile ID would. */
export function signedCallback(jobId: string, changes: object = {}, timestamp: Timestamp = new Date().toISOString()) {
  return signed(
    {
      ResultCode: '0840',
      ResultText: 'Enroll User',
      SmileJobID: '0000000001',
      PartnerParams: { job_id: jobId, user_id: 'user-in-a-callback', job_type: 4 },
      ...changes,
    },
    timestamp,
  );
}

/** The same content with a signature of its own over this timestamp. */
export function signed(content: object, timestamp: Timestamp, apiKey: string = PARTNER.apiKey): Buffer {
  const signature = sign({ partnerId: PARTNER.partnerId, apiKey }, String(timestamp));
  return Buffer.from(JSON.stringify({ ...content, timestamp, signature }));
}
