import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';

export function printGenuineness(isGenuine: boolean, { out }: Context, json: boolean): ExitCode {
  const sentence = isGenuine
    ? 'genuine: made with a key of this account'
    : 'not genuine: made with no key of this account, or for another timestamp';
  out.write(json ? `${JSON.stringify({ isGenuine })}\n` : `${sentence}\n`);
  return isGenuine ? EXIT.ok : EXIT.notGenuine;
}
