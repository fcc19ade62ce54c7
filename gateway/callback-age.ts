/** Ten digits are seconds, thirteen milliseconds (PROTOCOL 2.3: both occur, as text and as numbers). */
const EPOCH = /^\d{10}(\d{3})?$/;
const HAS_ZONE = /(Z|[+-]\d{2}:?\d{2})$/i;

/**
 * Milliseconds since a callback was signed, in either style of timestamp; undefined where it is no time at all. A
 * timestamp from the future gives a negative age.
 */
export function ageOf(timestamp: unknown, nowMs: number): number | undefined {
  const text = String(timestamp).trim();
  if (EPOCH.test(text)) return nowMs - (text.length === 10 ? Number(text) * 1000 : Number(text));
  const signedAt = Date.parse(HAS_ZONE.test(text) ? text : `${text}Z`);
  return Number.isNaN(signedAt) ? undefined : nowMs - signedAt;
}
