import { open } from 'node:fs/promises';
import Database from 'libsql';

const PAGE = 4096;

/** Writes over every page of a SQLite file but the first, which says that it is one. */
export async function damage(path: string): Promise<void> {
  const database = new Database(path);
  // Otherwise it could be read from the log of what was written last.
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
  const file = await open(path, 'r+');
  const { size } = await file.stat();
  for (let at = PAGE; at < size; at += PAGE) await file.write(Buffer.alloc(PAGE, 0x41), 0, PAGE, at);
  await file.close();
}
