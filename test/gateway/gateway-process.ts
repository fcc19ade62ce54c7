import { type Command, command } from '../cli/command.ts';
import type { World } from '../integration/world.ts';

export interface GatewayProcess extends Command {
  readonly url: string;
}

/** A gateway as an operator runs it, from dist/. The caller ends it. */
export async function startGatewayProcess(world: World, env: Record<string, string> = {}): Promise<GatewayProcess> {
  const started = command({ cwd: world.directory, env: { ...world.env, ...env } }, ['gateway']);
  const [, url = ''] = /"url":"([^"]+)"/.exec(await started.said('gateway ready')) ?? [];
  return { ...started, url };
}
