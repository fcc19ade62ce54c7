import { VerificationFailure } from '../../domain/failure.ts';

/** Whether another process has the file, so that a moment later it may go. */
export function isLocked(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error));
}

/**
 * What SQLite's or the system's refusal means for whoever runs the installation; a failure of this project passes as it is.
 * @returns `unavailable` where the same call may go another time, `invalid-request` where the file is none of ours
 */
export function deadLetterFailureOf(error: unknown): VerificationFailure {
  if (error instanceof VerificationFailure) return error;
  const code = codeOf(error);
  const [, kind, sentence] = MEANINGS.find(([codes]) => codes.test(code)) ?? CANNOT_OPEN;
  return new VerificationFailure(kind, sentence);
}

type Meaning = readonly [codes: RegExp, kind: 'unavailable' | 'invalid-request', sentence: string];

const DAMAGED =
  'The file of dead letters is damaged: move it away, with those of the same name that end in -wal and -shm. A gateway makes a new one.';
const FOREIGN =
  'SMILEFLOW_DEAD_LETTERS names a file that is no file of dead letters: set it to another path, or to off.';
const CANNOT_OPEN: Meaning = [
  /^/,
  'invalid-request',
  'The file of dead letters cannot be opened: set SMILEFLOW_DEAD_LETTERS to a path that can be written, or to off.',
];
const MEANINGS: readonly Meaning[] = [
  [
    /^SQLITE_(BUSY|LOCKED)/,
    'unavailable',
    'The file of dead letters is locked by another process: try again, or end what has it open.',
  ],
  [/^SQLITE_CORRUPT/, 'unavailable', DAMAGED],
  [
    /^(SQLITE_(FULL|IOERR)|ENOSPC)/,
    'unavailable',
    'The file of dead letters cannot be written or read: its disk is full, or fails.',
  ],
  [
    /^SQLITE_(READONLY|PERM|AUTH)/,
    'unavailable',
    'The file of dead letters is read-only for this user: mend its permissions, and those of its folder.',
  ],
  [/^SQLITE_(NOTADB|ERROR|CONSTRAINT|MISMATCH|SCHEMA)/, 'invalid-request', FOREIGN],
];

export function damaged(): VerificationFailure {
  return new VerificationFailure('unavailable', DAMAGED);
}

export function foreign(): VerificationFailure {
  return new VerificationFailure('invalid-request', FOREIGN);
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code ?? '');
}
