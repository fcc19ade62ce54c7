/**
 * Readers for Smile ID's loosely typed fields. Each takes every form that any component is known to send (PROTOCOL 20)
 * and answers undefined for all others, so that one odd field never costs a whole message.
 */

/** Absent values may be missing, null, empty, or these words (PROTOCOL 10.3). */
const ABSENT: ReadonlySet<string> = new Set(['', 'not available', 'n/a', 'null']);

/** Text or a number as text. */
export function readText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && !ABSENT.has(value.trim().toLowerCase()) ? value : undefined;
}

/** `true`, `"true"`, `"True"`, and the same for false. */
export function readFlag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const word = value.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

/**
 * A code in four characters: 2215 and `"2215"` are one, 840 is `0840` (PROTOCOL 5.3). A text of another form is kept, cut
 * to 16 characters: to an unknown code somebody attends, a dropped one nobody sees.
 */
export function readCode(value: unknown): string | undefined {
  const text = readText(value)?.trim();
  if (text === undefined) return undefined;
  return /^\d{1,4}$/.test(text) ? text.padStart(4, '0') : text.slice(0, 16);
}

/** `99`, `"99"`, `"100.000000"`; 0 to 100. */
export function readConfidence(value: unknown): number | undefined {
  const number = Number(readText(value));
  return number >= 0 && number <= 100 ? number : undefined;
}
