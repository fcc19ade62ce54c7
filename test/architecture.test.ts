import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

interface Rule {
  /** Folders that may be imported, besides the own one; a path with a slash names the one file of another part. */
  readonly parts: readonly string[] | 'any';
  /** Packages that may not be imported, as the beginnings of their names. */
  readonly noPackages?: readonly string[];
  readonly why: string;
}

const TEMPORAL = '@temporalio/';

/** Who may import whom. A new part gets a row here first. */
const RULES: Readonly<Record<string, Rule>> = {
  domain: {
    parts: [],
    noPackages: [''],
    why: 'domain/ is pure: it decides everything, imports nothing but itself, and is tested without any engine',
  },
  'smile-id': {
    parts: ['domain', 'requests'],
    noPackages: [TEMPORAL],
    why: "smile-id/ speaks the vendor's protocol and only that: it knows domain/, for its callers' requests requests/, and no Temporal",
  },
  requests: {
    parts: ['domain', 'media'],
    noPackages: [TEMPORAL],
    why: 'requests/ checks what callers ask for, before anything is sent: it knows domain/ and how pictures are loaded',
  },
  media: {
    parts: ['domain'],
    noPackages: [TEMPORAL],
    why: 'media/ stores pictures and knows only domain/',
  },
  notifications: {
    parts: ['domain'],
    noPackages: [TEMPORAL],
    why: 'notifications/ signs, verifies and posts messages to backends, and knows only domain/',
  },
  workflows: {
    parts: ['domain', 'activities/contract.ts'],
    noPackages: ['zod', 'node:', '@temporalio/client', '@temporalio/worker', '@temporalio/activity'],
    why: 'workflows/ run in the deterministic sandbox: they decide through domain/ and know activities only by their types',
  },
  activities: {
    parts: ['domain', 'smile-id', 'media', 'notifications'],
    noPackages: ['@temporalio/client', '@temporalio/worker', '@temporalio/workflow'],
    why: 'activities/ act through smile-id/, media/ and notifications/, and never start or signal a workflow',
  },
  codec: { parts: [], why: 'codec/ encrypts payloads whatever they mean, so it knows no other part' },
  client: {
    parts: [
      'domain',
      'workflows/messages.ts',
      'codec',
      'media',
      'requests',
      'smile-id/services-reader.ts',
      'notifications/verify-notification.ts',
    ],
    noPackages: ['@temporalio/worker', '@temporalio/workflow'],
    why: 'client/ runs in backends: it knows the names of messages and no workflow code, of the vendor only the public list of ID types, against which it checks requests before they are paid for, and of notifications only how to verify them',
  },
  gateway: {
    parts: ['domain', 'smile-id', 'client'],
    noPackages: ['@temporalio/worker', '@temporalio/workflow'],
    why: 'gateway/ verifies with smile-id/ and signals through client/',
  },
  worker: {
    parts: ['domain', 'activities', 'smile-id', 'media', 'notifications', 'codec', 'workflows/messages.ts'],
    noPackages: ['@temporalio/client', '@temporalio/workflow'],
    why: 'worker/ wires activities/ to what they act through; it names workflows by their path, as a bundle, and by what stands in workflows/messages',
  },
  simulator: {
    parts: [],
    noPackages: [TEMPORAL],
    why: 'simulator/ shares no code with the rest, so that a bug there cannot cancel itself out here',
  },
  cli: { parts: 'any', why: 'cli/ stands above all parts' },
  dev: { parts: 'any', why: 'dev/ starts all parts' },
  chaos: { parts: 'any', why: 'chaos/ runs all parts, and kills them' },
  bench: { parts: 'any', why: 'bench/ measures all parts' },
  test: { parts: 'any', why: 'tests look at everything' },
};

/** Parts with few importers, whatever a row above says. */
const IMPORTERS: Readonly<Record<string, { readonly only: readonly string[]; readonly why: string }>> = {
  cli: { only: ['cli', 'test'], why: 'nobody imports the command line' },
  dev: { only: ['dev', 'cli', 'chaos', 'bench', 'test'], why: 'only those who run all parts start the local stack' },
  chaos: { only: ['chaos', 'test'], why: 'nothing may depend on what breaks it' },
  bench: { only: ['bench', 'test'], why: 'nothing may depend on what measures it' },
  simulator: {
    only: ['simulator', 'cli', 'dev', 'chaos', 'bench', 'test'],
    why: 'no production code may depend on the simulator',
  },
  test: { only: ['test'], why: 'nothing but tests may need tests' },
};

