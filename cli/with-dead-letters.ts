import { existsSync } from 'node:fs';
import { VerificationFailure } from '../domain/failure.ts';
import { readDeadLetterConfig } from '../gateway/dead-letters/config.ts';
import type { DeadLetterFile } from '../gateway/dead-letters/dead-letter-file.ts';
import type { Context } from './context.ts';

/** A command has nobody else to serve, and a gateway that writes is soon done. */
const BUSY_MS = 5_000;

/**
 * Lends the file that the gateway keeps dead letters in, also while it runs, and closes it.
 * @throws VerificationFailure `invalid-request` where there is none: an empty new one would look like good news
 */
export async function withDeadLetters<T>({ env }: Context, use: (letters: DeadLetterFile) => Promise<T>): Promise<T> {
  const config = readDeadLetterConfig(env);
  if (config === undefined)
    throw new VerificationFailure('invalid-request', 'Dead letters are not kept: SMILEFLOW_DEAD_LETTERS is off.');
  if (!existsSync(config.path))
    throw new VerificationFailure(
      'invalid-request',
      'There is no file of dead letters here: run this where the gateway runs, or set SMILEFLOW_DEAD_LETTERS as it is set there.',
    );
  const { openDeadLetterFile } = await import('../gateway/dead-letters/dead-letter-file.ts');
  const letters = openDeadLetterFile({ ...config, busyMs: BUSY_MS });
  try {
    return await use(letters);
  } finally {
    await letters.close();
  }
}
