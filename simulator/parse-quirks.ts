import { type QuirkValues, quirkValues, wordsOfAllowed } from './quirk-values.ts';
import { defaultQuirks, type SimulatorQuirks } from './quirks.ts';

/** Quirks written as `name=value`, later ones before earlier ones. Throws a RangeError that lists all problems. */
export function parseQuirks(texts: readonly string[]): Partial<SimulatorQuirks> {
  const problems: string[] = [];
  const quirks: Record<string, unknown> = {};
  for (const text of texts) {
    const [, name = text, value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    if (!isQuirkName(name)) {
      problems.push(`${JSON.stringify(name)} is no quirk: there are ${Object.keys(defaultQuirks).join(', ')}`);
      continue;
    }
    const allowed = quirkValues[name];
    const parsed = parse(value, allowed);
    if (parsed === undefined) problems.push(`${name} must be ${wordsOfAllowed(allowed)}, not ${JSON.stringify(value)}`);
    else quirks[name] = parsed;
  }
  if (problems.length > 0) throw new RangeError(problems.join('; '));
  return quirks;
}

function isQuirkName(name: string): name is keyof SimulatorQuirks {
  return Object.hasOwn(quirkValues, name);
}

function parse(value: string, allowed: QuirkValues): unknown {
  if (typeof allowed !== 'string') return allowed.find((one) => String(one) === value);
  if (value === 'null' && allowed === 'milliseconds or null') return null;
  return /^\d{1,12}$/.test(value) ? Number(value) : undefined;
}
