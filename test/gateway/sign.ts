import { type SigningKey, sign } from '../../smile-id/signature.ts';
import { PARTNER } from '../smile-id/fixture.ts';

type Timestamp = string | number;

/** A callback about a job, signed as Smile ID would. */
export function signedCallback(
  jobId: string,
  changes: object = {},
  timestamp: Timestamp = new Date().toISOString(),
  key: SigningKey = PARTNER,
) {
  return signed(
    {
      ResultCode: '0840',
      ResultText: 'Enroll User',
      SmileJobID: '0000000001',
      PartnerParams: { job_id: jobId, user_id: 'user-in-a-callback', job_type: 4 },
      ...changes,
    },
    timestamp,
    key,
  );
}

/** The same content with a signature of its own over this timestamp. */
export function signed(content: object, timestamp: Timestamp, key: Partial<SigningKey> = {}): Buffer {
  const signature = sign({ ...PARTNER, ...key }, String(timestamp));
  return Buffer.from(JSON.stringify({ ...content, timestamp, signature }));
}
