import { VerificationFailure } from '../domain/failure.ts';
import type { PartnerOptions } from '../simulator/options.ts';
import type { Context } from './context.ts';

/**
 * The accounts that the simulator knows: the one whose key signs here first, then those of SMILEFLOW_SIMULATOR_PARTNERS,
 * then those of the command line, where a key goes before one that was named earlier for the same partner.
 * @throws VerificationFailure `invalid-request` with all problems in one sentence; never with a key
 */
export function readSimulatedPartners(env: Context['env'], options: readonly string[]): PartnerOptions[] {
  const own = env.SMILE_ID_API_KEY || undefined;
  const ownId = env.SMILE_ID_PARTNER_ID || '085';
  const problems: string[] = [];
  const keys = new Map([[ownId, own ?? 'a-test-api-key']]);
  const listed = (env.SMILEFLOW_SIMULATOR_PARTNERS ?? '').split(',').filter((text) => text.trim() !== '');
  for (const [source, texts] of [
    ['SMILEFLOW_SIMULATOR_PARTNERS', listed],
    ['--partner', options],
  ] as const) {
    const named = new Set<string>();
    texts.forEach((text, index) => {
      const [, id = '', key = ''] = /^\s*([^=\s]+)=(\S+)\s*$/.exec(text) ?? [];
      if (key === '') problems.push(`the ${index + 1}. of ${source} is not written as id=key`);
      else if (named.has(id)) problems.push(`${source} names partner ${id} twice`);
      else if (id === ownId && own !== undefined && own !== key)
        problems.push(`${source} gives partner ${id} another key than SMILE_ID_API_KEY`);
      named.add(id);
      keys.set(id, key);
    });
  }
  if (problems.length > 0)
    throw new VerificationFailure('invalid-request', `The simulator has no such partners: ${problems.join('; ')}.`);
  return [...keys].map(([partnerId, apiKey]) => ({ partnerId, apiKey }));
}
