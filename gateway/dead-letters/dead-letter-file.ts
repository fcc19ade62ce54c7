import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { VerificationFailure } from '../../domain/failure.ts';
import type { DeadLetter, DeadLetterStore, Redelivery, StoredDeadLetter } from './dead-letter.ts';
import { type Row, rowOf, storedOf } from './dead-letter-row.ts';

const DAY_MS = 86_400_000;
/** How long one process waits for another that is writing; the event loop stands still meanwhile. */
const BUSY_MS = 2_000;

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
  CREATE INDEX IF NOT EXISTS redeliveries_by_letter ON redeliveries (letter_id);`;

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

export interface DeadLetterFileOptions {
  readonly path: string;
  /** The oldest make room for new ones. */
  readonly maxLetters: number;
  /** Since a letter came last. */
  readonly maxAgeDays: number;
  readonly clock?: () => Date;
  /** Told how many letters had to make room. */
  readonly onDropped?: (count: number) => void;
}

/** The store of a single machine: gateways and the command line may share the file. */
export interface DeadLetterFile extends DeadLetterStore {
  /** Those that came last first. */
  list(): readonly StoredDeadLetter[];
  find(id: string): StoredDeadLetter | undefined;
  recordRedelivery(id: string, redelivery: Redelivery): void;
}

/**
 * Opens the file, and makes it and its folder where they are missing. One SQLite database: a letter that was kept is on
 * the disk.
 * @throws VerificationFailure `invalid-request` if there can be no such file
 */
export function openDeadLetterFile(options: DeadLetterFileOptions): DeadLetterFile {
  const { path, maxLetters, maxAgeDays, clock = () => new Date(), onDropped = () => undefined } = options;
  const database = open(path);
  const statements = {
    keep: database.prepare(KEEP),
    dropOld: database.prepare('DELETE FROM dead_letters WHERE last_received_at_ms < ?'),
    dropMany: database.prepare(
      'DELETE FROM dead_letters WHERE id IN (SELECT id FROM dead_letters ORDER BY last_received_at_ms DESC, rowid DESC LIMIT -1 OFFSET ?)',
    ),
    list: database.prepare(`${LETTERS} ORDER BY last_received_at_ms DESC, rowid DESC`),
    find: database.prepare(`${LETTERS} WHERE id = ?`),
    record: database.prepare('INSERT INTO redeliveries VALUES (?, ?, ?, ?)'),
  };
  const keep = database.transaction((letter: DeadLetter): number => {
    const nowMs = clock().getTime();
    statements.dropOld.run(nowMs - maxAgeDays * DAY_MS);
    statements.keep.run(...rowOf(letter, nowMs));
    return statements.dropMany.run(maxLetters).changes;
  });
  return {
    async keep(letter) {
      const dropped = keep.immediate(letter);
      if (dropped > 0) onDropped(dropped);
    },
    list() {
      statements.dropOld.run(clock().getTime() - maxAgeDays * DAY_MS);
      return (statements.list.all() as Row[]).map(storedOf);
    },
    find(id) {
      const row = statements.find.get(id) as Row | undefined;
      return row === undefined ? undefined : storedOf(row);
    },
    recordRedelivery: (id, { at, by, outcome }) => void statements.record.run(id, Date.parse(at), by, outcome),
    async close() {
      database.close();
    },
  };
}

function open(path: string): Database.Database {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const database = new Database(path);
    for (const setting of [
      `busy_timeout = ${BUSY_MS}`,
      'journal_mode = WAL',
      'synchronous = FULL',
      'foreign_keys = ON',
    ])
      database.pragma(setting);
    database.exec(SCHEMA);
    return database;
  } catch {
    throw new VerificationFailure(
      'invalid-request',
      'The file of dead letters cannot be opened: set SMILEFLOW_DEAD_LETTERS to a path that can be written, or to off.',
    );
  }
}
