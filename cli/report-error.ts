import { DevError } from '../dev/dev-error.ts';
import { isVerificationFailure } from '../domain/failure.ts';
import type { Context } from './context.ts';
import { EXIT, EXIT_OF_FAILURE, type ExitCode } from './exit-codes.ts';

/** Says what went wrong, all of it, and with a stack trace only if it is a defect of this program. */
export function reportError(error: unknown, { out, err }: Context, json: boolean): ExitCode {
  if (isVerificationFailure(error)) {
    const { kind, message, problems } = error;
    if (json) out.write(`${JSON.stringify({ error: { kind, message, problems } })}\n`);
    err.write(
      problems.length > 1
        ? `smileflow: ${problems.length} problems, nothing was started:\n${list(problems)}`
        : `smileflow: ${message}\n`,
    );
    return EXIT_OF_FAILURE[kind];
  }
  if (error instanceof DevError) {
    if (json) out.write(`${JSON.stringify({ error: { kind: 'stack', message: error.message } })}\n`);
    err.write(`smileflow: ${error.message}\n`);
    return EXIT.unexpected;
  }
  err.write(`smileflow: this is a defect, please report it.\n${(error as Error).stack ?? String(error)}\n`);
  return EXIT.unexpected;
}

function list(problems: readonly string[]): string {
  return problems.map((problem) => `  - ${problem}\n`).join('');
}
