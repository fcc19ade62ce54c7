import { randomUUID } from 'node:crypto';
import type { Smileflow } from '../client/connect.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Context } from './context.ts';
import { type DemoScenario, demoScenarios } from './demo-scenarios.ts';
import { follow } from './follow.ts';
import { Interrupted } from './interrupted.ts';

export interface DemoVerification {
  readonly product: string;
  readonly scenario: string;
  readonly verificationId: string;
  readonly workflowId: string;
  readonly outcome: Outcome['decision'];
  readonly decidedBy: Outcome['decidedBy'];
  readonly expected: DemoScenario['expected'];
  readonly historyEvents: number;
  /** From the call that started it to its outcome. */
  readonly durationMs: number;
  /** Where to look at it. */
  readonly webUi: string;
}

interface DemoPlan {
  readonly context: Context;
  readonly smileflow: Smileflow;
  readonly webUi: string;
}

/** Runs every scenario, one after the other, so that each can be watched. */
export async function runDemo(plan: DemoPlan): Promise<DemoVerification[]> {
  const run = randomUUID().slice(0, 8);
  const done: DemoVerification[] = [];
  for (const scenario of demoScenarios(plan.context.packageRoot)) done.push(await runOne(plan, scenario, run));
  return done;
}

async function runOne({ context, smileflow, webUi }: DemoPlan, scenario: DemoScenario, run: string) {
  const { err, stopSignal } = context;
  const { title, name, person, request, expected, meanwhile } = scenario;
  const startedAt = performance.now();
  const handle = await smileflow.start({
    ...request,
    verificationId: `demo-${name}-${run}`,
    userId: `demo-user-${person}-${run}`,
  });
  const { verificationId, workflowId } = handle;
  const page = `${webUi}/${workflowId}`;
  err.write(`\n${title}\n  ${page}\n`);
  const acting = meanwhile?.(handle, stopSignal);
  const outcome = await follow(handle, (sentence) => err.write(`  ${sentence}\n`), stopSignal);
  await acting;
  const durationMs = Math.round(performance.now() - startedAt);
  if (outcome === undefined) throw new Interrupted('The demo was interrupted.');
  err.write(`  ${outcome.decision}: ${outcome.sentence}\n`);
  return {
    product: request.product,
    scenario: name,
    verificationId,
    workflowId,
    outcome: outcome.decision,
    decidedBy: outcome.decidedBy,
    expected,
    historyEvents: await handle.historyEvents(),
    durationMs,
    webUi: page,
  } satisfies DemoVerification;
}

/** Whether it ended as its scenario promises, and by whom. */
export function isAsExpected({ outcome, decidedBy, expected }: DemoVerification): boolean {
  return outcome === expected.decision && decidedBy === expected.decidedBy;
}

export function demoTable(verifications: readonly DemoVerification[], isKept: boolean): string {
  const rows = [
    ['product', 'outcome', 'decided by', 'history events', 'duration'],
    ...verifications.map(({ product, outcome, decidedBy, historyEvents, durationMs }) => [
      product,
      outcome,
      decidedBy ?? 'nobody',
      String(historyEvents),
      `${(durationMs / 1000).toFixed(1)} s`,
    ]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const table = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const look = verifications.map(({ webUi }) => `  ${webUi}`).join('\n');
  return `\n${table.join('\n')}\n\nLook at them in the Temporal Web UI${isKept ? '' : ' (after: npm start)'}:\n${look}\n`;
}
