import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Smileflow } from '../client/connect.ts';
import type { StartRequest } from '../client/start-request.ts';
import type { Decision } from '../domain/outcome.ts';
import { PRODUCTS, type ProductName } from '../domain/product.ts';
import type { Context } from './context.ts';
import { follow } from './follow.ts';
import { Interrupted } from './interrupted.ts';

export interface DemoVerification {
  readonly product: ProductName;
  readonly verificationId: string;
  readonly workflowId: string;
  readonly outcome: Decision;
  readonly expected: Decision;
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

/** Enrols a new user, then authenticates the same one. */
export async function runDemo(plan: DemoPlan): Promise<DemoVerification[]> {
  const run = randomUUID().slice(0, 8);
  const done: DemoVerification[] = [];
  for (const product of Object.values(PRODUCTS)) {
    const short = product.name.replace('smartselfie-', '');
    const request: StartRequest = {
      product: product.name,
      verificationId: `demo-${short}-${run}`,
      userId: `demo-user-${run}`,
      ...samplesFor(short, plan.context.packageRoot),
    };
    done.push(await runOne(plan, product.title, request));
  }
  return done;
}

async function runOne({ context, smileflow, webUi }: DemoPlan, title: string, request: StartRequest) {
  const { err, stopSignal } = context;
  const startedAt = performance.now();
  const handle = await smileflow.start(request);
  const { verificationId, workflowId } = handle;
  const page = `${webUi}/${workflowId}`;
  err.write(`\n${title}\n  ${page}\n`);
  const outcome = await follow(handle, (sentence) => err.write(`  ${sentence}\n`), stopSignal);
  const durationMs = Math.round(performance.now() - startedAt);
  if (outcome === undefined) throw new Interrupted('The demo was interrupted.');
  err.write(`  ${outcome.decision}: ${outcome.sentence}\n`);
  return {
    product: request.product,
    verificationId,
    workflowId,
    outcome: outcome.decision,
    expected: 'approved',
    historyEvents: await handle.historyEvents(),
    durationMs,
    webUi: page,
  } satisfies DemoVerification;
}

function samplesFor(folder: string, packageRoot: string): Pick<StartRequest, 'selfie' | 'liveness'> {
  const at = (name: string): string => join(packageRoot, 'samples', folder, name);
  return {
    selfie: at('selfie.jpg'),
    liveness: [1, 2, 3, 4, 5, 6, 7, 8].map((number) => at(`liveness-${number}.jpg`)),
  };
}

export function demoTable(verifications: readonly DemoVerification[], isKept: boolean): string {
  const rows = [
    ['product', 'outcome', 'history events', 'duration'],
    ...verifications.map(({ product, outcome, historyEvents, durationMs }) => [
      product,
      outcome,
      String(historyEvents),
      `${(durationMs / 1000).toFixed(1)} s`,
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const table = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const look = verifications.map(({ webUi }) => `  ${webUi}`).join('\n');
  return `\n${table.join('\n')}\n\nLook at them in the Temporal Web UI${isKept ? '' : ' (after: npm start)'}:\n${look}\n`;
}
