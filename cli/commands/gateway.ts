import type { Command } from 'commander';
import { isVerificationFailure, VerificationFailure } from '../../domain/failure.ts';
import type { Context } from '../context.ts';
import { createLogger } from '../create-logger.ts';
import { EXIT } from '../exit-codes.ts';
import type { Run } from '../run-command.ts';
import { stopped } from '../stopped.ts';

export function addGatewayCommand(program: Command, context: Context, run: Run): void {
  program
    .command('gateway')
    .description("Run the gateway: it receives Smile ID's callbacks and signals verifications.")
    .action(() =>
      run(async () => {
        const { config, logger } = await readAll(context);
        const { startGateway } = await import('../../gateway/start-gateway.ts');
        const gateway = await startGateway({ config, logger });
        logger.info({ url: gateway.url }, 'gateway ready');
        context.announceReady(gateway.url);
        await stopped(context);
        await gateway.close();
        return EXIT.ok;
      }),
    );
}

/** @throws VerificationFailure `invalid-request` with what is wrong of either */
async function readAll(context: Context) {
  const { readGatewayConfig } = await import('../../gateway/config.ts');
  const problems: string[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!isVerificationFailure(error)) throw error;
      problems.push(...(error.problems.length > 0 ? error.problems : [error.message]));
      return undefined;
    }
  };
  const config = attempt(() => readGatewayConfig(context.env));
  const logger = attempt(() => createLogger('gateway', context));
  if (config !== undefined && logger !== undefined) return { config, logger };
  throw new VerificationFailure('invalid-request', problems.join(' '), { problems });
}
