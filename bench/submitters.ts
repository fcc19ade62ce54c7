import { readFile } from 'node:fs/promises';
import { WebApi } from 'smile-identity-core';
import { readSmileIdConfig } from '../smile-id/config.ts';
import { createSmileId } from '../smile-id/smile-id.ts';

export const CONTENDERS = ['sdk', 'sdk-mixed', 'sdk-all-as-id-cards', 'smileflow', 'smileflow-base64'] as const;
export type Contender = (typeof CONTENDERS)[number];

interface Given {
  /** Origin of the simulator. */
  readonly url: string;
  /** Paths: selfie, document front and back, eight of liveness. */
  readonly pictures: readonly string[];
}

const ACCOUNT = { partnerId: '085', apiKey: 'a-test-api-key' };
const CALLBACK_URL = 'https://partner.example.com/webhooks/smile-id';
const DOCUMENT_VERIFICATION = 6;

/** Image types of base64. Of files the SDK sends types 0 and 1 alone: the selfie and the front of the document. */
const BASE64_TYPES = [2, 3, 7, 6, 6, 6, 6, 6, 6, 6, 6];
const FILES_SENT = 2;

/** What submits one Document Verification, pictures on disk to upload answered, and nothing after that. */
export async function submitterOf(
  contender: Contender,
  { url, pictures }: Given,
): Promise<(jobId: string) => Promise<unknown>> {
  const inBase64 = () => Promise.all(pictures.map((path) => readFile(path, 'base64')));
  if (contender.startsWith('sdk')) {
    const api = new WebApi(ACCOUNT.partnerId, CALLBACK_URL, ACCOUNT.apiKey, `${url}/v1`);
    const asFile = (image: string, index: number) => ({ image_type_id: index === 0 ? 0 : 1, image });
    const asBase64 = async (path: string, index: number) => ({
      image_type_id: BASE64_TYPES[index] ?? 6,
      image: await readFile(path, 'base64'),
    });
    const isFile = (index: number): boolean =>
      contender === 'sdk-all-as-id-cards' || (contender === 'sdk-mixed' && index < FILES_SENT);
    const images = () =>
      Promise.all(pictures.map((path, index) => (isFile(index) ? asFile(path, index) : asBase64(path, index))));
    return async (jobId) =>
      api.submit_job(
        { job_id: jobId, user_id: `user-${jobId}`, job_type: DOCUMENT_VERIFICATION },
        await images(),
        { country: 'NG', id_type: 'PASSPORT' },
        {},
      );
  }
  const config = readSmileIdConfig({
    SMILE_ID_PARTNER_ID: ACCOUNT.partnerId,
    SMILE_ID_API_KEY: ACCOUNT.apiKey,
    SMILE_ID_BASE_URL: url,
  });
  const smileId = createSmileId(config, { callbackUrl: CALLBACK_URL });
  const sources = async () => (contender === 'smileflow' ? pictures : (await inBase64()).map((base64) => ({ base64 })));
  return async (jobId) => {
    const [selfie, documentFront, documentBack, ...liveness] = await sources();
    if (selfie === undefined || documentFront === undefined || documentBack === undefined)
      throw new Error('There are too few pictures.');
    return smileId.submitJob({
      product: 'document-verification',
      jobId,
      userId: `user-${jobId}`,
      selfie,
      documentFront,
      documentBack,
      liveness,
      idInfo: { country: 'NG', idType: 'PASSPORT' },
    });
  };
}