/** Files of another part that may be imported for their types only. */
const ONLY_AS_TYPES = ['workflows imports activities/contract.ts'];

const VAGUE_NAME = /(^|-)(utils?|helpers?|common|shared|misc|managers?|base)(-|$)/;
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.(ts|mjs|cjs)$/;
const INDEXES = ['activities', 'client', 'gateway', 'simulator', 'smile-id', 'worker', 'workflows'].map(
  (part) => `${part}/index.ts`,
);
const LEFT_OUT = /\b(?:it|test|describe)(?:\.\w+)*\.(?:only|skip|todo|failing)\b|\b[xf](?:it|test|describe)\s*[.(]/;
/**
 * Skip what cannot run on an implementation of the protocol, or without Python, and say why; the number of skipped tests is
 * reported.
 */
const MAY_SKIP = ['test/conformance/protocol.test.ts', 'test/vendor-sdk/it-with-python.ts'] as const;
const PROCESS = /\bprocess\s*(?:\?\.|\.|\[\s*['"])\s*(?:env|exitCode|exit)\b/;

interface SourceFile {
  /** From the root, with slashes. */
  readonly path: string;
  readonly text: string;
}

interface Import {
  readonly specifier: string;
  readonly line: number;
  readonly isType: boolean;
}

/** Static, re-exporting, bare and dynamic imports. Statements begin at the beginning of a line, as the formatter writes them. */
function importsOf(text: string): Import[] {
  const patterns = [
    /^import\s+(?<type>type\s)?[^'"]*?\bfrom\s*['"](?<specifier>[^'"]+)['"]/gm,
    /^import\s*['"](?<specifier>[^'"]+)['"]/gm,
    /^export\s+(?<type>type\s)?\s*(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})\s*from\s*['"](?<specifier>[^'"]+)['"]/gm,
    /^(?!\s*(?:\*|\/\/)).*?\b(?:import|require)\s*\(\s*['"](?<specifier>[^'"]+)['"]/gm,
  ];
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ groups, index }) => ({
      specifier: groups?.specifier ?? '',
      line: text.slice(0, index).split('\n').length,
      isType: groups?.type !== undefined,
    })),
  );
}

function partOf(path: string): string {
  return path.split('/')[0] ?? '';
}

/** Sentences about everything in the file's imports that breaks a rule. */
function importViolations({ path, text }: SourceFile): string[] {
  const part = partOf(path);
  const rule = RULES[part];
  if (rule === undefined)
    return [`${path}: the part ${part}/ has no row in test/architecture.test.ts; give it one first`];
  return importsOf(text).flatMap(({ specifier, line, isType }) => {
    const report = (what: string, why: string): string[] => [`${path}:${line} ${what} ${specifier}: ${why}`];
    if (!specifier.startsWith('.')) {
      if (/^(node:)?process$/.test(specifier) && basename(path) !== 'main.ts' && part !== 'test')
        return report('imports', 'only main.ts files read the environment and decide exit codes');
      return (rule.noPackages ?? []).some((name) => specifier.startsWith(name)) ? report('imports', rule.why) : [];
    }
    const target = posix.join(posix.dirname(path), specifier);
    const targetPart = partOf(target);
    if (basename(target) === 'main.ts')
      return report('imports', 'main.ts files read the environment and set exit codes; nobody imports them');
    const importers = IMPORTERS[targetPart];
    if (importers !== undefined && !importers.only.includes(part)) return report('imports', importers.why);
    if (targetPart === part || rule.parts === 'any') return [];
    if (!rule.parts.includes(targetPart) && !rule.parts.includes(target)) return report('imports', rule.why);
    if (ONLY_AS_TYPES.includes(`${part} imports ${target}`) && !isType)
      return report('imports at run time', `${rule.why}; write "import type"`);
    return [];
  });
}

function processViolations({ path, text }: SourceFile): string[] {
  if (partOf(path) === 'test' || basename(path) === 'main.ts') return [];
  return text
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => PROCESS.test(line))
    .map(
      ({ line, number }) =>
        `${path}:${number} (${line.trim()}): only main.ts files read the environment and decide exit codes; pass it in`,
    );
}

