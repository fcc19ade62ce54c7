import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const touchEveryMs = 5_000;
/** A holder touches its lock; one that was not touched for this long is dead, or its pid belongs to somebody else now. */
const abandonedAfterMs = 60_000;

interface LockOptions {
  lockFile: string;
  /** Called at once and then about each second while another process holds the lock. */
  onWait: (holderPid: number) => void;
}

/**
 * Runs `work` while no other process on this machine runs work under the same lock. A lock whose holder died is
 * taken over. Losing the race of two take-overs lets both work, so `work` must put its result in place by rename.
 */
export async function withExclusiveLock<T>({ lockFile, onWait }: LockOptions, work: () => Promise<T>): Promise<T> {
  while (!(await tryToLock(lockFile))) {
    const holderPid = await readHolder(lockFile);
    if (holderPid === undefined) continue;
    if (!isAlive(holderPid) || (await isAbandoned(lockFile))) await removeLockOf(holderPid, lockFile);
    else {
      onWait(holderPid);
      await sleep(1_000);
    }
  }
  const touching = setInterval(() => {
    const now = new Date();
    utimes(lockFile, now, now).catch(() => {});
  }, touchEveryMs);
  try {
    return await work();
  } finally {
    clearInterval(touching);
    await removeLockOf(process.pid, lockFile);
  }
}

/** A link appears with its content, where a created file would be empty for a moment. */
async function tryToLock(lockFile: string): Promise<boolean> {
  const mine = `${lockFile}.${randomUUID()}`;
  await writeFile(mine, String(process.pid));
  try {
    await link(mine, lockFile);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(mine, { force: true });
  }
}

async function readHolder(lockFile: string): Promise<number | undefined> {
  const content = await readFile(lockFile, 'utf8').catch(() => undefined);
  return content === undefined ? undefined : Number(content);
}

async function isAbandoned(lockFile: string): Promise<boolean> {
  const touchedMs = await stat(lockFile).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now(),
  );
  return Date.now() - touchedMs > abandonedAfterMs;
}

/** Takes the lock aside before looking again, so that a new holder's lock is not removed in an old one's place. */
async function removeLockOf(pid: number, lockFile: string): Promise<void> {
  const aside = `${lockFile}.${randomUUID()}`;
  try {
    await rename(lockFile, aside);
  } catch {
    return;
  }
  if ((await readHolder(aside)) !== pid) await link(aside, lockFile).catch(() => {});
  await rm(aside, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
