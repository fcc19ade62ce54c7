import { Readable } from 'node:stream';
import { VerificationFailure } from '../domain/failure.ts';

export interface StreamedPicture {
  readonly role: string;
  /** Exact length. */
  readonly bytes: number;
  /** Called when the picture's turn comes, not before, and once for each stream of the package. */
  readonly open: () => Readable;
}

/**
 * A picture that is opened at the first read and fails unless it yields exactly `bytes` bytes: the archive's length is
 * promised to S3 before a picture is read, and a shorter one would leave the upload hanging.
 */
export function pictureStream({ role, bytes, open }: StreamedPicture): Readable {
  let source: Readable | undefined;
  let seen = 0;
  const wrongSize = () =>
    new VerificationFailure(
      'invalid-request',
      `A ${role} picture does not have the ${bytes} bytes it was announced with.`,
    );

  return new Readable({
    read() {
      if (source !== undefined) {
        source.resume();
        return;
      }
      try {
        source = open();
      } catch (error) {
        this.destroy(unreadable(role, error));
        return;
      }
      source.on('data', (chunk: Buffer) => {
        seen += chunk.length;
        if (seen > bytes) this.destroy(wrongSize());
        else if (!this.push(chunk)) source?.pause();
      });
      source.once('end', () => {
        if (seen === bytes) this.push(null);
        else this.destroy(wrongSize());
      });
      source.once('error', (error) => this.destroy(unreadable(role, error)));
      source.once('close', () => {
        if (source?.readableEnded === false) this.destroy(unreadable(role, undefined));
      });
    },
    destroy(error, done) {
      source?.destroy();
      done(error);
    },
  });
}

/** The cause's text is dropped: it holds the path. */
function unreadable(role: string, cause: unknown): VerificationFailure {
  const code = (cause as { code?: unknown } | null | undefined)?.code;
  const detail = typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code) ? ` (${code})` : '';
  return new VerificationFailure('unavailable', `A ${role} picture could not be read from its store${detail}.`);
}
