import { PICTURE_FORMS } from '../domain/picture.ts';
import { printable } from './printable.ts';

/** A field of a request, such as `idInfo.country`, and what it is called on the command line. */
export type Flags = { readonly [field: string]: string };

/** The same problem in the words of the command line: the field that it begins with, and others that it names. */
export function inWordsOf(flags: Flags, problem: string): string {
  const told = problem.replace(/^((?:policy|idInfo)\.\w+|\w+)\.?/, (text, field) => {
    const flag = flags[field as string];
    return flag === undefined ? text : `${flag}${text.endsWith('.') ? ' ' : ''}`;
  });
  const ofPaths = FORMS.reduce((text, [forms, path]) => text.replace(forms, path), told);
  // Smile ID's own words stand in some.
  return printable(ofPaths.replace(/(?<![-.\w])[a-z]+[A-Z]\w*/g, (field) => flags[field] ?? field));
}

/** Of pictures, which are given by their paths alone here. */
const FORMS = [
  [PICTURE_FORMS, 'the path of a JPEG'],
  ['it as { base64: … }', 'the path of a JPEG'],
  ['a file, or the bytes', 'a file'],
] as const;

/** Of further problems those about options that nothing was said about. */
export function furtherProblems(flags: Flags, further: readonly string[], told: readonly string[]): string[] {
  const options = new Set(told.map(optionOf));
  return further.map((problem) => inWordsOf(flags, problem)).filter((problem) => !options.has(optionOf(problem)));
}

function optionOf(problem: string): string {
  return problem.split(' ')[0] ?? '';
}
