import { deliverCallback } from './deliver-callback.ts';
import { inspectArchive } from './inspect-archive.ts';
import type { Job } from './job.ts';
import { outcomes } from './outcomes.ts';
import type { ResultRow } from './result-row.ts';
import { findScenario, type ScenarioStep } from './scenarios.ts';
import type { Simulation } from './simulation.ts';

/** Begins with a job whose first zip has arrived: at once, or after the `zipLagMs` quirk. */
export function processJob(simulation: Simulation, job: Job): void {
  if (findScenario(job.scenario).losesZip) {
    job.state = 'awaiting-zip';
    job.zip = undefined;
    return;
  }
  const { zipLagMs } = simulation.settings.quirks;
  if (zipLagMs === 0) beginProcessing(simulation, job);
  else simulation.timers.after(zipLagMs / simulation.settings.timeScale, () => beginProcessing(simulation, job));
}

/** From here on the job is paid for, whatever is in the zip. */
function beginProcessing(simulation: Simulation, job: Job): void {
  const { zip, zipSha256: sha256 } = job;
  if (!zip || !sha256) return;
  job.state = 'processing';
  job.paidRuns += 1;
  job.zip = undefined; // read now and not needed again: only the selfie is kept
  simulation.journal.write({ kind: 'processing-started', ...idsOf(job), sha256 });
  const { settings, timers } = simulation;
  const inspection = inspectArchive(zip, job.product);
  timers.after(settings.processingMs, () => {
    inspection.then(
      (found) => judge(simulation, job, found),
      (error: unknown) => simulation.journal.write({ kind: 'warning', ...idsOf(job), message: String(error) }),
    );
  });
}

function judge(simulation: Simulation, job: Job, found: Awaited<ReturnType<typeof inspectArchive>>): void {
  if (found.fault) {
    simulation.journal.write({ kind: 'warning', ...idsOf(job), message: found.detail });
    report(simulation, job, 'bad-archive', { ...job.product.results['bad-archive'], ...found.fault });
    return;
  }
  for (const message of found.warnings) simulation.journal.write({ kind: 'warning', ...idsOf(job), message });
  job.language = found.language;
  job.selfie = found.selfie;
  job.hasLivenessPictures = found.hasLivenessPictures;
  const { steps, completesWithText } = findScenario(job.scenario);
  job.completedWithText = completesWithText;
  takeSteps(simulation, job, steps);
}

function takeSteps(simulation: Simulation, job: Job, steps: readonly ScenarioStep[]): void {
  const [step, ...later] = steps;
  if (!step) return;
  const run = () => {
    report(simulation, job, step.outcome, job.product.results[step.outcome]);
    takeSteps(simulation, job, later);
  };
  if (step.afterMs === 0) run();
  else simulation.timers.after(step.afterMs / simulation.settings.timeScale, run);
}

function report(simulation: Simulation, job: Job, outcomeName: keyof typeof outcomes, row: ResultRow): void {
  const outcome = outcomes[outcomeName];
  const result = { row, outcome, reportedAt: new Date() };
  job.state = 'reported';
  job.results.push(result);
  if (outcome.enrols && job.product.enrols) {
    simulation.enrolments.enrol(job.partnerId, job.userId, 'active', job.selfie);
    simulation.journal.write({ kind: 'enrolment', ...idsOf(job), userId: job.userId, state: 'active' });
  }
  simulation.journal.write({
    kind: 'result',
    ...idsOf(job),
    resultCode: row.code,
    resultText: row.text,
    final: outcome.final,
  });
  deliverCallback(simulation, job, result);
}

function idsOf(job: Job): { jobId: string; partnerId: string } {
  return { jobId: job.jobId, partnerId: job.partnerId };
}
