import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, makeTelemetryFilterString, Runtime, Worker } from '@temporalio/worker';
import { PRODUCTS } from '../../domain/product.ts';
import { NOTIFICATION, RESULT_CORRECTION } from '../../workflows/messages.ts';

const histories = fileURLToPath(new URL('./histories', import.meta.url));
const bundle = fileURLToPath(new URL('../../dist/workflow-bundle.js', import.meta.url));
const recorded = readdirSync(histories, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .sort();

// Histories that must fail are part of the matter: no word about each.
Runtime.install({
  logger: new DefaultLogger('ERROR', () => undefined),
  telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
});

type Json = { [key: string]: Json } & Json[] & string;

function read(name: string): Json {
  return JSON.parse(readFileSync(`${histories}/${name}`, 'utf8')) as Json;
}

async function replay(history: Json): Promise<void> {
  const workflowId = history.events?.[0]?.workflowExecutionStartedEventAttributes?.workflowId ?? 'unknown';
  await Worker.runReplayHistory(
    { workflowBundle: { codePath: bundle } },
    historyFromJSON(history as unknown as Parameters<typeof historyFromJSON>[0]),
    workflowId,
  );
}

describe('replay of recorded histories', () => {
  it('covers every product', () => {
    const types = recorded.map(
      (name) => read(name).events?.[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name,
    );
    const products = Object.values(PRODUCTS).map(({ workflowType }): string => workflowType);
    expect(new Set(types)).toEqual(new Set([...products, RESULT_CORRECTION, NOTIFICATION]));
  });

  it.each(recorded)('%s runs through the present code as it ran then', async (name) => {
    await replay(read(name));
  });

  it.each(recorded)('%s with another activity in it is found out', async (name) => {
    const history = read(name);
    const scheduled = [...(history.events ?? [])].filter((event) => event.activityTaskScheduledEventAttributes);
    const activityType = scheduled.at(-1)?.activityTaskScheduledEventAttributes?.activityType as unknown as {
      name: string;
    };
    activityType.name = activityType.name === 'prepareUpload' ? 'uploadPackage' : 'prepareUpload';
    await expect(replay(history)).rejects.toMatchObject({ name: 'DeterminismViolationError' });
  });

  it.each(recorded)('%s with another answer in it is found out', async (name) => {
    const history = read(name);
    const events = [...(history.events ?? [])];
    const index = events.findLastIndex((event) => event.activityTaskCompletedEventAttributes);
    const completed = events[index]?.activityTaskCompletedEventAttributes?.result?.payloads?.[0] as unknown as {
      data: string;
    };
    completed.data = Buffer.from(JSON.stringify({ kind: 'upload-expired' })).toString('base64');
    await expect(replay(history)).rejects.toThrow();
  });
});
