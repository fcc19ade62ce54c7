import { printable } from '../printable.ts';

/** A line for each row that has a value, in two columns; what comes from outside does nothing to the terminal. */
export function textOfRows(rows: readonly (readonly [name: string, value: string | undefined])[]): string {
  const given = rows.filter((row): row is [string, string] => row[1] !== undefined && row[1] !== '');
  const width = Math.max(0, ...given.map(([name]) => name.length));
  return given.map(([name, value]) => `${printable(name).padEnd(width)}  ${printable(value)}\n`).join('');
}

/** `date of birth` of `dateOfBirth`. */
export function wordsOf(field: string): string {
  return field.replace(/([A-Z0-9]+)/g, (part) => ` ${part.toLowerCase()}`);
}
