import type { Client } from '@temporalio/client';
import { VerificationFailure } from '../domain/failure.ts';
import { createFileSystemStore } from '../media/file-system-store.ts';
import { createCatalogue } from '../requests/services-catalogue.ts';
import { createServicesReader } from '../smile-id/services-reader.ts';
import { type ClientConfig, refuseDevelopmentKey } from './config.ts';
import { createSearchAttributeCheck } from './search-attribute-check.ts';
import { type CallbackSignal, type SignalOutcome, signalCallback } from './signal-callback.ts';
import type { StartRequest } from './start-request.ts';
import { type Started, startVerification } from './start-verification.ts';
import { toFailure } from './temporal-errors.ts';
import { openVerification, type VerificationHandle } from './verification-handle.ts';

/** A verification as it was started, or attached to. */
export type StartedVerification = VerificationHandle & Pick<Started, 'isNew' | 'warnings'>;

/** Starts verifications and reads them, from a backend service. One for a process; safe to share. */
export interface Smileflow {
  /**
   * Starts a verification, or attaches to the running or ended one of the same id and input.
   * @throws VerificationFailure `invalid-request` with all `problems`, before anything is stored or sent;
   * `different-input` if the id belongs to another input; `unavailable` if Temporal is away
   */
  start(request: StartRequest): Promise<StartedVerification>;
  /** Opens a verification by its id; whether it exists shows at the first call. */
  open(verificationId: string): VerificationHandle;
  /** Tells a verification that a verified callback arrived. */
  signalCallback(signal: CallbackSignal): Promise<SignalOutcome>;
  /** Whether Temporal answers. */
  isReachable(): Promise<boolean>;
  /** Closes the connection that was made here; one that came with a client of yours stays open. */
  close(): Promise<void>;
}

/** What `readClientConfig` reads, but the connection. */
export type ClientSettings = Omit<ClientConfig, 'temporal'>;

export interface SmileflowOptions extends ClientSettings {
  /** Yours, with its connection, namespace, interceptors and data converter. */
  readonly client: Client;
}

const NO_KEY = 'This client was configured without a fingerprint key, so it cannot start verifications.';
export const CONNECT_MS = 5_000;
const CALL_MS = 10_000;

/**
 * Works through a Temporal client that you have already. Where a worker of your own carries the verifications forward,
 * `taskQueue` is its task queue.
 * @throws VerificationFailure `invalid-request` without a fingerprint key of your own, unless the client's connection tells
 * that Temporal is on this machine; a worker's `NativeConnection` does not tell where it leads
 */
export function createSmileflow({ client, ...settings }: SmileflowOptions): Smileflow {
  const address = addressIn(client);
  refuseDevelopmentKey(settings.fingerprintKey, address);
  return smileflowOver(client, settings, address ?? 'the address of your client');
}

/** @param address of Temporal, for sentences */
export function smileflowOver(temporal: Client, settings: ClientSettings, address: string): Smileflow {
  const { connection } = temporal;
  const { namespace } = temporal.options;
  const media = createFileSystemStore(settings.mediaDirectory);
  const hasSearchAttributes = createSearchAttributeCheck(connection, namespace);
  const open = (verificationId: string): VerificationHandle => openVerification(temporal, verificationId, address);
  const { taskQueue, fingerprintKey, defaults = {}, smileIdUrl, partnerNames } = settings;
  const readCatalogue =
    smileIdUrl === undefined ? undefined : createCatalogue({ fetchCatalogue: createServicesReader(smileIdUrl) });

  return {
    async start(request) {
      if (fingerprintKey === undefined) throw new VerificationFailure('invalid-request', NO_KEY);
      refuseUnknownPartner(request, partnerNames);
      const dependencies = { temporal, media, taskQueue, fingerprintKey, hasSearchAttributes, defaults, readCatalogue };
      try {
        const { verificationId, isNew, warnings } = await startVerification(dependencies, request);
        return { ...open(verificationId), isNew, warnings };
      } catch (error) {
        throw toFailure(error, request.verificationId ?? '', address);
      }
    },
    open,
    signalCallback: (signal) => connection.withDeadline(Date.now() + CALL_MS, () => signalCallback(temporal, signal)),
    async isReachable() {
      try {
        await connection.withDeadline(Date.now() + CONNECT_MS, () =>
          connection.workflowService.describeNamespace({ namespace }),
        );
        return true;
      } catch {
        return false;
      }
    },
    close: async () => undefined,
  };
}

/** Undefined where it does not tell: a worker's connection keeps no address. */
function addressIn({ connection }: Client): string | undefined {
  return (connection as { readonly options?: { readonly address?: string } }).options?.address;
}

/** A mistyped name would start a verification that no worker can carry forward. */
function refuseUnknownPartner({ partner }: StartRequest, names: readonly string[] | undefined): void {
  if (partner === undefined || names === undefined || names.includes(partner)) return;
  const problem = `partner is none of those that SMILE_ID_PARTNERS names: ${names.join(', ')}`;
  throw new VerificationFailure('invalid-request', `The verification was not started: ${problem}.`, {
    problems: [problem],
  });
}
