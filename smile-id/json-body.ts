/** Deeper than any known message by far; callbacks have about five levels. */
const MAX_DEPTH = 50;
/** A generous bound for an answer of Smile ID, whose history of a job may be long: megabytes of real results have less. */
const MAX_ANSWER_VALUES = 1_000_000;

export type JsonObject = Readonly<Record<string, unknown>>;

export type JsonBody =
  | { readonly kind: 'object'; readonly value: JsonObject }
  | {
      readonly kind: 'malformed';
      readonly why: 'no JSON' | 'nested too deeply' | 'too many values' | 'no JSON object';
    };

export interface JsonLimits {
  /** Members of objects and lists together. What has more is not parsed, so that it costs no memory. */
  readonly maxValues?: number;
}

/** Reads a body as one JSON object. Total: whatever the bytes are, it returns, and in linear time. */
export function readJsonBody(rawBody: Buffer, { maxValues = MAX_ANSWER_VALUES }: JsonLimits = {}): JsonBody {
  const excess = excessOf(rawBody, maxValues);
  if (excess !== undefined) return { kind: 'malformed', why: excess };
  let value: unknown;
  try {
    // Unlike Buffer.toString it drops a byte order mark, which some gateways put before a body.
    value = JSON.parse(new TextDecoder().decode(rawBody));
  } catch {
    return { kind: 'malformed', why: 'no JSON' };
  }
  return isObject(value) ? { kind: 'object', value } : { kind: 'malformed', why: 'no JSON object' };
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;

/** Counts brackets and commas outside strings, before a parser or anything recursive sees the body. Stops at a limit. */
function excessOf(bytes: Buffer, maxValues: number): 'nested too deeply' | 'too many values' | undefined {
  let depth = 0;
  // Each value but the first of its object or list follows a comma, and the first an opening bracket.
  let values = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === COMMA) values++;
    else if (byte === 0x7d || byte === 0x5d) depth--;
    else if (byte === 0x7b || byte === 0x5b) {
      depth++;
      values++;
    }
    if (depth > MAX_DEPTH) return 'nested too deeply';
    if (values > maxValues) return 'too many values';
  }
  return undefined;
}

/** Position of the closing quote: pictures make strings long, so it jumps from quote to quote. */
function endOfString(bytes: Buffer, start: number): number {
  for (let quote = bytes.indexOf(QUOTE, start + 1); quote !== -1; quote = bytes.indexOf(QUOTE, quote + 1)) {
    let backslashes = 0;
    while (bytes[quote - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return quote;
  }
  return bytes.length;
}
