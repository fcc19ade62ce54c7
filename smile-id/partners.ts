import { VerificationFailure } from '../domain/failure.ts';
import { DEFAULT_PARTNER, isPartnerName, PARTNER_NAME_RULE, partnerNamesOf } from '../domain/partner.ts';
import { readSmileIdConfig, type SmileIdConfig } from './config.ts';

/** The partner profiles of a deployment by name: accounts at Smile ID, or environments of one. */
export type Partners = ReadonlyMap<string, SmileIdConfig>;

type Environment = Readonly<Record<string, string | undefined>>;

const VARIABLES = ['PARTNER_ID', 'API_KEY', 'ENVIRONMENT', 'BASE_URL'] as const;

/**
 * Reads the profile without a name from `SMILE_ID_PARTNER_ID`, `SMILE_ID_API_KEY` and `SMILE_ID_ENVIRONMENT` or
 * `SMILE_ID_BASE_URL`, and the further ones that `SMILE_ID_PARTNERS` names, such as `kenya,uganda-test`: each from
 * variables of its own, such as `SMILE_ID_UGANDA_TEST_PARTNER_ID`. One that names neither environment nor address has
 * those of the profile without a name, which may be left out where others are named.
 * @throws VerificationFailure `invalid-request` that lists everything that is wrong
 */
export function readPartners(env: Environment): Partners {
  const names = partnerNamesOf(env.SMILE_ID_PARTNERS ?? '');
  const problems: string[] = [];
  const partners = new Map<string, SmileIdConfig>();
  const read = (name: string, variables: Environment, prefix = 'SMILE_ID_'): void => {
    try {
      partners.set(name, readSmileIdConfig(variables));
    } catch (error) {
      problems.push((error as Error).message.replaceAll('SMILE_ID_', prefix).replace(/\.$/, ''));
    }
  };

  const hasDefault = Boolean(env.SMILE_ID_PARTNER_ID || env.SMILE_ID_API_KEY) || names.length === 0;
  if (hasDefault) read(DEFAULT_PARTNER, env);
  for (const [index, name] of names.entries()) {
    if (!isPartnerName(name) || name === DEFAULT_PARTNER)
      problems.push(`SMILE_ID_PARTNERS: the ${index + 1}. name does not fit: ${PARTNER_NAME_RULE}`);
    else if (names.indexOf(name) < index) problems.push(`SMILE_ID_PARTNERS names ${name} twice`);
    else read(name, variablesOf(name, env), prefixOf(name));
  }
  problems.push(...sharedAccounts(partners));
  if (problems.length > 0) throw new VerificationFailure('invalid-request', `${problems.join('; ')}.`, { problems });
  return partners;
}

/** A signature covers the partner's number and the key alone: with both in common, nobody can tell whose a callback is. */
function sharedAccounts(partners: Partners): string[] {
  const profiles = [...partners];
  return profiles.flatMap(([name, { partnerId, verificationKeys }], index) =>
    profiles
      .slice(0, index)
      .flatMap(([earlier, other]) =>
        other.partnerId === partnerId && other.verificationKeys.some((key) => verificationKeys.includes(key))
          ? [
              `the partner profiles ${earlier} and ${name} have the same partner id and a key in common: give each environment its own keys, or make them one profile`,
            ]
          : [],
      ),
  );
}

/** `SMILE_ID_UGANDA_TEST_` of `uganda-test`. */
export function prefixOf(name: string): string {
  return `SMILE_ID_${name.toUpperCase().replaceAll('-', '_')}_`;
}

/** What the profile's variables would be called if it were the only one. */
function variablesOf(name: string, env: Environment): Environment {
  const own = Object.fromEntries(VARIABLES.map((key) => [`SMILE_ID_${key}`, env[prefixOf(name) + key]]));
  const namesTarget = Boolean(own.SMILE_ID_ENVIRONMENT || own.SMILE_ID_BASE_URL);
  const { SMILE_ID_ENVIRONMENT, SMILE_ID_BASE_URL } = env;
  return namesTarget ? own : { ...own, SMILE_ID_ENVIRONMENT, SMILE_ID_BASE_URL };
}
