import { defaultQuirks, type SimulatorQuirks } from './quirks.ts';

/** What each quirk may be; `null` and a number of milliseconds are written as such. */
const values: Record<keyof SimulatorQuirks, readonly unknown[] | 'milliseconds' | 'milliseconds or null'> = {
  strictTimestampFormat: [true, false],
  maxSkewMs: 'milliseconds or null',
  strictContentType: [true, false],
  legacyHashOn2314: [true, false],
  zipLagMs: 'milliseconds',
  alwaysFinal: [true, false],
  finalityInCallbacks: [true, false],
  reviewerResultInJobStatus: [true, false],
  resultWhileProcessing: ['string', 'absent'],
  historyScope: ['job', 'user'],
  retryKnowsProcessed: [true, false],
  repeatedDirectJob: ['answered', 'refused'],
  directJobsInJobStatus: [true, false],
  secondPut: ['ignored', 'processed-again'],
  retryKeepsSmileJobId: [true, false],
  resignRedeliveries: [true, false],
  compareNoFaceStatus: [200, 400],
  provisionalIsComplete: [true, false],
  jobIdScope: ['partner', 'user'],
  archiveErrors: ['result', 'callback-only', 'none'],
  numericErrorCodes: [true, false],
};

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
    const allowed = values[name];
    const parsed = typeof allowed === 'string' ? parseMs(value, allowed) : allowed.find((one) => String(one) === value);
    if (parsed === undefined) problems.push(`${name} must be ${describe(allowed)}, not ${JSON.stringify(value)}`);
    else quirks[name] = parsed;
  }
  if (problems.length > 0) throw new RangeError(problems.join('; '));
  return quirks;
}

function isQuirkName(name: string): name is keyof SimulatorQuirks {
  return Object.hasOwn(values, name);
}

function parseMs(value: string, allowed: 'milliseconds' | 'milliseconds or null'): number | null | undefined {
  if (value === 'null' && allowed === 'milliseconds or null') return null;
  return /^\d{1,12}$/.test(value) ? Number(value) : undefined;
}

function describe(allowed: readonly unknown[] | string): string {
  return typeof allowed === 'string' ? `a number of ${allowed}` : allowed.join(' or ');
}
