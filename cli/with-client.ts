import type { Smileflow } from '../client/connect.ts';
import type { Context } from './context.ts';
import { unlessInterrupted } from './interrupted.ts';

/** Lends a connected client, and closes it. Temporal's SDK is loaded only here, so that a wrong option is told at once. */
export async function withClient<T>(
  context: Context,
  use: (smileflow: Smileflow) => Promise<T>,
  { startsVerifications = false }: { readonly startsVerifications?: boolean } = {},
): Promise<T> {
  const { readClientConfig } = await import('../client/config.ts');
  const config = readClientConfig(context.env, { startsVerifications });
  const { connectSmileflow } = await import('../client/connect.ts');
  const smileflow = await unlessInterrupted(context, connectSmileflow(config));
  try {
    return await use(smileflow);
  } finally {
    await smileflow.close();
  }
}
