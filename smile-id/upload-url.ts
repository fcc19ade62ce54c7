/** PROTOCOL 5.2: the recorded URLs lived 15 minutes. */
const DEFAULT_LIFE_MS = 15 * 60_000;

/**
 * When a pre-signed URL ends, in epoch milliseconds: from `Expires` (S3 signature version 2, epoch seconds) or
 * `X-Amz-Date` and `X-Amz-Expires` (version 4), else 15 minutes after `nowMs`. `url` must be a valid URL.
 */
export function expiryOf(url: string, nowMs: number): number {
  const query = new URL(url).searchParams;
  const expires = seconds(query.get('Expires'));
  if (expires !== undefined) return expires * 1000;
  const life = seconds(query.get('X-Amz-Expires'));
  const signedAt = basicTime(query.get('X-Amz-Date'));
  return life !== undefined && signedAt !== undefined ? signedAt + life * 1000 : nowMs + DEFAULT_LIFE_MS;
}

function seconds(text: string | null): number | undefined {
  return text !== null && /^\d{1,11}$/.test(text) ? Number(text) : undefined;
}

/** `20250523T114355Z` */
function basicTime(text: string | null): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? '');
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
