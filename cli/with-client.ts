import { readClientConfig } from '../client/config.ts';
import { connectSmileflow, type Smileflow } from '../client/connect.ts';
import type { Context } from './context.ts';

/** Lends a connected client, and closes it. */
export async function withClient<T>({ env }: Context, use: (smileflow: Smileflow) => Promise<T>): Promise<T> {
  const smileflow = await connectSmileflow(readClientConfig(env));
  try {
    return await use(smileflow);
  } finally {
    await smileflow.close();
  }
}
