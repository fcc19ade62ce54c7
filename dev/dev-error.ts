/**
 * Something that the person at the keyboard can put right. The command line prints the sentence and no stack
 * trace; every other error is a defect and keeps its trace.
 */
export class DevError extends Error {
  /** What is wrong, as whole sentences. */
  readonly problem: string;
  /** What to do about it, as whole sentences. */
  readonly remedy: string;

  constructor(problem: string, remedy: string) {
    super(`${problem} ${remedy}`);
    this.name = 'DevError';
    this.problem = problem;
    this.remedy = remedy;
  }
}
