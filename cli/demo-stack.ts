import type { Smileflow } from '../client/connect.ts';
import { type LocalAddresses, workerEnvironment } from '../dev/part-environment.ts';
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
  readonly isKept: boolean;
  readonly ui: string;
  readonly addresses: LocalAddresses;
}

/** Lends the local stack: the one that `npm start` is running already, or one for the time of the demo. */
export async function withDemoStack<T>(context: Context, use: (stack: DemoStack) => Promise<T>): Promise<T> {
  const config = await readLocalStackConfig(context);
  const running = await findRunning(config);
  if (running !== undefined) {
    context.err.write(`Using the local stack that is running at ${running.addresses.temporal}.\n`);
    return lend(context, config, running, use);
  }
  context.err.write('Starting the local stack …\n');
  const stack = await startLocalStack(context, config, (event) => tell(event, context));
  try {
    return await lend(context, config, { isKept: false, ui: stack.addresses.ui, addresses: stack.addresses }, use);
  } finally {
    await stack.stop();
  }
}

async function lend<T>({ cwd }: Context, config: StackConfig, place: Place, use: (stack: DemoStack) => Promise<T>) {
  const { readClientConfig } = await import('../client/config.ts');
  const { connectSmileflow } = await import('../client/connect.ts');
  const smileflow = await connectSmileflow(readClientConfig(workerEnvironment(config, place.addresses, cwd)));
  try {
    return await use({
      smileflow,
      webUi: `${place.ui}/namespaces/${config.namespace}/workflows`,
      isKept: place.isKept,
    });
  } finally {
    await smileflow.close();
  }
}

/** The simulator answers at its port: then this folder's stack is up. */
async function findRunning(config: StackConfig): Promise<Place | undefined> {
  const { temporal, simulator, gateway } = config;
  if ([temporal.port, temporal.uiPort, simulator.port, gateway.port].includes(0)) return undefined;
  try {
    const health = await fetch(`http://127.0.0.1:${simulator.port}/_simulator/health`, {
      signal: AbortSignal.timeout(1_000),
    });
    if (!health.ok) return undefined;
  } catch {
    return undefined;
  }
  return {
    isKept: true,
    ui: `http://${temporal.host}:${temporal.uiPort}`,
    addresses: {
      temporal: `${temporal.host}:${temporal.port}`,
      simulator: `http://127.0.0.1:${simulator.port}`,
      gateway: `http://127.0.0.1:${gateway.port}`,
    },
  };
}

/** A demo shows what starts and what goes wrong, not every line. */
function tell(event: StackEvent, { err }: Context): void {
  if (event.kind === 'ready') err.write(`  ${event.part} is up${event.address ? ` at ${event.address}` : ''}\n`);
  if (event.kind === 'died') err.write(`  ${event.part} ended by itself\n`);
}
