import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { withExclusiveLock } from '../../dev/exclusive-lock.ts';
import { cliCacheDir } from '../../dev/pinned-cli.ts';

const REQUIREMENT = 'smile-id-core==3.0.1';
const INSTALL_WITHIN_MS = 120_000;

export interface PythonPackage {
  /** The interpreter. */
  readonly python: string;
  /** For its PYTHONPATH. */
  readonly folder: string;
}

/**
 * The vendor's Python package as published, with all that it needs: from the user's cache, or else installed there by pip.
 * @returns the package, or the reason why there is none
 */
export async function providePythonPackage(): Promise<PythonPackage | { readonly reason: string }> {
  const interpreter = await askInterpreter();
  if (interpreter === undefined) return { reason: 'there is no python3' };
  const { python, kind } = interpreter;
  const cache = join(dirname(cliCacheDir(process.env, process.platform)), 'smile-id-core');
  const folder = join(cache, `${REQUIREMENT.replace(/.*==/, '')}-${kind}`);
  if (!(await isThere(folder))) {
    await mkdir(cache, { recursive: true });
    await withExclusiveLock({ lockFile: `${folder}.lock`, onWait: () => {} }, () => install(python, cache, folder));
  }
  return (await isThere(folder)) ? { python, folder } : { reason: `pip cannot install ${REQUIREMENT}` };
}

/** Some packages that come along are compiled: for one version of Python on one kind of machine. */
async function askInterpreter(): Promise<{ python: string; kind: string } | undefined> {
  const program =
    'import json, platform, sys; ' +
    'print(json.dumps([sys.executable, sys.implementation.cache_tag, platform.system(), platform.machine()]))';
  try {
    const { stdout } = await promisify(execFile)('python3', ['-c', program], { timeout: 30_000 });
    const [python, ...kind] = JSON.parse(stdout) as [string, ...string[]];
    return { python, kind: kind.join('-').toLowerCase() };
  } catch {
    return undefined;
  }
}

/** Under the lock. The folder appears with all that belongs there, or not at all. */
async function install(python: string, cache: string, folder: string): Promise<void> {
  // The process that was waited for has usually left one.
  if (await isThere(folder)) return;
  const leftovers = (await readdir(cache)).filter((name) => name.startsWith('install-'));
  await Promise.all(leftovers.map((name) => rm(join(cache, name), { recursive: true, force: true })));
  const workshop = await mkdtemp(join(cache, 'install-'));
  // No virtual environment, which could not be moved; and nothing that would have to be compiled.
  const pip = ['-m', 'pip', 'install', '--no-input', '--only-binary=:all:', '--retries=1', '--timeout=30'];
  const limits = { timeout: INSTALL_WITHIN_MS, killSignal: 'SIGKILL' } as const;
  const env = { ...process.env, PYTHONPATH: workshop };
  try {
    await promisify(execFile)(python, [...pip, `--target=${workshop}`, REQUIREMENT], limits);
    await promisify(execFile)(python, ['-c', 'import smile_id_core'], { ...limits, env });
    await rename(workshop, folder);
  } catch {
    await rm(workshop, { recursive: true, force: true });
  }
}

async function isThere(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => true,
    () => false,
  );
}
