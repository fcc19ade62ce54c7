import { execFile } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { packageRoot } from '../cli/command.ts';
import { openWorld, type World } from '../integration/world.ts';

const run = promisify(execFile);
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');

const PACKING_MS = 60_000;
const INSTALLING_MS = 300_000;
const COMPILING_MS = 180_000;

let world: World;
let close: () => Promise<void>;
let files: readonly string[];
let project: string;
let errorsAsNodeResolves: readonly string[];
beforeAll(
  async () => {
    ({ world, close } = await openWorld({ workers: 0, callbacks: false }));
    project = join(world.directory, 'project');
    cpSync(new URL('./consumer', import.meta.url), project, { recursive: true });

    // What is in dist/ already is what is packed.
    const packing = ['pack', '--ignore-scripts', '--json', '--pack-destination', project];
    const { stdout } = await run('npm', packing, { cwd: packageRoot, timeout: PACKING_MS });
    const [packed] = JSON.parse(stdout);
    files = packed.files.map(({ path }: { readonly path: string }) => path);

    const { devDependencies } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
    const manifest = {
      type: 'module',
      private: true,
      dependencies: { smileflow: `file:${packed.filename}` },
      devDependencies: { '@types/node': devDependencies['@types/node'] },
    };
    writeFileSync(join(project, 'package.json'), JSON.stringify(manifest));
    const installing = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
    await run('npm', installing, { cwd: project, timeout: INSTALLING_MS });
    errorsAsNodeResolves = await compile('--module', 'nodenext', '--outDir', 'compiled', '--declaration');
  },
  PACKING_MS + INSTALLING_MS + COMPILING_MS,
);
afterAll(() => close());

/** Checks the declarations of the packages, too, and tells the errors of all but Temporal's own. */
async function compile(...options: readonly string[]): Promise<readonly string[]> {
  const strict = ['--strict', '--skipLibCheck', 'false', '--target', 'es2023', '--lib', 'es2023', '--types', 'node'];
  const { stdout } = await run(process.execPath, [tsc, ...strict, ...options, 'main.ts', 'exposed.ts'], {
    cwd: project,
  }).catch((failed: { readonly stdout: string }) => failed);
  return stdout.split('\n').filter((line) => /\berror\b/.test(line) && !line.startsWith('node_modules/@temporalio/'));
}

describe('The package', () => {
  it('holds what it runs, shows and explains, and nothing that tries or measures it', () => {
    for (const entry of ['activities', 'client', 'gateway', 'simulator', 'smile-id', 'worker', 'workflows'])
      expect(files).toEqual(expect.arrayContaining([`dist/${entry}/index.js`, `dist/${entry}/index.d.ts`]));
    expect(files).toEqual(
      expect.arrayContaining([
        'dist/worker/merge-workflows.cjs',
        'dist/workflow-bundle.js',
        'dist/cli/main.js',
        'examples/own-worker.mjs',
        'examples/own-workflows.mjs',
        'samples/registration/selfie.jpg',
        'temporal-dev.yml',
        'docs/errors.md',
        'CHANGELOG.md',
        'README.md',
      ]),
    );
    expect(
      files.filter((file) => /(^|\/)(test|fixtures|chaos|bench|\.smileflow)\/|\.test\.|tsbuildinfo/.test(file)),
    ).toEqual([]);
  });

  it('has declarations that name compiled files only', () => {
    const specifiers = files
      .filter((file) => file.endsWith('.d.ts'))
      .flatMap((file) => [
        ...readFileSync(join(packageRoot, file), 'utf8').matchAll(/(?:from|import\()\s*['"](\.[^'"]+)['"]/g),
      ])
      .map(([, specifier]) => specifier);
    expect(specifiers.length).toBeGreaterThan(100);
    expect(specifiers.filter((specifier) => !specifier?.endsWith('.js'))).toEqual([]);
  });

  it('type-checks in a strict project whose own declarations are written, too, as node resolves it', () => {
    expect(errorsAsNodeResolves).toEqual([]);
  });

  it(
    'type-checks as bundlers resolve it, too',
    async () => {
      expect(await compile('--module', 'preserve', '--moduleResolution', 'bundler', '--noEmit')).toEqual([]);
    },
    COMPILING_MS,
  );

  it(
    'type-checks where what is optional must be left out, and undefined is something else',
    async () => {
      const exact = ['--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--noEmit'];
      expect(await compile('--module', 'nodenext', ...exact)).toEqual([]);
    },
    COMPILING_MS,
  );

  it("adds to a worker, a client and a backend of somebody's own", async () => {
    const { stdout } = await run(process.execPath, ['compiled/main.js'], { cwd: project, env: world.env });
    expect(JSON.parse(stdout)).toEqual({
      doubled: 42,
      decision: 'approved',
      status: 400,
      countries: true,
      functions: ['function', 'function'],
    });
  });
});
