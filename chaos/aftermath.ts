import type { Smileflow } from '../client/connect.ts';
import type { Ending } from './judge.ts';
import type { Receiver } from './receiver.ts';
import { untilDone } from './until-done.ts';

/** How long a notification may be on its way after everything else is over. */
const AFTERMATH_MS = 60_000;

/** What came of a verification after its end. A notification that waits for its next attempt is asked for now. */
export async function withAftermath(
  ending: Ending,
  smileflow: Smileflow,
  receiver: Receiver,
  signal: AbortSignal,
): Promise<Ending> {
  const { subject, outcome } = ending;
  const { verificationId } = subject;
  if (outcome === undefined) return ending;
  const handle = smileflow.open(verificationId);
  const patience = AbortSignal.any([signal, AbortSignal.timeout(AFTERMATH_MS)]);
  await untilDone(async () => {
    if (receiver.endsOf(verificationId).length > 0) return;
    for (const { key, state } of await handle.notifications())
      if (state !== 'delivered') await handle.redeliverNotification(key);
    throw new Error('not told yet');
  }, patience);
  const corrections = await handle.corrections();
  return { ...ending, told: receiver.endsOf(verificationId), corrections: corrections.length };
}
