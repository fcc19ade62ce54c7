import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Functions that an entry point exports, by the file in which each is. */
function functionsOf(part: string): { readonly name: string; readonly file: string }[] {
  const index = readFileSync(join(ROOT, part, 'index.ts'), 'utf8');
  const lists = [...index.matchAll(/^export \{([^}]*)\} from '([^']+)'/gm)];
  return lists.flatMap(([, names = '', from = '']) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type '))
      .map((name) => ({ name, file: join(ROOT, dirname(`${part}/index.ts`), from) })),
  );
}

/** Undefined where it is no function. */
function docstringOf(text: string, name: string): string | undefined {
  const found = new RegExp(`(/\\*\\*(?:(?!\\*/)[\\s\\S])*\\*/\\n)?export (?:async )?function ${name}\\b`).exec(text);
  return found === null ? undefined : (found[1] ?? '');
}

describe('The functions of the package', () => {
  it.each(['activities', 'client', 'gateway', 'simulator', 'smile-id', 'worker', 'workflows'])(
    'are all documented: %s',
    (part) => {
      const functions = functionsOf(part).map(({ name, file }) => ({
        name,
        docstring: docstringOf(readFileSync(file, 'utf8'), name),
      }));
      expect(functions.filter(({ docstring }) => docstring === '').map(({ name }) => name)).toEqual([]);
      expect(functions.filter(({ docstring }) => docstring !== undefined)).not.toEqual([]);
    },
  );

  it('would be seen to lack a docstring', () => {
    const text = '/** Of another. */\nconst LIMIT = 7;\n\nexport async function bare(): Promise<void> {}\n';
    expect(docstringOf(text, 'bare')).toBe('');
    expect(docstringOf(text, 'LIMIT')).toBeUndefined();
    expect(docstringOf(`/** It is. */\n${text.slice(text.indexOf('export'))}`, 'bare')).toBe('/** It is. */\n');
  });
});
