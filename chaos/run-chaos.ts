import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { readClientConfig } from '../client/config.ts';
import { connectSmileflow, type Smileflow } from '../client/connect.ts';
import type { StackEvent } from '../dev/stack-events.ts';
import type { StackConfig } from '../dev/stack-schema.ts';
import { type Simulator, startSimulator } from '../simulator/start-simulator.ts';
import { withAftermath } from './aftermath.ts';
import { type Coverage, createCoverage } from './coverage.ts';
import { createDirector } from './director.ts';
import { type Ending, judge } from './judge.ts';
import { chaosKinds } from './kinds.ts';
import { actAsOperator } from './operator.ts';
import { populate, type Subject } from './population.ts';
import { createRandom } from './random.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { createSaboteur } from './saboteur.ts';
import { createStateReader } from './states.ts';
import { openTown, type Town } from './town.ts';
import { untilDone } from './until-done.ts';

/** A reviewer's two hours take 18 seconds, so that much can happen in them. */
const TIME_SCALE = 400;
/** From one start to the next. */
const SPACING_MS = 500;

export interface ChaosPlan {
  readonly verifications: number;
  readonly seed: number;
  /** When those that have not ended count as lost. */
  readonly patienceMs: number;
  readonly config: StackConfig;
  readonly cli: { readonly path: string; readonly version: string };
  readonly env: NodeJS.ProcessEnv;
  readonly packageRoot: string;
  readonly workDir: string;
  readonly onEvent: (event: StackEvent) => void;
  /** Told from time to time how far it is. */
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

export interface Progress {
  readonly afterMs: number;
  readonly started: number;
  readonly ended: number;
  readonly all: number;
  readonly hits: number;
  readonly cells: { readonly hit: number; readonly all: number };
  readonly kills: Town['kills'];
}

export interface ChaosReport extends Progress {
  readonly seed: number;
  readonly matrix: string;
  readonly missing: readonly string[];
  /** Promises that were broken; empty where all is well. */
  readonly broken: readonly string[];
  readonly endsByThemselves: Town['ends'];
  readonly paid: number;
  /** Genuine notifications that the backend got, doubles included, and those that were not genuine. */
  readonly notified: number;
  readonly forgedNotifications: number;
}

/** Runs verifications of every kind while everything goes wrong, and tells which promises held. */
export async function runChaos(plan: ChaosPlan): Promise<ChaosReport> {
  const random = createRandom(plan.seed);
  const receiver = await startReceiver(plan.config.worker.notificationKeys ?? '', createRandom(plan.seed));
  const subjects = populate(plan.verifications, chaosKinds(plan.packageRoot), random, receiver.url);
  const coverage = createCoverage();
  const startedAtMs = Date.now();
  let chooseFault: ReturnType<typeof createDirector> = async () => undefined;
  const simulator = await startSimulator({
    timeScale: TIME_SCALE,
    // Of what is not documented, the worst: a second upload, or a job that is prepared again, is paid for again, and
    // what has arrived is denied for a while.
    quirks: { secondPut: 'processed-again', retryKnowsProcessed: false, zipLagMs: 1_500 * TIME_SCALE },
    callbacks: { retryDelaysMs: [1_000, 3_000, 9_000] },
    hooks: { chooseFault: (call) => chooseFault(call) },
  });
  try {
    const town = await openTown({ ...plan, simulator: simulator.url });
    try {
      const connection = Connection.lazy({ address: town.addresses.temporal });
      const smileflow = await connectSmileflow(readClientConfig(town.clientEnv));
      try {
        const readState = createStateReader(new Client({ connection, namespace: plan.config.namespace }));
        const run = { plan, subjects, coverage, simulator, receiver, town, smileflow, random, readState, startedAtMs };
        return await carryOut(run, (choose) => {
          chooseFault = choose;
        });
      } finally {
        await smileflow.close();
        await connection.close();
      }
    } finally {
      await town.close();
    }
  } finally {
    await simulator.close();
    await receiver.close();
  }
}

interface Run {
  readonly plan: ChaosPlan;
  readonly subjects: readonly Subject[];
  readonly coverage: Coverage;
  readonly simulator: Simulator;
  readonly receiver: Receiver;
  readonly town: Town;
  readonly smileflow: Smileflow;
  readonly random: ReturnType<typeof createRandom>;
  readonly readState: ReturnType<typeof createStateReader>;
  readonly startedAtMs: number;
}

async function carryOut(
  { plan, subjects, coverage, simulator, receiver, town, smileflow, random, readState, startedAtMs }: Run,
  direct: (choose: ReturnType<typeof createDirector>) => void,
): Promise<ChaosReport> {
  const open = new Set<Subject>();
  const endings: Ending[] = [];
  const isOver = new AbortController();
  const lost = AbortSignal.any([isOver.signal, plan.signal, AbortSignal.timeout(plan.patienceMs)]);
  // Every verification listens.
  setMaxListeners(0, lost);
  let started = 0;
  const progress = (): Progress => ({
    afterMs: Date.now() - startedAtMs,
    started,
    ended: endings.length,
    all: subjects.length,
    hits: coverage.total(),
    cells: coverage.cells(),
    kills: { ...town.kills },
  });

  const openNow = () => [...open];
  const saboteur = createSaboteur({ town, random, coverage, readState, open: openNow });
  direct(createDirector({ subjects, random, coverage, readState, sabotage: (state) => saboteur.inTheMiddle(state) }));

  const live = async (subject: Subject): Promise<void> => {
    if (subject.kind.isEnrolled) simulator.enrol(subject.request.userId);
    await untilDone(() => smileflow.start(subject.request), lost);
    started += 1;
    open.add(subject);
    const handle = smileflow.open(subject.verificationId);
    const outcome = await untilDone(() => handle.result(), lost);
    const lastSentence = outcome === undefined ? (await readState(subject.verificationId))?.sentence : undefined;
    open.delete(subject);
    endings.push({
      subject,
      ...(outcome === undefined ? {} : { outcome }),
      ...(lastSentence === undefined ? {} : { lastSentence }),
    });
  };

  const lives: Promise<void>[] = [];
  const ticking = setInterval(() => plan.onProgress(progress()), 5_000);
  const everything = (async () => {
    for (const subject of subjects) {
      lives.push(live(subject));
      await sleep(SPACING_MS);
    }
    await Promise.all(lives);
  })();
  // Begins with somebody to disturb.
  const mischief = untilDone(async () => {
    if (open.size === 0) throw new Error('nobody is there yet');
  }, lost).then(() =>
    Promise.all([
      saboteur.atRandom('worker', isOver.signal),
      saboteur.atRandom('gateway', isOver.signal),
      saboteur.atRandom('temporal', isOver.signal),
      actAsOperator({ smileflow, simulator, readState, open: openNow, signal: isOver.signal }),
    ]),
  );
  await everything;
  clearInterval(ticking);
  isOver.abort();
  await mischief;
  // Nobody is killed any more, so that what is still under way can arrive.
  const judged = await Promise.all(endings.map((ending) => withAftermath(ending, smileflow, receiver, plan.signal)));

  return {
    ...progress(),
    seed: plan.seed,
    matrix: coverage.print(),
    missing: coverage.missing(),
    broken: judge(judged, simulator),
    forgedNotifications: receiver.forged(),
    notified: receiver.deliveries(),
    endsByThemselves: { ...town.ends },
    paid: simulator.bills().length,
  };
}
