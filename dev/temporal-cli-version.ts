import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The oldest Temporal server this project works with. */
const oldestServer = [1, 29] as const;
export const oldestServerText = oldestServer.join('.');

export interface CliVersion {
  /** Of the command line, like `1.8.2`; `dev-<server version>` for one that was built without a version. */
  version: string;
  /** Of the server inside it, like `1.31.2`. */
  server: string;
}

/** Understands `temporal version 1.8.2 (Server 1.31.2, UI 2.50.1)` and the `(server 1.22.0)` of old releases. */
function parseCliVersion(output: string): CliVersion | undefined {
  const found = /temporal version (\S+) \(server (\d+\.\d+\.\d+)/i.exec(output);
  if (!found?.[1] || !found[2]) return undefined;
  return { version: found[1] === '0.0.0-DEV' ? `dev-${found[2]}` : found[1], server: found[2] };
}

function isRecentEnough({ server }: CliVersion): boolean {
  const [major = 0, minor = 0] = server.split('.').map(Number);
  return major > oldestServer[0] || (major === oldestServer[0] && minor >= oldestServer[1]);
}

/**
 * Runs `temporal --version`.
 * @returns the version, or in one clause why this file cannot be used
 */
export async function askCliVersion(path: string): Promise<CliVersion | string> {
  let output: string;
  try {
    output = (await promisify(execFile)(path, ['--version'], { timeout: 20_000 })).stdout;
  } catch (error) {
    const { code, killed } = error as { code?: unknown; killed?: boolean };
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'does not exist';
    if (code === 'EACCES') return 'may not be executed';
    return killed ? 'does not answer to --version' : 'cannot be run';
  }
  const version = parseCliVersion(output);
  if (!version) return 'is not a Temporal CLI';
  if (!isRecentEnough(version)) return `has Temporal server ${version.server}, older than ${oldestServerText}`;
  return version;
}
