import type { Command } from 'commander';
import { readGatewayConfig } from '../../gateway/config.ts';
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
        const config = readGatewayConfig(context.env);
        const logger = createLogger('gateway', context);
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
