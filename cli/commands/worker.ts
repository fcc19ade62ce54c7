import type { Command } from 'commander';
import type { Logger } from 'pino';
import type { Context } from '../context.ts';
import { createLogger } from '../create-logger.ts';
import { EXIT } from '../exit-codes.ts';
import { unlessInterrupted } from '../interrupted.ts';
import type { Run } from '../run-command.ts';

export function addWorkerCommand(program: Command, context: Context, run: Run): void {
  program
    .command('worker')
    .description('Run a worker: it carries verifications forward. Run as many as you like.')
    .action(() =>
      run(async () => {
        const { readWorkerConfig } = await import('../../worker/config.ts');
        const config = readWorkerConfig(context.env);
        const logger = createLogger('worker', context);
        const { startWorker } = await import('../../worker/run-worker.ts');
        const worker = await unlessInterrupted(context, startWorker({ config, logger: temporalLogger(logger) }));
        logger.info(
          { partners: Object.fromEntries(config.partners), mediaDirectory: config.mediaDirectory },
          'worker ready',
        );
        context.announceReady();
        context.stopSignal.addEventListener('abort', worker.stop, { once: true });
        if (context.stopSignal.aborted) worker.stop();
        await worker.stopped;
        return EXIT.ok;
      }),
    );
}

/** Temporal's SDK logs through the same lines as the rest. */
function temporalLogger(logger: Logger) {
  const at = (level: 'trace' | 'debug' | 'info' | 'warn' | 'error') => (message: string, meta?: object) =>
    logger[level]({ ...meta }, message);
  const levels = { trace: at('trace'), debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  return {
    ...levels,
    log: (level: string, message: string, meta?: object) =>
      levels[level.toLowerCase() as keyof typeof levels]?.(message, meta),
  };
}
