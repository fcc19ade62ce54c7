import { printable } from './printable.ts';

/** A field of a request, such as `idInfo.country`, and what it is called on the command line. */
export type Flags = { readonly [field: string]: string };

/** The same problem in the words of the command line: the field that it begins with, and others that it names. */
export function inWordsOf(flags: Flags, problem: string): string {
  const told = problem.replace(/^((?:policy|idInfo)\.\w+|\w+)\.?/, (text, field) => {
    const flag = flags[field as string];
    return flag === undefined ? text : `${flag}${text.endsWith('.') ? ' ' : ''}`;
  });
  // Smile ID's own words stand in some.
  return printable(told.replace(/(?<![-.\w])[a-z]+[A-Z]\w*/g, (field) => flags[field] ?? field));
}

/** Of further problems those about options that nothing was said about. */
export function furtherProblems(flags: Flags, further: readonly string[], told: readonly string[]): string[] {
  const options = new Set(told.map(optionOf));
  return further.map((problem) => inWordsOf(flags, problem)).filter((problem) => !options.has(optionOf(problem)));
}

function optionOf(problem: string): string {
  return problem.split(' ')[0] ?? '';
}
