import type { Context } from '../context.ts';
import { readInput } from '../read-input.ts';
import { required, type Typed } from '../read-options.ts';

/** What was typed, or what stands on standard input where `-` was; blanks around that do not count. */
export async function sensitiveText(flag: string, typed: Typed, context: Context, problems: string[]): Promise<string> {
  const text = required(flag, typed, 'it, or - for standard input', problems);
  if (text !== '-') return text;
  const input = await readInput('-', context);
  const read = input.kind === 'text' ? input.text.trim() : '';
  if (input.kind === 'unreadable') problems.push(`${flag} ${input.problem}`);
  else if (read === '') problems.push(`${flag} is empty on standard input`);
  return read;
}
