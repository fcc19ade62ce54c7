import { partnerNamesOf } from '../../domain/partner.ts';
import { prefixOf } from '../../smile-id/partners.ts';
import type { Context } from '../context.ts';
import { readFileInput } from '../read-input.ts';

type Environment = Context['env'];

/**
 * The environment with the API keys that stand in files: `SMILE_ID_API_KEY_FILE` names one with the key of the partner
 * profile without a name, `SMILE_ID_KENYA_API_KEY_FILE` that of `kenya`. Problems name neither a path, which may be a
 * key that was put into the wrong variable, nor anything of the content.
 */
export async function withKeysFromFiles(context: Context, problems: string[]): Promise<Environment> {
  const { env } = context;
  const prefixes = ['SMILE_ID_', ...partnerNamesOf(env.SMILE_ID_PARTNERS ?? '').map(prefixOf)];
  const keys = await Promise.all(prefixes.map((prefix) => readKey(`${prefix}API_KEY`, context, problems)));
  return { ...env, ...Object.assign({}, ...keys) };
}

/** As in an `.env` file. The base64 of a key ends with its equals signs. */
const ASSIGNMENT = /(?:^|[\s,])[A-Za-z_]\w*=[^=\s,]/;

/** Stands in for a key about which a problem is told already. */
const UNREAD = 'unread';

async function readKey(variable: string, context: Context, problems: string[]): Promise<Environment> {
  const path = context.env[`${variable}_FILE`];
  if (!path) return {};
  const refuse = (problem: string): Environment => {
    problems.push(problem);
    return { [variable]: UNREAD };
  };
  if (context.env[variable]) return refuse(`${variable} and ${variable}_FILE are both set: keep one of them`);
  const input = await readFileInput(path, context);
  if (input.kind === 'unreadable') return refuse(`the file that ${variable}_FILE names ${input.problem}`);
  const key = input.text.trim();
  if (key === '') return refuse(`the file that ${variable}_FILE names is empty: put the key into it`);
  if (ASSIGNMENT.test(key))
    return refuse(`the file that ${variable}_FILE names holds NAME=value: leave the key alone in it`);
  return { [variable]: key };
}
