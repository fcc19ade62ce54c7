// Compiles the project into dist/ and prepares the workflow bundle that production workers load.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

removeOrphans();

const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
const compiled = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], { stdio: 'inherit' });
if (compiled.status !== 0) process.exit(compiled.status ?? 1);

// TypeScript leaves the names of its sources in declarations, which not every resolver of a consumer takes for them.
for (const name of readdirSync(join(root, 'dist'), { recursive: true }).filter((file) => file.endsWith('.d.ts'))) {
  const path = join(root, 'dist', name);
  const declarations = readFileSync(path, 'utf8');
  const compiledNames = declarations.replace(/(\bfrom |\bimport\()(["']\.[^"']*)\.ts(["'])/g, '$1$2.js$3');
  if (compiledNames !== declarations) writeFileSync(path, compiledNames);
}

// Goes into other people's bundles, and is no TypeScript: webpack shall take it for CommonJS.
copyFileSync(join(root, 'worker', 'merge-workflows.cjs'), join(root, 'dist', 'worker', 'merge-workflows.cjs'));

const bundlePath = join(root, 'dist', 'workflow-bundle.js');
if (
  isOutdated(
    bundlePath,
    ['workflows', 'domain', 'activities'].map((folder) => join(root, 'dist', folder)),
  )
) {
  const { bundleWorkflowCode } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(root, 'dist', 'workflows', 'index.js'),
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error },
  });
  mkdirSync(dirname(bundlePath), { recursive: true });
  writeFileSync(bundlePath, code);
}

const command = join(root, 'dist', 'cli', 'main.js');
if (existsSync(command)) chmodSync(command, 0o755);

/** What was compiled from a file that is gone would be packed. */
function removeOrphans() {
  const dist = join(root, 'dist');
  if (!existsSync(dist)) return;
  for (const name of readdirSync(dist, { recursive: true })) {
    const stem = /^(.+)\.(?:js|js\.map|d\.ts)$/.exec(name)?.[1];
    const isCompiled = stem !== undefined && stem !== 'workflow-bundle' && stem.includes(sep);
    const hasSource = ['ts', 'cjs', 'mjs'].some((extension) => existsSync(join(root, `${stem}.${extension}`)));
    if (isCompiled && !hasSource) rmSync(join(dist, name));
  }
}

function isOutdated(target, folders) {
  if (!existsSync(target)) return true;
  const builtAt = statSync(target).mtimeMs;
  return folders.some((folder) =>
    readdirSync(folder, { recursive: true }).some(
      (name) => name.endsWith('.js') && statSync(join(folder, name)).mtimeMs > builtAt,
    ),
  );
}
