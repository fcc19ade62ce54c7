import { resolve } from 'node:path';
import { readClientConfig } from '../client/config.ts';
import { connectSmileflow, type Smileflow } from '../client/connect.ts';
import type { StackEvent } from '../dev/stack-events.ts';
import type { StackConfig } from '../dev/stack-schema.ts';
import type { Context } from './context.ts';
import { readLocalStackConfig, startLocalStack } from './local-stack.ts';

export interface DemoStack {
  readonly smileflow: Smileflow;
  /** URL of the namespace's workflows in the Web UI. */
  readonly webUi: string;
  /** True where the stack ran before the demo and goes on after it. */
  readonly isKept: boolean;
}

interface Place {
  readonly temporal: string;
  readonly ui: string;
  readonly namespace: string;
  readonly mediaDirectory: string;
}

/** Lends the local stack: the one that `npm start` is running already, or one for the time of the demo. */
export async function withDemoStack<T>(context: Context, use: (stack: DemoStack) => Promise<T>): Promise<T> {
  const config = await readLocalStackConfig(context);
  const running = await findRunning(context, config);
  if (running !== undefined) {
    context.err.write(`Using the local stack that is running at ${running.temporal}.\n`);
    return lend(running, true, use);
  }
  context.err.write('Starting the local stack …\n');
  const stack = await startLocalStack(context, config, (event) => tell(event, context));
  const { addresses, places } = stack;
  try {
    return await lend({ ...addresses, mediaDirectory: places.mediaDirectory }, false, use);
  } finally {
    await stack.stop();
  }
}

async function lend<T>(place: Place, isKept: boolean, use: (stack: DemoStack) => Promise<T>): Promise<T> {
  const { temporal, ui, namespace, mediaDirectory } = place;
  const smileflow = await connectSmileflow(
    readClientConfig({
      TEMPORAL_ADDRESS: temporal,
      TEMPORAL_NAMESPACE: namespace,
      SMILEFLOW_MEDIA_DIR: mediaDirectory,
      TEMPORAL_CONFIG_FILE: '',
    }),
  );
  try {
    return await use({ smileflow, webUi: `${ui}/namespaces/${namespace}/workflows`, isKept });
  } finally {
    await smileflow.close();
  }
}

/** The simulator answers at its port: then this folder's stack is up. */
async function findRunning({ cwd }: Context, config: StackConfig): Promise<Place | undefined> {
  const { temporal, simulator, namespace, media } = config;
  if (simulator.port === 0 || temporal.port === 0) return undefined;
  try {
    const health = await fetch(`http://127.0.0.1:${simulator.port}/_simulator/health`, {
      signal: AbortSignal.timeout(1_000),
    });
    if (!health.ok) return undefined;
  } catch {
    return undefined;
  }
  return {
    temporal: `${temporal.host}:${temporal.port}`,
    ui: `http://${temporal.host}:${temporal.uiPort}`,
    namespace,
    mediaDirectory: resolve(cwd, media.directory),
  };
}

/** A demo shows what starts and what goes wrong, not every line. */
function tell(event: StackEvent, { err }: Context): void {
  if (event.kind === 'ready') err.write(`  ${event.part} is up${event.address ? ` at ${event.address}` : ''}\n`);
  if (event.kind === 'died') err.write(`  ${event.part} ended by itself\n`);
}
