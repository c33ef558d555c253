/**
 * The device's log in the database: appended to, never changed, its oldest entries dropped when nobody can need them any
 * more. It judges nothing.
 */
import { type LogEntry, nextEntry } from '../../shared/domain/device-log/entry.ts';
import type { Happening } from '../../shared/domain/device-log/happening.ts';
import type { Database } from './database.ts';
import { storageError } from './storage-error.ts';

export interface DeviceLog {
  /** Durable when it returns. @throws DISK_FULL, DATA_FOLDER_DENIED */
  append(happening: Happening): void;
  /** The run of entries that begins and ends between two moments, both included, oldest first. @param most  of which the newest are taken */
  between(from: number, to: number, most: number): LogEntry[];
}

/** Longer than any time to appeal: 60 days of hours, and as much again for the offence and the court. */
const keptMs = 120 * 86_400_000;
/** A busy device writes a few hundred a day. */
const mostKept = 200_000;
/** Old entries are looked for once in as many. */
const dropEvery = 256;

/** @param now  this device's clock */
export const openDeviceLog = ({ sqlite }: Database, now: () => number): DeviceLog => {
  const last = sqlite.prepare('SELECT seq, hash FROM device_log ORDER BY seq DESC LIMIT 1');
  const insert = sqlite.prepare(
    'INSERT INTO device_log (seq, at, kind, body, previous, hash) VALUES (?, ?, ?, ?, ?, ?)',
  );
  // Only from the beginning, and never the newest, so that what is left is one unbroken run.
  const drop = sqlite.prepare(
    'DELETE FROM device_log WHERE seq < max(?, (SELECT min(seq) FROM device_log WHERE at >= ?)) AND seq < ?',
  );
  const ends = sqlite.prepare('SELECT min(seq) AS first, max(seq) AS last FROM device_log WHERE at BETWEEN ? AND ?');
  const run = sqlite.prepare(
    'SELECT seq, at, kind, body, previous, hash FROM device_log WHERE seq BETWEEN ? AND ? ORDER BY seq DESC LIMIT ?',
  );
  return {
    append: (happening) => {
      try {
        const entry = nextEntry(happening, now(), (last.get() as Pick<LogEntry, 'seq' | 'hash'> | undefined) ?? null);
        insert.run(entry.seq, entry.at, entry.kind, entry.body, entry.previous, entry.hash);
        if (entry.seq % dropEvery === 0) drop.run(entry.seq - mostKept, entry.at - keptMs, entry.seq);
      } catch (error) {
        throw storageError(error, 'device_log');
      }
    },
    between: (from, to, most) => {
      // By number, so that a clock that jumped leaves no hole in the run.
      const { first, last: newest } = ends.get(from, to) as { first: number | null; last: number | null };
      return (run.all(first, newest, most) as unknown as LogEntry[]).toReversed();
    },
  };
};
