const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Whether a terminal shows it as it is, on one line. */
export function isPrintable(text: string): boolean {
  return text.search(CONTROL) === -1;
}

/** What was stored by whomever, for a line on a terminal: nothing in it moves the cursor or changes a colour. */
export function printable(text: string): string {
  return text.replace(CONTROL, '\u{FFFD}');
}

/** JSON in one line; it leaves most control characters escaped, and this does so with the others. */
export function printableJson(value: unknown): string {
  return `${JSON.stringify(value).replace(CONTROL, escaped)}\n`;
}

function escaped(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');
}
