import type { Context } from './context.ts';

const PATIENCE_MS = 1_000;

/** Says what is going on once it takes longer than a second, so that a person need not wonder. */
export async function tellWhenSlow<T>({ err }: Context, sentence: string, work: Promise<T>): Promise<T> {
  const timer = setTimeout(() => err.write(`${sentence}\n`), PATIENCE_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}
