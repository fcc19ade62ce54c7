import { randomUUID } from 'node:crypto';
import type { JournalEntry } from '../../simulator/journal.ts';
import type { SimulatorOptions } from '../../simulator/options.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { readSmileIdConfig, type SmileIdConfig } from '../../smile-id/config.ts';
import { createSmileId, type SmileId } from '../../smile-id/smile-id.ts';
import { PARTNER } from '../smile-id/fixture.ts';
import type { Case, Implementation, Place } from './case.ts';

type Quirks = NonNullable<SimulatorOptions['quirks']>;
type Environment = Readonly<Record<string, string | undefined>>;

/** The simulator, and Smile ID's own sandbox where the environment has an account there. */
export function implementations(env: Environment): readonly Implementation[] {
  return [
    simulatorOf('The simulator', STRICT),
    simulatorOf('The simulator, with the other answer to each open question,', OTHERWISE),
    sandboxOf(env),
  ];
}

/** What is documented, taken at its strictest. */
const STRICT = { strictTimestampFormat: true, maxSkewMs: 300_000 } as const;

/** The other answer to each question that the ledger leaves open (PROTOCOL 20). */
const OTHERWISE: Quirks = {
  ...STRICT,
  legacyHashOn2314: true,
  zipLagMs: 1_000,
  alwaysFinal: true,
  finalityInCallbacks: true,
  resultWhileProcessing: 'absent',
  historyScope: 'user',
  retryKeepsSmileJobId: false,
  repeatedDirectJob: 'refused',
  directJobsInJobStatus: false,
  secondPut: 'processed-again',
  resignRedeliveries: false,
  compareNoFaceStatus: 400,
  provisionalIsComplete: false,
  jobIdScope: 'user',
  archiveErrors: 'callback-only',
  numericErrorCodes: true,
};

function simulatorOf(name: string, quirks: Quirks): Implementation {
  return {
    name,
    lacks: { 'the public certificate': 'no authority vouches for an address of this machine' },
    async lend({ simulator: options, run }) {
      // A second of processing takes 10 ms, a review of two hours more than a minute.
      const simulator = await startSimulator({ processingMs: 0, timeScale: 100, quirks, ...options });
      const { partnerId, apiKey } = PARTNER;
      const env = { SMILE_ID_PARTNER_ID: partnerId, SMILE_ID_API_KEY: apiKey, SMILE_ID_BASE_URL: simulator.url };
      try {
        await withPlace(readSmileIdConfig(env), run, {
          async processed(jobId) {
            // The authority's answer comes first, and is not yet about the person (PROTOCOL 10.2).
            const isDone = (entry: JournalEntry) =>
              entry.kind === 'result' && entry.jobId === jobId && entry.resultCode !== '1012';
            await simulator.nextJournalEntry(isDone, { afterSeq: 0 });
          },
          trouble: {
            async begin(rule) {
              const body = JSON.stringify({ rules: [rule] });
              const headers = { 'content-type': 'application/json' };
              const answer = await fetch(`${simulator.url}/_simulator/faults`, { method: 'PUT', headers, body });
              if (!answer.ok) throw new Error(await answer.text());
            },
            timesMet: () => simulator.journal().filter(({ kind }) => kind === 'fault').length,
            packagesTaken: (jobId) =>
              simulator.journal().filter((entry) => entry.kind === 'upload' && entry.jobId === jobId && entry.used)
                .length,
          },
        });
      } finally {
        await simulator.close();
      }
    },
  };
}

/** `SMILE_ID_PARTNER_ID`, `SMILE_ID_API_KEY` and `SMILE_ID_ENVIRONMENT=sandbox` name an account. Never production, where each job is paid for. */
function sandboxOf(env: Environment): Implementation {
  const { SMILE_ID_PARTNER_ID, SMILE_ID_API_KEY, SMILE_ID_ENVIRONMENT } = env;
  const absence =
    SMILE_ID_ENVIRONMENT === 'production'
      ? 'SMILE_ID_ENVIRONMENT is production, where jobs are billed and verify real people'
      : SMILE_ID_PARTNER_ID && SMILE_ID_API_KEY && SMILE_ID_ENVIRONMENT === 'sandbox'
        ? undefined
        : 'the environment names no account there';
  return {
    name: "Smile ID's sandbox",
    ...(absence === undefined ? {} : { absence }),
    lacks: {
      callbacks: 'it cannot reach this machine',
      'chosen comparisons': 'whether sandbox_result decides a comparison is not documented',
      faults: 'nothing goes wrong there on request',
      'jobs without a result': 'each job there gets one within seconds',
      'many requests': 'it would block a test number that others use',
      reviewers: 'nobody reviews there on request',
    },
    lend: ({ run }) =>
      withPlace(readSmileIdConfig({ SMILE_ID_PARTNER_ID, SMILE_ID_API_KEY, SMILE_ID_ENVIRONMENT }), run, {
        processed: async () => {},
      }),
  };
}

async function withPlace(
  config: SmileIdConfig,
  run: Case['run'],
  powers: Pick<Place, 'processed' | 'trouble'>,
): Promise<void> {
  const connected: SmileId[] = [];
  const connect = (change: Partial<SmileIdConfig>): SmileId => {
    const smileId = createSmileId({ ...config, ...change });
    connected.push(smileId);
    return smileId;
  };
  try {
    await run({
      smileId: connect({}),
      config,
      connect,
      newId: (what) => `conformance-${what}-${randomUUID()}`,
      ...powers,
    });
  } finally {
    for (const smileId of connected) smileId.close();
  }
}
