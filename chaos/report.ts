import type { ChaosReport, Progress } from './run-chaos.ts';

/** From so many verifications on, every cell of the matrix has to be hit. */
const FULL_RUN = 200;

export function isFullRun({ all }: Progress): boolean {
  return all >= FULL_RUN;
}

export function describeProgress({ afterMs, started, ended, all, hits, cells, kills }: Progress): string {
  return `${Math.round(afterMs / 1000)} s: ${started} of ${all} started, ${ended} ended; ${hits} faults in ${cells.hit} of ${cells.all} cells; killed: worker ${kills.worker}, gateway ${kills.gateway}, Temporal ${kills.temporal}`;
}

export function describeReport(report: ChaosReport): string {
  const { seed, matrix, missing, broken, endsByThemselves, paid, all, ended, notified, forgedNotifications } = report;
  const { worker, gateway, temporal } = endsByThemselves;
  return [
    matrix,
    '',
    describeProgress(report),
    `Ended by themselves, and were started again: worker ${worker}, gateway ${gateway}, Temporal ${temporal}.`,
    `Seed ${seed}: ${ended} of ${all} verifications are accounted for; ${paid} jobs were paid for.`,
    `The backend got ${notified} genuine notifications, doubles included, and ${forgedNotifications} others.`,
    ...broken.map((sentence) => `BROKEN: ${sentence}`),
    ...(isFullRun(report) ? missing.map((cell) => `NEVER HIT: ${cell}`) : []),
    broken.length > 0
      ? 'Promises were broken.'
      : isFullRun(report) && missing.length > 0
        ? 'Every promise held, and not every cell was hit.'
        : 'Every verification ended as it should, each paid for exactly once, and its backend was told.',
    '',
  ].join('\n');
}
