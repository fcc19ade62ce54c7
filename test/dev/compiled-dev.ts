import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** dev/ as JavaScript, for processes of their own, whatever dist/ holds at the moment. */
export async function compileDev(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'smileflow-compiled-'));
  const project = {
    extends: join(root, 'tsconfig.build.json'),
    compilerOptions: {
      ...{ outDir: folder, rootDir: root, noCheck: true, declaration: false, sourceMap: false },
      ...{ incremental: false, tsBuildInfoFile: null, typeRoots: [join(root, 'node_modules', '@types')] },
    },
    include: [],
    files: ['start-stack.ts', 'leash/main.ts'].map((name) => join(root, 'dev', name)),
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(project));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await promisify(execFile)(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', folder]);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
