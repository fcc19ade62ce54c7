import { readFileSync } from 'node:fs';
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
