import { readFile } from 'node:fs/promises';
import { VerificationFailure } from '../domain/failure.ts';
import { type FaultPlan, problemsOfFaultPlan } from '../simulator/fault-rule.ts';

/**
 * The faults that a JSON file describes, see docs/simulator.md.
 * @throws VerificationFailure `invalid-request` with all problems in one sentence
 */
export async function readFaultPlan(path: string): Promise<FaultPlan> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new VerificationFailure('invalid-request', `${path} cannot be read (${error.code}): check the path.`);
  });
  const plan = parse(text, path);
  const problems = problemsOfFaultPlan(plan);
  if (problems.length === 0) return plan as FaultPlan;
  throw new VerificationFailure('invalid-request', `${path} holds faults that cannot be: ${problems.join('; ')}.`);
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new VerificationFailure('invalid-request', `${path} is not JSON: give an object with rules.`);
  }
}
