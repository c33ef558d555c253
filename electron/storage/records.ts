/**
 * Named documents in the database, one kind per owner: settings, jobs, check runs. Each is validated when it is read;
 * one that is not sound is moved to `records_set_aside` with the reason and reported, and the others stay.
 */
import type { z } from 'zod';
import type { Database } from './database.ts';
import { storageError } from './storage-error.ts';

export interface Records<T> {
  /** Durable when it returns. @throws DISK_FULL, DATA_FOLDER_DENIED */
  put(id: string, value: T): void;
  get(id: string): T | null;
  /** In the order of their ids. */
  list(): T[];
  remove(id: string): void;
}

export interface RecordFault {
  kind: string;
  id: string;
  detail: string;
}

interface Row {
  id: string;
  value: string;
}

/** JSON that keeps bigint: money is written as `{"$bigint":"12"}`. */
const write = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? { $bigint: part.toString() } : part));

const read = (text: string): unknown =>
  JSON.parse(text, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && '$bigint' in part && typeof part.$bigint === 'string'
      ? BigInt(part.$bigint)
      : part,
  );

export const openRecords = <T>(options: {
  database: Database;
  kind: string;
  schema: z.ZodType<T>;
  now: () => number;
  onFault: (fault: RecordFault) => void;
}): Records<T> => {
  const { sqlite } = options.database;
  const { kind } = options;
  const put = sqlite.prepare(
    'INSERT INTO records (kind, id, value) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET value = excluded.value',
  );
  const get = sqlite.prepare('SELECT id, value FROM records WHERE kind = ? AND id = ?');
  const list = sqlite.prepare('SELECT id, value FROM records WHERE kind = ? ORDER BY id');
  const remove = sqlite.prepare('DELETE FROM records WHERE kind = ? AND id = ?');
  const keepAside = sqlite.prepare(
    'INSERT INTO records_set_aside (kind, id, value, reason, at) VALUES (?, ?, ?, ?, ?)',
  );

  const parse = ({ id, value }: Row): T | null => {
    try {
      return options.schema.parse(read(value));
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      keepAside.run(kind, id, value, detail, options.now());
      remove.run(kind, id);
      options.onFault({ kind, id, detail });
      return null;
    }
  };

  return {
    put: (id, value) => {
      try {
        put.run(kind, id, write(value));
      } catch (error) {
        throw storageError(error, kind);
      }
    },
    get: (id) => {
      const row = get.get(kind, id) as Row | undefined;
      return row ? parse(row) : null;
    },
    list: () => (list.all(kind) as unknown as Row[]).flatMap((row) => parse(row) ?? []),
    remove: (id) => {
      remove.run(kind, id);
    },
  };
};
