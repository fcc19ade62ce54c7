import type { VerificationHandle } from '../client/verification-handle.ts';
import type { StatusView } from '../domain/describe.ts';
import { checkVerificationId } from './check-verification-id.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { unlessInterrupted } from './interrupted.ts';
import { withClient } from './with-client.ts';

/** Does something to a verification, and prints where it stands then. */
export async function actOnVerification(
  context: Context,
  id: string,
  { json = false }: { readonly json?: boolean },
  act: (handle: VerificationHandle) => Promise<StatusView>,
): Promise<ExitCode> {
  const verificationId = checkVerificationId(id);
  return withClient(context, async (smileflow) => {
    const status = await unlessInterrupted(context, act(smileflow.open(verificationId)));
    context.out.write(json ? `${JSON.stringify(status)}\n` : `${status.state}: ${status.sentence}\n`);
    return EXIT.ok;
  });
}
