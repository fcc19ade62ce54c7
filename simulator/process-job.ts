import { chooseByIdNumber } from './choose-scenario.ts';
import { deliverCallback } from './deliver-callback.ts';
import { inspectArchive } from './inspect-archive.ts';
import type { Job, JobResult } from './job.ts';
import { findOutcome, type OutcomeName } from './outcomes.ts';
import type { ResultRow } from './result-row.ts';
import { findScenario, type ScenarioStep } from './scenarios.ts';
import type { Simulation } from './simulation.ts';

/** From the authority's answer to the machine's result, as recorded. Divided by timeScale. */
const afterLookupMs = 1000;

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
  const inspection = inspectArchive(Buffer.concat(zip), job.product, job.usesEnrolledImage);
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
    reportBadArchive(simulation, job, found.fault);
    return;
  }
  for (const message of found.warnings) simulation.journal.write({ kind: 'warning', ...idsOf(job), message });
  job.language = found.language;
  job.idInfo = found.idInfo;
  job.isByIdCard = found.isByIdCard;
  if (!job.usesEnrolledImage) job.selfie = found.selfie;
  job.documentFront = found.documentFront;
  job.documentBack = found.documentBack;
  job.hasLivenessPictures = found.hasLivenessPictures;
  if (job.product.looksUpIdNumber && !job.isByIdCard) {
    if (!job.idNumberIsCounted && !simulation.idNumberLimit.admits(job.partnerId, found.idInfo)) {
      report(simulation, job, 'id-number-blocked');
      return;
    }
    if (job.scenarioIsDefault) job.scenario = chooseByIdNumber(found.idInfo.id_number);
  }
  const { steps, completesWithText } = findScenario(job.scenario);
  job.completedWithText = completesWithText;
  takeSteps(simulation, job, steps);
}

/** Whether a partner hears of an info.json that cannot be used is open (U9); of other faults it does. */
function reportBadArchive(simulation: Simulation, job: Job, fault: { code: string; text: string }): void {
  const { archiveErrors } = simulation.settings.quirks;
  const isOpen = fault.code === '2203' || fault.code === '2213';
  if (isOpen && archiveErrors === 'none') return;
  const row = { ...job.product.results['bad-archive'], ...fault };
  report(simulation, job, 'bad-archive', row, isOpen && archiveErrors === 'callback-only');
}

export function takeSteps(simulation: Simulation, job: Job, steps: readonly ScenarioStep[], leastMs = 0): void {
  const [step, ...later] = steps;
  if (!step) return;
  const isLookup = findOutcome(step.outcome).partial === true;
  const isReported = job.product.results[step.outcome] !== undefined && !(isLookup && job.isByIdCard);
  const run = () => {
    if (isReported) report(simulation, job, step.outcome);
    takeSteps(simulation, job, later, isReported && isLookup ? afterLookupMs : 0);
  };
  const waitMs = Math.max(step.afterMs, leastMs);
  if (waitMs === 0) run();
  else simulation.timers.after(waitMs / simulation.settings.timeScale, run);
}

/** Reports what the product says about the outcome, and tells the callback URL; nothing if it has no words for it. */
export function report(
  simulation: Simulation,
  job: Job,
  outcomeName: OutcomeName,
  row: ResultRow | undefined = job.product.results[outcomeName],
  onlyByCallback = false,
): void {
  if (!row) return;
  const outcome = findOutcome(outcomeName);
  const result: JobResult = { row, outcome, reportedAt: new Date(), ...(onlyByCallback && { onlyByCallback }) };
  if (!outcome.partial) job.state = 'reported';
  job.results.push(result);
  if (outcome.enrols && job.product.enrols && !job.usesEnrolledImage) {
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
