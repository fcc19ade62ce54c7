import { Client, Connection } from '@temporalio/client';
import { addressOf, type ClientConfig } from './config.ts';
import { CONNECT_MS, type Smileflow, smileflowOver } from './create-smileflow.ts';
import { unreachable } from './temporal-errors.ts';

export type { Smileflow, StartedVerification } from './create-smileflow.ts';

/**
 * Connects to Temporal, for a backend that starts verifications and reads them. One for a process; `close()` ends the connection.
 * @param config as `readClientConfig` reads it
 * @throws VerificationFailure `unavailable` if Temporal cannot be reached
 */
export async function connectSmileflow(config: ClientConfig): Promise<Smileflow> {
  const { connectionOptions } = config.temporal;
  const connection = await Connection.connect({ connectTimeout: CONNECT_MS, ...connectionOptions }).catch(() => {
    throw unreachable(addressOf(connectionOptions));
  });
  return smileflowOn(connection, config);
}

/** Connects at the first call, and again whenever need be: for a process that must live through Temporal's absence. */
export function connectSmileflowLazily(config: ClientConfig): Smileflow {
  return smileflowOn(Connection.lazy(config.temporal.connectionOptions), config);
}

function smileflowOn(connection: Connection, { temporal, ...settings }: ClientConfig): Smileflow {
  const client = new Client({ connection, namespace: temporal.namespace });
  return {
    ...smileflowOver(client, settings, addressOf(temporal.connectionOptions)),
    close: () => connection.close(),
  };
}
