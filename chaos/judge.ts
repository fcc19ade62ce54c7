import type { Outcome } from '../domain/outcome.ts';
import type { Simulator } from '../simulator/start-simulator.ts';
import type { Subject } from './population.ts';

/** How a verification ended; without an outcome it is lost. */
export interface Ending {
  readonly subject: Subject;
  readonly outcome?: Outcome;
  /** What it was doing when nobody waited for it any longer. */
  readonly lastSentence?: string;
  /** Results that contradict the outcome afterwards. */
  readonly corrections?: number;
  /** What its backend was told of its end: once, however often it came. */
  readonly told?: readonly (Outcome['decision'] | undefined)[];
}

/** Every promise that was broken, as sentences; none where the run was good. */
export function judge(endings: readonly Ending[], simulator: Pick<Simulator, 'bills'>): string[] {
  const bills = new Map(simulator.bills().map(({ jobId, times }) => [jobId, times]));
  const known = new Set(endings.map(({ subject }) => subject.verificationId));
  return [
    ...endings.flatMap(({ subject: { verificationId, kind }, outcome, lastSentence, corrections = 0, told = [] }) => {
      const times = bills.get(verificationId) ?? 0;
      return [
        outcome === undefined ? `${verificationId} was lost: ${lastSentence ?? 'nobody knows it'}` : '',
        outcome !== undefined && (outcome.decision !== kind.decision || outcome.decidedBy !== kind.decidedBy)
          ? `${verificationId} ended as ${outcome.decision} by ${outcome.decidedBy}, and should have been ${kind.decision} by ${kind.decidedBy}: ${outcome.sentence}`
          : '',
        times === 1 ? '' : `${verificationId} was paid for ${times} times`,
        outcome !== undefined && (told.length !== 1 || told[0] !== outcome.decision)
          ? `${verificationId} ended as ${outcome.decision}, and its backend was told of ${told.join(', ') || 'no'} end`
          : '',
        corrections === 0 ? '' : `${verificationId} was contradicted afterwards`,
      ].filter(Boolean);
    }),
    ...[...bills.keys()]
      .filter((jobId) => !known.has(jobId))
      .map((jobId) => `a job ${jobId} was paid for that nobody asked for`),
  ];
}
