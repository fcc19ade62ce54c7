import { Readable } from 'node:stream';
import { FormDataEncoder } from 'form-data-encoder';
import type { CompareRequest, PicturePart } from './compare-selfies.ts';

export interface EncodedForm {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
  readonly bodyBytes: number;
}

/** The parts of PROTOCOL 12.8, in the order of the documented example. Pictures are streamed one after the other. */
export function compareForm(request: CompareRequest): EncodedForm {
  const { jobId, userId, partnerParams, selfie, comparison, comparisonType, liveness, callbackUrl } = request;
  const form = new FormData();
  form.append('user_id', userId);
  form.append('job_id', jobId);
  form.append('selfie_image', new StreamedFile('selfie.jpg', selfie));
  form.append('comparison_image', new StreamedFile('comparison.jpg', comparison));
  form.append('comparison_image_type', comparisonType);
  liveness.forEach((picture, index) => {
    form.append('liveness_images', new StreamedFile(`liveness_${String(index + 1).padStart(4, '0')}.jpg`, picture));
  });
  if (callbackUrl !== undefined) form.append('callback_url', callbackUrl);
  form.append('partner_params', JSON.stringify({ ...partnerParams, job_id: jobId, user_id: userId, job_type: '3' }));
  form.append('allow_new_enroll', String(request.allowNewEnroll));
  const encoder = new FormDataEncoder(form);
  return {
    headers: { 'content-type': encoder.contentType },
    body: Readable.from(encoder),
    bodyBytes: Number(encoder.contentLength),
  };
}

/** A file whose content is not in memory: the encoder asks for its size first, and for its stream when it is due. */
class StreamedFile extends File {
  readonly #part: PicturePart;

  constructor(name: string, part: PicturePart) {
    super([], name, { type: 'image/jpeg' });
    this.#part = part;
    Object.defineProperty(this, 'size', { value: part.bytes });
  }

  override stream(): ReturnType<File['stream']> {
    return Readable.toWeb(this.#part.open()) as ReturnType<File['stream']>;
  }
}
