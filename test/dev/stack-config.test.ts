import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { readStackConfig } from '../../dev/stack-config.ts';

const shipped = await readFile(new URL('../../temporal-dev.yml', import.meta.url), 'utf8');

const problemsOf = (yaml: string): string => {
  try {
    readStackConfig(yaml, 'temporal-dev.yml');
  } catch (error) {
    return (error as { problem: string }).problem;
  }
  throw new Error('the file was accepted');
};

const lineOf = (yaml: string, text: string) => yaml.split('\n').findIndex((line) => line.includes(text)) + 1;

describe('temporal-dev.yml', () => {
  it('is accepted as it is shipped', () => {
    const config = readStackConfig(shipped, 'temporal-dev.yml');
    expect(config.temporal).toMatchObject({ port: 7233, uiPort: 8233, retentionDays: 30 });
    expect(config.simulator.partnerId).toBe('085');
    expect(config.temporal.searchAttributes).toEqual({
      SmileflowProduct: 'Keyword',
      SmileflowState: 'Keyword',
      SmileflowDecision: 'Keyword',
      SmileflowReviewDue: 'Datetime',
    });
  });

  it('may ask for any free port with 0', () => {
    expect(readStackConfig(shipped.replace('port: 8401', 'port: 0'), 'x.yml').gateway.port).toBe(0);
  });

  it('reports every problem at once, in the order of the lines', () => {
    const wrong = shipped
      .replace('namespace: default', 'namspace: default')
      .replace('port: 7233', 'port: 72330')
      .replace('SmileflowState: Keyword', 'SmileflowState: keyword')
      .replace('partnerId: "085"', 'partnerId: 085')
      .replace('  count: 1', '  count: 1\n  cuont: 2');
    const lines = problemsOf(wrong).trimEnd().split('\n');
    expect(lines).toEqual([
      'temporal-dev.yml has 6 problems:',
      `  temporal-dev.yml:${lineOf(wrong, 'namspace')}: namespace is missing: the name of a namespace.`,
      `  temporal-dev.yml:${lineOf(wrong, 'namspace')}: namspace is not known; allowed here: namespace, temporal, simulator, gateway, worker, media.`,
      `  temporal-dev.yml:${lineOf(wrong, '72330')}: temporal.port is 72330, but must be a port from 1 to 65535, or 0 for any free one.`,
      `  temporal-dev.yml:${lineOf(wrong, 'SmileflowState')}: temporal.searchAttributes.SmileflowState is "keyword", but must be one of Keyword, Text, Int, Double, Bool, Datetime, KeywordList.`,
      `  temporal-dev.yml:${lineOf(wrong, 'partnerId')}: simulator.partnerId is 85, but must be text in quotes, like '085', because leading zeros count.`,
      `  temporal-dev.yml:${lineOf(wrong, 'cuont')}: worker.cuont is not known; allowed here: count, maxConcurrentActivities, notificationKeys.`,
    ]);
  });

  it('points at the part whose key is missing', () => {
    const wrong = shipped.replace('  directory: .smileflow/media', '  {}').replace('  port: 8401\n', '  {}\n');
    const problems = problemsOf(wrong);
    expect(problems).toContain(`temporal-dev.yml:${lineOf(wrong, 'gateway:')}: gateway.port is missing`);
    expect(problems).toContain(`temporal-dev.yml:${lineOf(wrong, 'media:')}: media.directory is missing`);
  });

  it.each([
    [
      'a part without content',
      shipped.replace(/gateway:[\s\S]*?port: 8401/, 'gateway:'),
      'gateway is null, but must be a map',
    ],
    [
      'a flag without dashes',
      shipped.replace('- --ui-disable', '- ui-disable'),
      'temporal.flags.0 is "ui-disable-news-fetch"',
    ],
    ['a negative time scale', shipped.replace(/timeScale: \d+/, 'timeScale: -1'), 'must be a number above 0'],
    ['a key given twice', `${shipped}namespace: other\n`, 'Map keys must be unique'],
    ['broken indentation', 'namespace: default\n   port: 1\n', 'temporal-dev.yml:'],
    ['an empty file', '', 'temporal is missing: a map of keys and values'],
    ['a list instead of a map', '- one\n', 'temporal-dev.yml:1'],
  ])('refuses %s', (_, yaml, message) => {
    expect(problemsOf(yaml)).toContain(message);
  });
});
