import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { DevError } from './dev-error.ts';
import { type StackConfig, stackSchema } from './stack-schema.ts';

/**
 * Reads the text of temporal-dev.yml.
 * @param fileName how the file is called in messages
 * @throws DevError that lists every problem with its line, not only the first
 */
export function readStackConfig(yamlText: string, fileName: string): StackConfig {
  const lines = new LineCounter();
  const document = parseDocument(yamlText, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => `${fileName}:${lines.linePos(offset).line}`;

  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => `${at(error.pos[0])}: ${error.message}.`);
    throw refuse(fileName, problems);
  }
  const parsed = stackSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;

  const problems = parsed.error.issues
    .flatMap((issue) => explain(issue, document))
    .sort((one, other) => one.offset - other.offset)
    .map((problem) => `${at(problem.offset)}: ${problem.text}`);
  throw refuse(fileName, problems);
}

interface Problem {
  offset: number;
  text: string;
}

function explain(issue: z.core.$ZodIssue, document: Document): Problem[] {
  const name = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const allowed = knownKeys(issue.path).join(', ');
    return issue.keys.map((key) => ({
      offset: keyOffset(document, [...issue.path, key]),
      text: `${[...issue.path, key].join('.')} is not known; allowed here: ${allowed}.`,
    }));
  }
  const expected = issue.message.startsWith('Invalid input') ? 'a map of keys and values' : issue.message;
  if (!document.hasIn(issue.path)) {
    return [{ offset: keyOffset(document, issue.path.slice(0, -1)), text: `${name} is missing: ${expected}.` }];
  }
  const found = JSON.stringify(document.getIn(issue.path)) ?? 'empty';
  return [{ offset: keyOffset(document, issue.path), text: `${name} is ${found}, but must be ${expected}.` }];
}

function knownKeys(path: PropertyKey[]): string[] {
  let schema: unknown = stackSchema;
  for (const key of path) schema = (schema as { shape: Record<PropertyKey, unknown> }).shape[key];
  return Object.keys((schema as { shape: object }).shape);
}

/** Where the key at `path` is written; for an item of a list, the item. */
function keyOffset(document: Document, path: PropertyKey[]): number {
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  const last = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(last));
    if (isNode(pair?.key)) return pair.key.range?.[0] ?? 0;
  }
  const node = document.getIn(path, true);
  return (isNode(node) ? node.range?.[0] : undefined) ?? 0;
}

function refuse(fileName: string, problems: string[]): DevError {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  return new DevError(
    `${fileName} has ${count}:\n${problems.map((problem) => `  ${problem}\n`).join('')}`,
    'Correct the file and start again.',
  );
}
