import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What to install where a package of Temporal's is not there; undefined for any other error. They are peer dependencies,
 * which some package managers leave to their users, and whoever only speaks to Smile ID does without.
 */
export function missingTemporal(error: unknown, packageRoot: string): string | undefined {
  const { code, message = '' } = (error ?? {}) as NodeJS.ErrnoException;
  const isMissing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
  if (!isMissing || !/^Cannot find (package|module) '@temporalio\//.test(message)) return undefined;
  const { peerDependencies } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    peerDependencies: Record<string, string>;
  };
  const names = Object.keys(peerDependencies).filter((name) => name.startsWith('@temporalio/'));
  return `this command needs Temporal's packages, which are not installed: npm install ${names.join(' ')}`;
}
