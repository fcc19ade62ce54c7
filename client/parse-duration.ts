const UNITS: { readonly [unit: string]: number } = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a text such as `90s`, `30m`, `12h` or `3d`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text) ?? [];
  const factor = UNITS[unit];
  const ms = factor === undefined ? Number.NaN : Math.round(Number(count) * factor);
  return Number.isSafeInteger(ms) ? ms : undefined;
}
