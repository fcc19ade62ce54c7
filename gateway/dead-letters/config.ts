import { resolve } from 'node:path';
import { collectProblems, readWholeNumber } from '../../domain/collect-problems.ts';

export interface DeadLetterConfig {
  readonly path: string;
  readonly maxLetters: number;
  readonly maxAgeDays: number;
}

const MAX_LETTERS = { preset: 10_000, least: 1, most: 1_000_000 };
const MAX_AGE_DAYS = { preset: 30, least: 1, most: 3_650 };

/**
 * Reads `SMILEFLOW_DEAD_LETTERS`, `SMILEFLOW_DEAD_LETTERS_MAX` and `SMILEFLOW_DEAD_LETTERS_MAX_AGE_DAYS`.
 * @returns undefined where none are kept
 * @throws VerificationFailure `invalid-request`
 */
export function readDeadLetterConfig(env: Readonly<Record<string, string | undefined>>): DeadLetterConfig | undefined {
  const { attempt, failure } = collectProblems();
  const maxLetters = attempt(() => readWholeNumber(env, 'SMILEFLOW_DEAD_LETTERS_MAX', MAX_LETTERS));
  const maxAgeDays = attempt(() => readWholeNumber(env, 'SMILEFLOW_DEAD_LETTERS_MAX_AGE_DAYS', MAX_AGE_DAYS));
  if (maxLetters === undefined || maxAgeDays === undefined) throw failure();
  if (env.SMILEFLOW_DEAD_LETTERS === 'off') return undefined;
  return { path: resolve(env.SMILEFLOW_DEAD_LETTERS || '.smileflow/dead-letters.db'), maxLetters, maxAgeDays };
}
