import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { printable, printableJson } from '../printable.ts';

interface Findings {
  readonly problems: readonly string[];
  readonly warnings?: readonly string[];
}

/** What was asked for, so it goes to where results go, problems too. */
export function printFindings(findings: Findings, { out }: Context, json: boolean): ExitCode {
  const { problems, warnings = [] } = findings;
  if (json) out.write(printableJson(findings));
  else {
    for (const problem of problems) out.write(`wrong: ${printable(problem)}\n`);
    for (const warning of warnings) out.write(`a warning: ${printable(warning)}\n`);
    if (problems.length === 0) out.write('Nothing is wrong.\n');
  }
  return problems.length === 0 ? EXIT.ok : EXIT.invalidInput;
}
