import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { addCallbacksCommand } from './commands/callbacks.ts';
import { addCancelCommand } from './commands/cancel.ts';
import { addDecideCommand } from './commands/decide.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addDevCommand } from './commands/dev.ts';
import { addGatewayCommand } from './commands/gateway.ts';
import { addNotificationsCommand } from './commands/notifications.ts';
import { addResultCommand } from './commands/result.ts';
import { addResumeCommand } from './commands/resume.ts';
import { addSimulatorCommand } from './commands/simulator.ts';
import { addSmileCommand } from './commands/smile.ts';
import { addStartCommand } from './commands/start.ts';
import { addStatusCommand } from './commands/status.ts';
import { addTemporalCliCommand } from './commands/temporal-cli.ts';
import { addWorkerCommand } from './commands/worker.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { reportError } from './report-error.ts';

/**
 * A command does its work and says how the process should end. What is heavy to load is imported by the action that
 * needs it, so that the other commands answer at once.
 */
export type Run = (action: () => Promise<ExitCode>, options?: { json?: boolean }) => Promise<void>;

export async function runCommand(args: readonly string[], context: Context): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const run: Run = async (action, options = {}) => {
    try {
      exitCode = await action();
    } catch (error) {
      exitCode = reportError(error, context, options.json ?? false);
    }
  };

  const program = new Command('smileflow')
    .description('Identity verification on Smile ID as durable Temporal workflows.')
    .version(versionOf(context))
    .configureOutput({
      writeOut: (text) => context.out.write(text),
      writeErr: (text) => context.err.write(text),
      outputError: (text, write) => write(withoutValues(text.replace(/^error:/, 'smileflow:'))),
    })
    .showHelpAfterError('(add --help for what is possible)')
    .exitOverride();
  addStartCommand(program, context, run);
  addStatusCommand(program, context, run);
  addResultCommand(program, context, run);
  addCancelCommand(program, context, run);
  addDecideCommand(program, context, run);
  addResumeCommand(program, context, run);
  addNotificationsCommand(program, context, run);
  addSmileCommand(program, context, run);
  addDevCommand(program, context, run);
  addWorkerCommand(program, context, run);
  addGatewayCommand(program, context, run);
  addCallbacksCommand(program, context, run);
  addSimulatorCommand(program, context, run);
  addDemoCommand(program, context, run);
  addTemporalCliCommand(program, context, run);

  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.ok;
    if (args.includes('--json')) context.out.write(`${JSON.stringify({ error: misuseOf(error) })}\n`);
    return EXIT.invalidInput;
  }
  return exitCode;
}

function misuseOf({ message }: CommanderError) {
  return { kind: 'invalid-request', message: withoutValues(message.replace(/^error: /, '')), problems: [] };
}

/** What stands behind a mistyped option may be somebody's ID number, or a key. */
function withoutValues(message: string): string {
  return message.replace(/(--?[\w-]+)=[^'\n]*/g, '$1=…');
}

function versionOf({ packageRoot }: Context): string {
  return (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;
}
