import { Client, Connection } from '@temporalio/client';
import { VerificationFailure } from '../domain/failure.ts';
import { createFileSystemStore } from '../media/file-system-store.ts';
import { createCatalogue } from '../requests/services-catalogue.ts';
import { createServicesReader } from '../smile-id/services-reader.ts';
import { addressOf, type ClientConfig } from './config.ts';
import { createSearchAttributeCheck } from './search-attribute-check.ts';
import { type CallbackSignal, type SignalOutcome, signalCallback } from './signal-callback.ts';
import type { StartRequest } from './start-request.ts';
import { type Started, startVerification } from './start-verification.ts';
import { toFailure, unreachable } from './temporal-errors.ts';
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
  close(): Promise<void>;
}

const NO_KEY = 'This client was configured without a fingerprint key, so it cannot start verifications.';
const CONNECT_MS = 5_000;
const CALL_MS = 10_000;

/** @throws VerificationFailure `unavailable` if Temporal cannot be reached */
export async function connectSmileflow(config: ClientConfig): Promise<Smileflow> {
  const { connectionOptions } = config.temporal;
  const connection = await Connection.connect({ connectTimeout: CONNECT_MS, ...connectionOptions }).catch(() => {
    throw unreachable(addressOf(connectionOptions));
  });
  return createSmileflow(connection, config);
}

/** Connects at the first call, and again whenever need be: for a process that must live through Temporal's absence. */
export function connectSmileflowLazily(config: ClientConfig): Smileflow {
  return createSmileflow(Connection.lazy(config.temporal.connectionOptions), config);
}

function createSmileflow(connection: Connection, config: ClientConfig): Smileflow {
  const { namespace } = config.temporal;
  const temporal = new Client({ connection, namespace });
  const media = createFileSystemStore(config.mediaDirectory);
  const address = addressOf(config.temporal.connectionOptions);
  const hasSearchAttributes = createSearchAttributeCheck(connection, namespace);
  const open = (verificationId: string): VerificationHandle => openVerification(temporal, verificationId, address);
  const { fingerprintKey, defaults = {}, smileIdUrl, partnerNames } = config;
  const readCatalogue =
    smileIdUrl === undefined ? undefined : createCatalogue({ fetchCatalogue: createServicesReader(smileIdUrl) });

  return {
    async start(request) {
      if (fingerprintKey === undefined) throw new VerificationFailure('invalid-request', NO_KEY);
      refuseUnknownPartner(request, partnerNames);
      const dependencies = { temporal, media, fingerprintKey, hasSearchAttributes, defaults, readCatalogue };
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
    close: () => connection.close(),
  };
}

/** A mistyped name would start a verification that no worker can carry forward. */
function refuseUnknownPartner({ partner }: StartRequest, names: readonly string[] | undefined): void {
  if (partner === undefined || names === undefined || names.includes(partner)) return;
  const problem = `partner is none of those that SMILE_ID_PARTNERS names: ${names.join(', ')}`;
  throw new VerificationFailure('invalid-request', `The verification was not started: ${problem}.`, {
    problems: [problem],
  });
}
