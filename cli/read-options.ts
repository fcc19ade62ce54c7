import { parseDuration } from '../client/parse-duration.ts';

/** An option's text as often as it was typed, so that all that is wrong can be said at once. */
export type Typed = readonly string[] | undefined;

/** For commander: keeps every text of an option. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** What was typed once; a problem where it was typed more often. */
export function once(flag: string, typed: Typed = [], problems: string[]): string | undefined {
  if (typed.length > 1) problems.push(`${flag} is given ${typed.length} times: give it once`);
  return typed[0];
}

/** @param what to give; an empty text, and a problem, where nothing was typed */
export function required(flag: string, typed: Typed, what: string, problems: string[]): string {
  const value = once(flag, typed, problems);
  if (value === undefined) problems.push(`${flag} is missing: give ${what}`);
  else if (value === '') problems.push(`${flag} is empty: give ${what}`);
  return value ?? '';
}

/** Milliseconds. */
export function duration(flag: string, typed: Typed, problems: string[]): number | undefined {
  const text = once(flag, typed, problems);
  const ms = text === undefined ? undefined : parseDuration(text);
  if (text !== undefined && ms === undefined)
    problems.push(`${flag} is no duration: give a number with s, m, h or d, such as 90s or 12h`);
  return ms;
}

/** `key=value`, each key once. */
export function pairs(flag: string, typed: Typed, problems: string[]): Record<string, string> | undefined {
  if (typed === undefined) return undefined;
  const found = new Map<string, string>();
  typed.forEach((text, index) => {
    const at = text.indexOf('=');
    const key = text.slice(0, at);
    if (at < 1) problems.push(`the ${index + 1}. ${flag} has no key: give it as key=value`);
    else if (found.has(key)) problems.push(`the ${index + 1}. ${flag} repeats a key: give each key once`);
    else found.set(key, text.slice(at + 1));
  });
  return Object.fromEntries(found);
}
