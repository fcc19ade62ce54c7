import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { damaged, deadLetterFailureOf, foreign } from './dead-letter-failure.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS dead_letters (
    id TEXT PRIMARY KEY,
    verification_id TEXT,
    job_id_hash TEXT,
    code TEXT NOT NULL,
    smile_job_id TEXT,
    from_reviewer INTEGER NOT NULL,
    declared_final INTEGER,
    partner TEXT,
    signed_at_ms INTEGER NOT NULL,
    first_received_at_ms INTEGER NOT NULL,
    last_received_at_ms INTEGER NOT NULL,
    count INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS dead_letters_by_age ON dead_letters (last_received_at_ms);
  CREATE TABLE IF NOT EXISTS redeliveries (
    letter_id TEXT NOT NULL REFERENCES dead_letters (id) ON DELETE CASCADE,
    at_ms INTEGER NOT NULL,
    by TEXT NOT NULL,
    outcome TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS redeliveries_by_letter ON redeliveries (letter_id);
  CREATE INDEX IF NOT EXISTS redeliveries_that_arrived ON redeliveries (letter_id) WHERE outcome <> 'unknown';`;

const KEEP = `
  INSERT INTO dead_letters VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
  ON CONFLICT (id) DO UPDATE SET
    count = count + 1,
    signed_at_ms = excluded.signed_at_ms,
    last_received_at_ms = excluded.last_received_at_ms`;

const LETTERS = `
  SELECT *, (
    SELECT json_group_array(json_object('atMs', at_ms, 'by', by, 'outcome', outcome))
    FROM redeliveries WHERE letter_id = dead_letters.id
  ) AS redeliveries FROM dead_letters`;

const DROP_DELIVERED = `
  DELETE FROM dead_letters WHERE id IN (
    SELECT id FROM dead_letters
    WHERE id IN (SELECT letter_id FROM redeliveries WHERE outcome <> 'unknown')
    ORDER BY last_received_at_ms, rowid LIMIT ?)`;

const DROP_OLDEST = `
  DELETE FROM dead_letters WHERE id IN (SELECT id FROM dead_letters ORDER BY last_received_at_ms, rowid LIMIT ?)`;

/** Nothing where the letter has made room meanwhile. */
const RECORD = `INSERT INTO redeliveries SELECT ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM dead_letters WHERE id = ?)`;

/** The latest, and among them the last that arrived, however often it was tried in vain since. */
const FORGET_REDELIVERIES = `
  DELETE FROM redeliveries WHERE letter_id = ?1 AND rowid NOT IN (
    SELECT rowid FROM redeliveries WHERE letter_id = ?1
    ORDER BY rowid = (SELECT max(rowid) FROM redeliveries WHERE letter_id = ?1 AND outcome <> 'unknown') DESC, rowid DESC
    LIMIT ?2)`;

interface Statement {
  run(...values: readonly unknown[]): { readonly changes: number };
  all(...values: readonly unknown[]): unknown[];
}

export interface DeadLetterDatabase {
  readonly keep: Statement;
  readonly count: Statement;
  readonly dropOld: Statement;
  readonly dropDelivered: Statement;
  readonly dropOldest: Statement;
  readonly list: Statement;
  readonly find: Statement;
  readonly record: Statement;
  readonly forgetRedeliveries: Statement;
  /** Whether the path still leads to what was opened. What is written to a file that was removed is lost. */
  isInPlace(): boolean;
  /** All of it or nothing. @throws SqliteError of what failed, where libsql's own would tell of the ROLLBACK */
  write<T>(work: () => T): T;
  close(): void;
}

/**
 * Opens the SQLite database, and makes it and its folder where they are missing. What is committed is on the disk.
 * @param busyMs how long a call stands still, with everything else, while another process writes
 * @param openMs the same for opening
 * @throws VerificationFailure `unavailable` or `invalid-request`, also if the file is damaged
 */
export function openDeadLetterDatabase(path: string, busyMs: number, openMs = busyMs): DeadLetterDatabase {
  let database: Database.Database | undefined;
  try {
    mkdirSync(dirname(path), { recursive: true });
    database = new Database(path);
    for (const setting of [`busy_timeout = ${openMs}`, 'journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON'])
      database.pragma(setting);
    const [found] = database.pragma('quick_check(1)') as { quick_check: string }[];
    if (found?.quick_check !== 'ok') throw damaged();
    if (isForeign(database)) throw foreign();
    database.exec(SCHEMA);
    database.pragma(`busy_timeout = ${busyMs}`);
    return withStatements(database, path);
  } catch (error) {
    database?.close();
    throw deadLetterFailureOf(error);
  }
}

function withStatements(database: Database.Database, path: string): DeadLetterDatabase {
  const openedFile = fileAt(path);
  const prepare = (sql: string): Statement => database.prepare<unknown[]>(sql);
  return {
    keep: prepare(KEEP),
    count: prepare('SELECT count(*) AS letters FROM dead_letters'),
    dropOld: prepare('DELETE FROM dead_letters WHERE last_received_at_ms < ?'),
    dropDelivered: prepare(DROP_DELIVERED),
    dropOldest: prepare(DROP_OLDEST),
    list: prepare(`${LETTERS} WHERE last_received_at_ms >= ? ORDER BY last_received_at_ms DESC, rowid DESC`),
    find: prepare(`${LETTERS} WHERE id = ?`),
    record: prepare(RECORD),
    forgetRedeliveries: prepare(FORGET_REDELIVERIES),
    isInPlace: () => fileAt(path) === openedFile,
    write(work) {
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        if (database.inTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    close() {
      database.close();
    },
  };
}

/** Somebody else's tables would get ours beside them. */
function isForeign(database: Database.Database): boolean {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[];
  return tables.length > 0 && tables.every(({ name }) => name !== 'dead_letters');
}

function fileAt(path: string): string {
  const { dev = 0n, ino = 0n } = statSync(path, { bigint: true, throwIfNoEntry: false }) ?? {};
  return `${dev} ${ino}`;
}
