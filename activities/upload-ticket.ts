import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { UploadTicket } from '../domain/verification.ts';

/**
 * Seals upload URLs. A pre-signed URL lets anybody who reads it upload for 15 minutes, and it travels from one activity
 * to the next through the workflow's history; sealed with a key derived from the API key, only a worker that could
 * have asked for the URL itself can open it.
 */
export function createTicketSealer(apiKey: string) {
  const key = Buffer.from(hkdfSync('sha256', apiKey, 'smileflow', 'upload ticket', 32));

  return {
    seal(uploadUrl: string, expiresAtMs: number): UploadTicket {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const sealed = Buffer.concat([nonce, cipher.update(uploadUrl, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return { sealed: sealed.toString('base64'), expiresAtMs };
    },

    /** Undefined where the key has changed since: the job then gets a new upload URL, as if this one had expired. */
    open({ sealed }: UploadTicket): string | undefined {
      const bytes = Buffer.from(sealed, 'base64');
      if (bytes.byteLength < 28) return undefined;
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
      decipher.setAuthTag(bytes.subarray(-16));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}

export type TicketSealer = ReturnType<typeof createTicketSealer>;
