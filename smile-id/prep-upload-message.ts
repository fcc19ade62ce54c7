import type { JsonObject } from './json-body.ts';
import { expiryOf } from './upload-url.ts';
import { readText } from './vendor-fields.ts';

export interface UploadRequest {
  readonly jobType: number;
  readonly jobId: string;
  readonly userId: string;
  /** Come back with every result; texts, as the documentation asks (PROTOCOL 3). */
  readonly partnerParams?: Readonly<Record<string, string>> | undefined;
  readonly callbackUrl?: string | undefined;
  /** Enrols a known user anew. */
  readonly allowNewEnroll?: boolean | undefined;
  /** Compares with the user's stored selfie; none in the package then (PROTOCOL 5.5). */
  readonly useEnrolledImage?: boolean | undefined;
  /** For a job that exists and whose package never arrived (PROTOCOL 5.4). */
  readonly retry?: boolean | undefined;
}

export interface PreparedUpload {
  readonly kind: 'prepared';
  /** Signed: send it verbatim, never log it. */
  readonly uploadUrl: string;
  readonly expiresAtMs: number;
  /** Ten digits with leading zeros; the SmileJobID of the later results. */
  readonly smileJobId: string;
  readonly refId?: string;
}

/**
 * The request of PROTOCOL 5.1 in its newest documented form.
 * @param proof who asks, as `Credentials.prove` makes it
 */
export function prepUploadRequest(partnerId: string, proof: JsonObject, request: UploadRequest): JsonObject {
  const { jobType, jobId, userId, partnerParams, callbackUrl, allowNewEnroll, useEnrolledImage, retry } = request;
  return {
    ...(callbackUrl === undefined ? {} : { callback_url: callbackUrl }),
    file_name: 'selfie.zip',
    model_parameters: {},
    partner_params: { ...partnerParams, job_id: jobId, job_type: jobType, user_id: userId },
    ...(allowNewEnroll === true ? { allow_new_enroll: true } : {}),
    ...(useEnrolledImage === true ? { use_enrolled_image: true } : {}),
    ...(retry === true ? { retry: true } : {}),
    smile_client_id: partnerId,
    source_sdk: 'rest_api',
    source_sdk_version: '1.0.0',
    ...proof,
  };
}

/** Reads a 200 of prep upload (PROTOCOL 5.2); undefined where the URL or the job's number is missing. */
export function readPreparedUpload(body: JsonObject, nowMs: number): PreparedUpload | undefined {
  const uploadUrl = readText(body.upload_url);
  const refId = readText(body.ref_id);
  const smileJobId = readSmileJobId(body.smile_job_id) ?? refId?.split('-')[1];
  if (uploadUrl === undefined || !URL.canParse(uploadUrl) || smileJobId === undefined) return undefined;
  return {
    kind: 'prepared',
    uploadUrl,
    expiresAtMs: expiryOf(uploadUrl, nowMs),
    smileJobId,
    ...(refId === undefined ? {} : { refId }),
  };
}

function readSmileJobId(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value).padStart(10, '0') : readText(value);
}
