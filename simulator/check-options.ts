import { z } from 'zod';
import { problemsOfFaultPlan } from './fault-rule.ts';
import type { PartnerOptions, SimulatorHooks, SimulatorLogger, SimulatorOptions } from './options.ts';
import { isAllowed, quirkValues, wordsOfAllowed } from './quirk-values.ts';
import { isObject } from './request-fields.ts';
import { isRsaPrivateKey } from './sec-key.ts';

/** setTimeout fires at once for more than this, about 25 days. */
const longestTimeoutMs = 2 ** 31 - 1;

const text = z.string(unlessMissing('must be text')).min(1, 'is empty');
const milliseconds = z.number('must be a number of milliseconds').min(0, 'must not be negative');
/** Below 0: over before it began. */
const life = z.number('must be a number of milliseconds');
const method = z.custom<(...args: never[]) => unknown>(isFunction, unlessMissing('must be a function'));
const pem = z.custom<string | Buffer>(
  (value) => typeof value === 'string' || ArrayBuffer.isView(value),
  unlessMissing('must be PEM, as text or bytes'),
);

const partner = strict<PartnerOptions>({
  partnerId: text,
  apiKey: text,
  activeJobTypes: z.array(z.int('must be a job type, such as 4'), 'must be a list of job types').optional(),
  legacyPrivateKey: z
    .string('must be text')
    .refine(isRsaPrivateKey, 'must be the PEM of an RSA private key')
    .optional(),
});

const quirks = Object.entries(quirkValues).map(([name, allowed]) => {
  const words = `must be ${wordsOfAllowed(allowed)}`;
  return [name, z.custom((value) => isAllowed(value, allowed), words).optional()];
});

const options = strict<SimulatorOptions>({
  host: text.optional(),
  port: z
    .int('must be a whole number')
    .min(0, 'must be from 0 to 65535')
    .max(65_535, 'must be from 0 to 65535')
    .optional(),
  tls: strict({ cert: pem, key: pem }).optional(),
  partners: z.array(partner, 'must be a list').min(1, 'is empty: name a partner, or leave it out').optional(),
  publicUrl: z
    .custom<string>(isOrigin, 'must be an origin as URL.origin is one, such as https://smile.example')
    .optional(),
  timeScale: z.number('must be a number above 0').positive('must be a number above 0').optional(),
  processingMs: milliseconds.optional(),
  uploadUrlLifeMs: life.optional(),
  pictureLinkLifeMs: life.optional(),
  webTokenLifeMs: life.optional(),
  callbacks: strict({
    timeoutMs: z
      .int('must be a whole number of milliseconds')
      .min(1, 'must be at least 1')
      .max(longestTimeoutMs, `must be at most ${longestTimeoutMs}`)
      .optional(),
    retryDelaysMs: z.array(milliseconds, 'must be a list of milliseconds').optional(),
  }).optional(),
  quirks: strict(Object.fromEntries(quirks)).optional(),
  faults: z.unknown().optional(),
  hooks: strict<SimulatorHooks>({
    chooseFault: method.optional(),
    beforeAnswer: method.optional(),
    whileUploading: method.optional(),
  }).optional(),
  logger: z.custom<SimulatorLogger | boolean>(isLogger, 'must be true, false or have info and warn').optional(),
});

/** Throws a RangeError that lists all problems, each beginning with its field and quoting no value. */
export function checkOptions(given: unknown): asserts given is SimulatorOptions {
  const { error } = options.safeParse(given);
  const problems = (error?.issues ?? []).flatMap(sentencesOf);
  if (isObject(given)) problems.push(...repeatedPartners(given.partners), ...problemsOfFaults(given.faults));
  if (problems.length > 0) throw new RangeError(`These options cannot be: ${problems.join('; ')}`);
}

/** An object of these fields and no others: a misspelt one would silently do nothing. */
function strict<T extends object>(shape: { [F in keyof T]-?: z.ZodType }) {
  const unknown = `is not known; allowed are ${Object.keys(shape).join(', ')}`;
  return z.strictObject(shape, { error: ({ code }) => (code === 'unrecognized_keys' ? unknown : 'must be an object') });
}

function unlessMissing(words: string) {
  return { error: ({ input }: { input?: unknown }) => (input === undefined ? 'is missing' : words) };
}

function sentencesOf(issue: z.core.$ZodIssue): string[] {
  const fields = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
  return fields.map((path) => `${nameOf(path)} ${issue.message}`);
}

/** Such as `partners[0].apiKey`. */
function nameOf(path: readonly PropertyKey[]): string {
  const steps = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  return steps.length === 0 ? 'what is given' : steps.join('').slice(1);
}

function repeatedPartners(partners: unknown): string[] {
  if (!Array.isArray(partners)) return [];
  const ids = partners.map((one: unknown) => (isObject(one) ? one.partnerId : undefined));
  return ids.flatMap((id, index) => {
    const first = ids.indexOf(id);
    const isRepeated = typeof id === 'string' && first < index;
    return isRepeated ? [`partners[${index}].partnerId is that of partners[${first}]: name each partner once`] : [];
  });
}

function problemsOfFaults(faults: unknown): string[] {
  if (faults === undefined) return [];
  if (!isObject(faults)) return ['faults must be an object with rules'];
  return problemsOfFaultPlan(faults).map((problem) => `faults.${problem}`);
}

function isOrigin(value: unknown): boolean {
  return typeof value === 'string' && /^https?:/.test(value) && URL.canParse(value) && new URL(value).origin === value;
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

function isLogger(value: unknown): boolean {
  if (typeof value === 'boolean') return true;
  const { info, warn } = (value ?? {}) as Partial<SimulatorLogger>;
  return isFunction(info) && isFunction(warn);
}
