import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { endpoints } from '../../simulator/endpoints.ts';
import { callbackFaults, httpFaults } from '../../simulator/fault-kinds.ts';
import { problemsOfFaultPlan } from '../../simulator/fault-rule.ts';
import { parseQuirks } from '../../simulator/parse-quirks.ts';
import { defaultQuirks } from '../../simulator/quirks.ts';

const text = readFileSync(new URL('../../docs/simulator.md', import.meta.url), 'utf8');
const rowsOf = (heading: string) => {
  const [, section = ''] = text.split(`\n## ${heading}\n`);
  return [...(section.split('\n## ')[0] ?? '').matchAll(/^\| `([\w-]+)` +\| ([^|]*?) +\|/gm)];
};

describe('docs/simulator.md', () => {
  it('has a row for every fault, and none for any other', () => {
    expect(rowsOf('Faults').map(([, name]) => name)).toEqual([...httpFaults, ...callbackFaults]);
  });

  it('shows code for a test that runs as it stands there, on what the package exports', async () => {
    const [, code = ''] = /```js\n([\s\S]+?)```/.exec(text) ?? [];
    const built = new URL('../../dist/simulator/index.js', import.meta.url).href;
    const running = spawn(process.execPath, ['--input-type=module', '-']);
    const ended = once(running, 'close');
    running.stdin.end(code.replace("'smileflow/simulator'", JSON.stringify(built)));
    const [err, [exitCode]] = await Promise.all([readAll(running.stderr), ended]);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(code).toContain('simulator.close()');
  });

  it('names every place', () => {
    for (const endpoint of endpoints) expect(text).toContain(`\`${endpoint}\``);
  });

  it('shows rules that can be', () => {
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(text) ?? [];
    expect(problemsOfFaultPlan(JSON.parse(example))).toEqual([]);
  });

  it('has a row for every quirk with the values that it takes, the default first', () => {
    const rows = rowsOf('Quirks');
    expect(rows.map(([, name]) => name).sort()).toEqual(Object.keys(defaultQuirks).sort());
    for (const [, name = '', values = ''] of rows) {
      const written = [...values.matchAll(/`([^`]+)`/g)].map(([, value]) => value);
      const parsed = written.map((value) => Object.values(parseQuirks([`${name}=${value}`]))[0]);
      expect(parsed[0]).toBe(defaultQuirks[name as keyof typeof defaultQuirks]);
    }
  });
});
