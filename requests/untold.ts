/** Of further problems those whose field nothing was said about: a sentence begins with its field. */
export function untold(further: readonly string[], told: readonly string[]): string[] {
  const fields = new Set(told.map(fieldOf));
  return further.filter((problem) => !fields.has(fieldOf(problem)));
}

function fieldOf(problem: string): string {
  return problem.split(' ')[0] ?? '';
}
