import type { SmileIdConfig } from '../../smile-id/config.ts';
import type { CallOptions } from '../../smile-id/connection.ts';
import type { SmileId } from '../../smile-id/smile-id.ts';
import type { Context } from '../context.ts';
import { unlessInterrupted } from '../interrupted.ts';
import { tellWhenSlow } from '../tell-when-slow.ts';

/** One call; it ends when the person leaves. Says what goes on once it takes longer than a second. */
export type Ask = <T>(
  doing: string,
  call: (smileId: SmileId, options: CallOptions) => Promise<T>,
  whenInterrupted?: string,
) => Promise<T>;

/** Lends calls to Smile ID, and drops the connections at the end. The library is loaded only here. */
export async function withSmileId<T>(
  context: Context,
  account: SmileIdConfig | undefined,
  use: (ask: Ask) => Promise<T>,
): Promise<T> {
  if (account === undefined) throw new Error('A command without an account is refused before.');
  const { createSmileId } = await import('../../smile-id/smile-id.ts');
  const smileId = createSmileId(account);
  const signal = context.stopSignal;
  const ask: Ask = (doing, call, whenInterrupted) =>
    unlessInterrupted(context, tellWhenSlow(context, doing, call(smileId, { signal })), whenInterrupted);
  try {
    return await use(ask);
  } finally {
    smileId.close();
  }
}
