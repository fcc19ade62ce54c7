import type { Readable } from 'node:stream';
import type { MediaReference } from '../domain/picture.ts';

/**
 * Where pictures and receipts live. Every object belongs to one verification, so that one verification can be erased without
 * touching another, even where two hold the same picture.
 */
export interface MediaStore {
  /** Stands in every reference; a worker refuses references to a store of another name. */
  readonly name: string;
  /** Stores the bytes, durably and once: the same bytes for the same verification give the same reference. */
  put(verificationId: string, bytes: Uint8Array, mediaType: string): Promise<MediaReference>;
  /**
   * Reads the whole object and compares it with its reference.
   * @throws VerificationFailure `misconfigured` if it is missing, `invalid-request` if it was changed
   */
  verify(reference: MediaReference): Promise<void>;
  open(reference: MediaReference): Readable;
  /** Removes everything that belongs to the verification. Repeating it is fine. */
  erase(verificationId: string): Promise<void>;
}
