import { isVerificationFailure } from '../../domain/failure.ts';
import { DEFAULT_PARTNER, partnerNamesOf } from '../../domain/partner.ts';
import { readSmileIdConfig, type SmileIdConfig } from '../../smile-id/config.ts';
import { readPartners } from '../../smile-id/partners.ts';
import type { Context } from '../context.ts';
import { printable } from '../printable.ts';
import { once, type Typed } from '../read-options.ts';
import { withKeysFromFiles } from './key-files.ts';

type Environment = Context['env'];

/** What a command needs of an account. */
export type Need =
  /** To speak for the account at Smile ID. */
  | 'everything'
  /** To sign here, which asks nobody. */
  | 'key'
  /** To read what Smile ID tells everybody. */
  | 'address';

/** Never sent, as what it stands in for is not either. */
const STAND_INS = { SMILE_ID_PARTNER_ID: '0', SMILE_ID_API_KEY: 'none' };

/**
 * The account at Smile ID that the environment describes, or the partner profile that is named; undefined, and problems,
 * where there is none. Nothing is guessed. No problem holds a key.
 */
export async function accountOf(
  context: Context,
  partner: Typed,
  problems: string[],
  need: Need = 'everything',
): Promise<SmileIdConfig | undefined> {
  const name = once('--partner', partner, problems);
  const before = problems.length;
  if (name !== undefined && !partnerNamesOf(context.env.SMILE_ID_PARTNERS ?? '').includes(name)) {
    problems.push(unknownPartner(name, context));
    return undefined;
  }
  const read = need === 'address' && name === undefined ? context.env : await withKeysFromFiles(context, problems);
  const env = sufficient(read, need, name);
  if (!VARIABLES.some((variable) => env[variable])) {
    problems.push(NONE);
    return undefined;
  }
  try {
    const account = name === undefined ? readSmileIdConfig(env) : readPartners(env).get(name);
    return problems.length > before ? undefined : account;
  } catch (error) {
    if (!isVerificationFailure(error)) throw error;
    problems.push(...(error.problems.length > 0 ? error.problems : [error.message.replace(/\.$/, '')]));
    const names = partnerNamesOf(env.SMILE_ID_PARTNERS ?? '');
    if (name === undefined && names.length > 0 && !env.SMILE_ID_PARTNER_ID)
      problems.push(`or name a partner profile with --partner: ${printable(names.join(', '))}`);
    return undefined;
  }
}

const VARIABLES = [
  'SMILE_ID_PARTNER_ID',
  'SMILE_ID_API_KEY',
  'SMILE_ID_ENVIRONMENT',
  'SMILE_ID_BASE_URL',
  'SMILE_ID_PARTNERS',
] as const;

const NONE =
  'no account at Smile ID is configured: set SMILE_ID_PARTNER_ID, SMILE_ID_API_KEY or SMILE_ID_API_KEY_FILE, and SMILE_ID_ENVIRONMENT or SMILE_ID_BASE_URL, as "smileflow smile --help" tells, also for the local simulator';

function sufficient(env: Environment, need: Need, partner: string | undefined): Environment {
  const { SMILE_ID_ENVIRONMENT, SMILE_ID_BASE_URL } = env;
  const hasAddress = Boolean(SMILE_ID_ENVIRONMENT || SMILE_ID_BASE_URL);
  if (need === 'key' && !hasAddress) return { ...env, SMILE_ID_ENVIRONMENT: 'sandbox' };
  if (need === 'address' && partner === undefined) return { ...STAND_INS, SMILE_ID_ENVIRONMENT, SMILE_ID_BASE_URL };
  return env;
}

function unknownPartner(name: string, { env }: Context): string {
  const names = partnerNamesOf(env.SMILE_ID_PARTNERS ?? '');
  if (name === DEFAULT_PARTNER) return '--partner is for profiles with a name: leave it out for the one without';
  return names.length === 0
    ? '--partner names a profile, and SMILE_ID_PARTNERS lists none: set it, or leave --partner out'
    : `--partner is none of SMILE_ID_PARTNERS: give ${printable(names.join(', '))}`;
}
