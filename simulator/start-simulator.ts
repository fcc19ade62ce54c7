import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { type Bill, listBills } from './bills.ts';
import type { EnrolmentState } from './enrolments.ts';
import { buildServer } from './http-server.ts';
import { type JobView, viewJob } from './job.ts';
import type { JournalEntry, WaitOptions } from './journal.ts';
import { resolveSettings, type SimulatorLogger, type SimulatorOptions } from './options.ts';
import { createSimulation } from './simulation.ts';

/** A running simulator. Everything it knows is in memory and gone with `close`. */
export interface Simulator {
  /** Origin without a trailing slash; the v1 base is `${url}/v1`. */
  url: string;
  port: number;
  /** Stops timers, deliveries in flight and open connections; answers that were held back are not sent any more. */
  close(): Promise<void>;
  /** All jobs, oldest first. */
  jobs(): JobView[];
  /** What was paid for, oldest job first. Repeats count. */
  bills(): Bill[];
  /** The last 10,000 events, oldest first. */
  journal(): JournalEntry[];
  /**
   * The first entry that fits, so that tests wait for events and not for time. Looks at entries written after this
   * call, or after `afterSeq` where given: 0 also finds what has already happened. Rejects after `timeoutMs` (10 000)
   * with the last entries in its message, and when the simulator is closed.
   */
  nextJournalEntry(fits: (entry: JournalEntry) => boolean, options?: WaitOptions): Promise<JournalEntry>;
  /** Puts a user on file without a job. The partner defaults to the first one, the state to `active`. */
  enrol(userId: string, partnerId?: string, state?: EnrolmentState): void;
}

/**
 * Starts Smile ID's sandbox on this machine: stateful, strict, with the vendor's codes (PROTOCOL 2–10, 19).
 *
 * Serves the upload products, job types 1, 2, 4, 6 and 11 (others are refused with 2212), and those that are one request,
 * job types 3, 5 and 7, with the list of what can be looked up.
 *
 * Rejects with Node's own error when the port is taken (`code` EADDRINUSE), the host is none of this machine, or the
 * certificate is unusable; with a RangeError that names every problem for options that cannot be.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const settings = resolveSettings(options);
  let url = '';
  const simulation = createSimulation(settings, chooseLogger(options.logger), () => options.publicUrl ?? url);
  const server = buildServer(simulation, options.tls);
  const host = options.host ?? '127.0.0.1';
  await server.listen({ host, port: options.port ?? 0 });
  const { port } = server.server.address() as AddressInfo;
  url = `${options.tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;

  return {
    url,
    port,
    async close() {
      simulation.timers.stop();
      simulation.closing.abort();
      simulation.journal.stop();
      await server.close();
    },
    jobs: () => simulation.jobs.all().map(viewJob),
    bills: () => listBills(simulation.jobs.all()),
    journal: () => simulation.journal.entries(),
    nextJournalEntry: (fits, wait) => simulation.journal.next(fits, wait),
    enrol(userId, partnerId = settings.partners[0]?.partnerId ?? '', state = 'active') {
      simulation.enrolments.enrol(partnerId, userId, state);
      simulation.journal.write({ kind: 'enrolment', partnerId, userId, state });
    },
  };
}

function chooseLogger(logger: SimulatorOptions['logger']): SimulatorLogger | undefined {
  if (logger === true) return pino({ name: 'simulator' });
  return logger === false ? undefined : logger;
}