function nameViolations(path: string): string[] {
  const name = basename(path);
  const stem = name.replace(/(\.test)?\.(ts|mjs|cjs)$/, '');
  return [
    ...(KEBAB_CASE.test(name) ? [] : [`${path}: file names are in kebab-case`]),
    ...(VAGUE_NAME.test(stem) ? [`${path}: a file is named for the one idea inside, not for being useful`] : []),
    ...(stem === 'index' && !INDEXES.includes(path)
      ? [`${path}: only the workflow registry and public entry points are called index.ts; import the file you mean`]
      : []),
  ];
}

/** Without the one skip, in a file that may have it, whose title ends in the reason. */
function withoutReasonedSkip(path: string, text: string): string {
  return MAY_SKIP.some((allowed) => allowed === path) ? text.replace(/\bit\.skip\(`[^`]+: \$\{reason\}`/, '') : text;
}

function readSources(): SourceFile[] {
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^\.|^(node_modules|dist|coverage)$/.test(entry.name))
    .flatMap(({ name }) =>
      readdirSync(join(ROOT, name), { recursive: true, encoding: 'utf8' }).map((file) => `${name}/${file}`),
    )
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.(ts|mjs|cjs)$/.test(path) && !path.includes('/node_modules/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

const SOURCES = readSources();
const TYPESCRIPT = SOURCES.filter(({ path }) => path.endsWith('.ts'));

describe('The architecture', () => {
  it('is checked against all of the source', () => {
    const parts = new Set(TYPESCRIPT.map(({ path }) => partOf(path)));
    for (const part of [
      'domain',
      'smile-id',
      'media',
      'workflows',
      'activities',
      'client',
      'gateway',
      'worker',
      'notifications',
    ])
      expect(parts).toContain(part);
    expect(TYPESCRIPT.flatMap(({ text }) => importsOf(text)).length).toBeGreaterThan(300);
  });

  it('lets every part import only what its row allows', () => {
    expect(TYPESCRIPT.flatMap(importViolations)).toEqual([]);
  });

  it('leaves the environment and exit codes to main.ts files', () => {
    expect(TYPESCRIPT.flatMap(processViolations)).toEqual([]);
  });

  it('names every file for the one idea inside', () => {
    expect(SOURCES.flatMap(({ path }) => nameViolations(path))).toEqual([]);
  });

  it('leaves no test out', () => {
    const left = SOURCES.filter(
      ({ path, text }) => partOf(path) === 'test' && LEFT_OUT.test(withoutReasonedSkip(path, text)),
    );
    expect(left.map(({ path }) => `${path}: every test runs, always`)).toEqual([]);
  });

  it.each([
    ['domain/a.ts', "import { z } from 'zod';"],
    ['domain/a.ts', "import type { Readable } from 'node:stream';"],
    ['domain/a.ts', "import '../media/media-store.ts';"],
    ['domain/a.ts', "import type {\n  MediaStore,\n} from '../media/media-store.ts';"],
    ['domain/a.ts', "export * from '../media/media-store.ts';"],
    ['domain/a.ts', "export type { MediaStore } from '../media/media-store.ts';"],
    ['domain/a.ts', "const media = await import('../media/media-store.ts');"],
    ['domain/a.ts', "type Store = import('../media/media-store.ts').MediaStore;"],
    ['smile-id/a.ts', "import { Context } from '@temporalio/activity';"],
    ['media/a.ts', "import { isGenuine } from '../smile-id/signature.ts';"],
    ['workflows/a.ts', "import { Activities } from '../activities/contract.ts';"],
    ['workflows/a.ts', "import { type Activities } from '../activities/contract.ts';"],
    ['workflows/a.ts', "import type { Dependencies } from '../activities/dependencies.ts';"],
    ['workflows/a.ts', "import { z } from 'zod';"],
    ['workflows/a.ts', "import { createHash } from 'node:crypto';"],
    ['activities/a.ts', "import { MESSAGES } from '../workflows/messages.ts';"],
    ['client/a.ts', "import { runVerification } from '../workflows/run-verification.ts';"],
    ['client/a.ts', "import { isGenuine } from '../smile-id/signature.ts';"],
    ['client/a.ts', "import { createSmileIdClient } from '../smile-id/smile-id-client.ts';"],
    ['client/a.ts', "import { createDeliverer } from '../notifications/deliver-notification.ts';"],
    ['notifications/a.ts', "import { isGenuine } from '../smile-id/signature.ts';"],
    ['gateway/a.ts', "import { createFileSystemStore } from '../media/file-system-store.ts';"],
    ['worker/a.ts', "import * as workflows from '../workflows/index.ts';"],
    ['worker/a.ts', "import { startSimulator } from '../simulator/start-simulator.ts';"],
    ['simulator/a.ts', "import { jobIdOf } from '../domain/identifiers.ts';"],
    ['gateway/a.ts', "import { EXIT } from '../cli/exit-codes.ts';"],
    ['worker/a.ts', "import { startStack } from '../dev/start-stack.ts';"],
    ['dev/a.ts', "import { EXIT } from '../cli/exit-codes.ts';"],
    ['cli/commands/a.ts', "import '../main.ts';"],
    ['test/cli/a.test.ts', "import '../../cli/main.ts';"],
    ['client/a.ts', "import { sample } from '../test/media/pictures.ts';"],
    ['client/a.ts', "import { env } from 'node:process';"],
    ['newcomer/a.ts', 'export const one = 1;'],
  ])('would be seen to be broken by %s with: %s', (path, text) => {
    expect(importViolations({ path, text: `const first = 1;\n${text}\n` })).toHaveLength(1);
  });

  it.each([
    ['domain/a.ts', "import type { State } from './verification.ts';"],
    ['workflows/a.ts', "import type {\n  Activities,\n} from '../activities/contract.ts';"],
    ['workflows/a.ts', "import { proxyActivities } from '@temporalio/workflow';"],
    ['client/a.ts', "import { MESSAGES } from '../workflows/messages.ts';"],
    ['worker/a.ts', "import { TASK_QUEUE } from '../workflows/messages.ts';"],
    ['client/a.ts', "import { createServicesReader } from '../smile-id/services-reader.ts';"],
    ['client/a.ts', "export { verifyNotification } from '../notifications/verify-notification.ts';"],
    ['gateway/a.ts', "import { connectSmileflow } from '../client/connect.ts';"],
    ['cli/commands/a.ts', "import { startStack } from '../../dev/start-stack.ts';"],
    ['cli/commands/a.ts', "import { startSimulator } from '../../simulator/start-simulator.ts';"],
    ['domain/a.ts', "// import { z } from 'zod';"],
    ['domain/a.ts', " * await import('zod') would be wrong here"],
  ])('is kept by %s with: %s', (path, text) => {
    expect(importViolations({ path, text: `${text}\n` })).toEqual([]);
  });

  it('says what is wrong, where, and why', () => {
    const text = "const first = 1;\nimport { z } from 'zod';\n";
    expect(importViolations({ path: 'domain/made-up.ts', text })).toEqual([
      'domain/made-up.ts:2 imports zod: domain/ is pure: it decides everything, imports nothing but itself, and is tested without any engine',
    ]);
  });

  it.each(['process.env.HOME', 'process.exit(1)', 'process.exitCode = 1', "process['env']", 'process?.env'])(
    'would be seen to be broken by %s outside of a main.ts',
    (line) => {
      expect(processViolations({ path: 'worker/config.ts', text: `\n${line};\n` })).toHaveLength(1);
      expect(processViolations({ path: 'worker/main.ts', text: `\n${line};\n` })).toEqual([]);
    },
  );

  it.each([
    'domain/utils.ts',
    'client/string-helpers.ts',
    'media/base-store.ts',
    'domain/jobResult.ts',
    'domain/Job.ts',
    'domain/job_result.ts',
    'media/index.ts',
    'test/media/index.ts',
  ])('would be seen to be broken by a file called %s', (path) => {
    expect(nameViolations(path)).not.toEqual([]);
  });

  it('would be seen to be broken by a test that is left out', () => {
    for (const [name, word] of [
      ['it', 'only'],
      ['describe', 'skip'],
      ['it.each', 'only'],
      ['it', 'failing'],
    ])
      expect(LEFT_OUT.test(`  ${name}.${word}('is left out', () => {});`)).toBe(true);
    expect(LEFT_OUT.test(`  ${'x'}it('is left out', () => {});`)).toBe(true);
    expect(LEFT_OUT.test("  it.each([1])('runs', () => process.exit(2));")).toBe(false);
    const reasoned = `else ${'it'}.skip(\`\${each.title}: \${reason}\`, () => {});`;
    expect(LEFT_OUT.test(withoutReasonedSkip(MAY_SKIP[0], reasoned))).toBe(false);
    expect(LEFT_OUT.test(withoutReasonedSkip('test/conformance/vendor-sdk.test.ts', reasoned))).toBe(true);
    expect(LEFT_OUT.test(withoutReasonedSkip(MAY_SKIP[0], `${'it'}.skip(each.title, () => {});`))).toBe(true);
  });
});
