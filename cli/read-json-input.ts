import type { Context } from './context.ts';
import { readInput } from './read-input.ts';

/** JSON of a file, or of standard input for `-`; undefined, and a problem that quotes nothing of it, where it is none. */
export async function readJsonInput(
  named: string,
  path: string,
  context: Context,
  problems: string[],
): Promise<{ readonly value: unknown } | undefined> {
  const input = await readInput(path, context);
  if (input.kind === 'unreadable') {
    problems.push(`${named} ${input.problem}`);
    return undefined;
  }
  try {
    return { value: JSON.parse(input.text.replace(/^\uFEFF/, '')) as unknown };
  } catch {
    problems.push(`${named} holds no JSON: check that it is whole`);
    return undefined;
  }
}
