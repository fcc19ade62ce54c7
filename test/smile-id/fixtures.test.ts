import { describe, expect, it } from '@jest/globals';
import { parseCallback } from '../../smile-id/callback.ts';
import { readErrorCode } from '../../smile-id/error-envelope.ts';
import { interpretJobStatus } from '../../smile-id/job-status-message.ts';
import { isObject, type JsonObject, readJsonBody } from '../../smile-id/json-body.ts';
import { prepUploadRequest, readPreparedUpload } from '../../smile-id/prep-upload-message.ts';
import { readS3Error } from '../../smile-id/s3-answer.ts';
import { sign } from '../../smile-id/signature.ts';
import { fixture, fixtureBytes, MANIFEST, PARTNER } from './fixture.ts';

const OTHER_PRODUCT = 'a product that does not go through the upload protocol; this client has no call for it';
const SANDBOX_READS = 'a message that a client sends; the client writes, and never reads, this kind';

/** Why no parser of the client reads a kind. */
const UNREAD: Readonly<Record<string, string>> = {
  async_id_verification_request: OTHER_PRODUCT,
  async_ack: OTHER_PRODUCT,
  basic_kyc_request: OTHER_PRODUCT,
  business_verification_request: OTHER_PRODUCT,
  id_verification_request: OTHER_PRODUCT,
  sync_response: OTHER_PRODUCT,
  compare_request: OTHER_PRODUCT,
  compare_response: OTHER_PRODUCT,
  rate_limit_reset_request: OTHER_PRODUCT,
  rate_limit_reset_response: OTHER_PRODUCT,
  services_response: OTHER_PRODUCT,
  web_token_request: OTHER_PRODUCT,
  web_token_response: OTHER_PRODUCT,
  info_json: `${SANDBOX_READS}; what it writes is compared in package-zip.test.ts`,
  job_status_request: SANDBOX_READS,
  prep_upload_request: SANDBOX_READS,
  signature_vectors: 'checked in signature.test.ts',
  legacy_vector: 'checked in signature.test.ts',
};

const READERS: Readonly<Record<string, (file: string) => void>> = {
  callback(file) {
    const body = fixture<JsonObject>(file);
    const inner = isObject(body.result) ? body.result : body;
    const params = inner.PartnerParams as Record<string, string>;
    expect(parseCallback(fixtureBytes(file))).toMatchObject({
      kind: 'callback',
      jobId: params.job_id,
      userId: params.user_id,
      timestamp: body.timestamp,
      signature: body.signature,
      message: { code: inner.ResultCode, text: inner.ResultText, smileJobId: inner.SmileJobID },
    });
  },
  error(file) {
    expect(readErrorCode(fixtureBytes(file))).toBe(/\.(\d{4})\b/.exec(file)?.[1]);
  },
  job_status_response(file) {
    const body = fixture<JsonObject>(file);
    const result = isObject(body.result) ? body.result : undefined;
    const params = result?.PartnerParams as { job_id: string; user_id: string } | undefined;
    const reading = interpretJobStatus(body, { jobId: params?.job_id ?? 'any', userId: params?.user_id ?? 'any' });
    if (body.code === '2314') expect(reading.kind).toBe('no-zip');
    else if (result === undefined) expect(reading.kind).toBe('processing');
    else expect(reading).toMatchObject({ kind: 'reported', messages: expect.anything() });
    if (reading.kind === 'reported') expect(reading.messages[0]?.code).toBe(result?.ResultCode);
  },
  prep_upload_response(file) {
    const body = fixture(file);
    expect(readPreparedUpload(body, 0)).toEqual({
      kind: 'prepared',
      uploadUrl: body.upload_url,
      smileJobId: body.smile_job_id,
      refId: body.ref_id,
      expiresAtMs: Number(/[?&]Expires=(\d+)/.exec(String(body.upload_url))?.[1]) * 1000,
    });
  },
  s3_put(file) {
    const { httpStatus, body } = fixture<{ httpStatus: number; body: string }>(file);
    const { code, isExpired } = readS3Error(Buffer.from(body));
    expect(code === undefined).toBe(httpStatus === 200);
    expect(isExpired).toBe(file.includes('expired'));
  },
};

describe('recorded and documented messages', () => {
  it('are all there', () => {
    expect(MANIFEST).toHaveLength(156);
  });

  it.each(MANIFEST.filter(({ kind }) => UNREAD[kind] === undefined))('are read: $file', ({ file, kind }) => {
    const read = READERS[kind];
    if (read === undefined) throw new Error(`No reader and no reason for ${kind}.`);
    read(file);
  });

  it.each(MANIFEST.filter(({ kind }) => UNREAD[kind] !== undefined))(
    'are at least safe to receive: $file',
    ({ file }) => {
      const rawBody = fixtureBytes(file);
      expect(() => {
        readJsonBody(rawBody);
        readErrorCode(rawBody);
        parseCallback(rawBody);
        readS3Error(rawBody);
      }).not.toThrow();
    },
  );

  it.each([['document-verification'], ['document-verification-enrolled'], ['retry'], ['smartselfie-authentication']])(
    'of preparing (%s) are what the client writes',
    (name) => {
      type Request = JsonObject & {
        timestamp: string;
        partner_params: { job_id: string; user_id: string; job_type: number };
      };
      const published = fixture<Request>(`prep-upload.request.${name}.json`);
      const { job_id: jobId, user_id: userId, job_type: jobType } = published.partner_params;
      const { timestamp } = published;
      const proof = { timestamp, signature: sign(PARTNER, timestamp) };
      const written = prepUploadRequest(PARTNER.partnerId, proof, {
        jobId,
        userId,
        jobType,
        callbackUrl: String(published.callback_url),
        retry: published.retry === true,
        useEnrolledImage: published.use_enrolled_image === true,
      });
      // The two members that newer and older pages disagree on (PROTOCOL 20, D3 and D5).
      expect(written).toEqual({ ...published, file_name: 'selfie.zip', model_parameters: {} });
    },
  );
});
