import { DevError } from '../dev/dev-error.ts';
import { isVerificationFailure } from '../domain/failure.ts';
import type { Context } from './context.ts';
import { EXIT, EXIT_OF_FAILURE, type ExitCode } from './exit-codes.ts';
import { Interrupted } from './interrupted.ts';
import { missingTemporal } from './missing-temporal.ts';
import { printable, printableJson } from './printable.ts';

interface Report {
  readonly exitCode: ExitCode;
  /** One word for programs. */
  readonly kind: string;
  readonly message: string;
  readonly problems?: readonly string[];
  /** Smile ID's. */
  readonly code?: string | undefined;
  /** Of a job that exists all the same. */
  readonly smileJobId?: string | undefined;
}

/** Says what went wrong, all of it, and with a stack trace only if it is a defect of this program. */
export function reportError(error: unknown, context: Context, json: boolean): ExitCode {
  const { exitCode, kind, message, problems = [], code, smileJobId } = reportOf(error, context);
  if (json) context.out.write(printableJson({ error: { kind, message, problems, code, smileJobId } }));
  const sentence =
    problems.length > 1
      ? `${problems.length} problems, ${leadOf(message, problems)}:\n${list(problems)}`
      : `${message}\n`;
  context.err.write(`smileflow: ${sentence.split('\n').map(printable).join('\n')}`);
  if (kind === 'defect') context.err.write(`${(error as Error).stack ?? String(error)}\n`);
  return exitCode;
}

function reportOf(error: unknown, { stopSignal, packageRoot }: Context): Report {
  if (isVerificationFailure(error)) {
    const { kind, message, problems, code, smileJobId } = error;
    return { exitCode: EXIT_OF_FAILURE[kind], kind, message, problems, code, smileJobId };
  }
  if (error instanceof Interrupted || (error instanceof DevError && stopSignal.aborted))
    return { exitCode: EXIT.interrupted, kind: 'interrupted', message: error.message };
  if (error instanceof DevError) return { exitCode: EXIT.unexpected, kind: 'stack', message: error.message };
  const missing = missingTemporal(error, packageRoot);
  if (missing !== undefined) return { exitCode: EXIT.invalidInput, kind: 'invalid-request', message: missing };
  const refused = refusedBySystem(error);
  if (refused !== undefined) return { exitCode: EXIT.unexpected, kind: 'system', message: refused };
  return { exitCode: EXIT.unexpected, kind: 'defect', message: 'this is a defect, please report it.' };
}

/** A full disk or a folder without permission is nobody's defect. */
function refusedBySystem(error: unknown): string | undefined {
  const { code, syscall, path } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return undefined;
  return `the system refused ${syscall}${path === undefined ? '' : ` of ${path}`} (${code}): check that it exists, its permissions and the free space.`;
}

/** What did not happen, as the message begins: `the job was not sent`. */
function leadOf(message: string, [first = '']: readonly string[]): string {
  const end = message.indexOf(`: ${first}`);
  return end < 1 ? 'nothing was started' : `${message.charAt(0).toLowerCase()}${message.slice(1, end)}`;
}

function list(problems: readonly string[]): string {
  return problems.map((problem) => `  - ${problem}\n`).join('');
}
