/** Events that wait for the network, in the database. Oldest first; gone only when acknowledged. */
import { outboxItemSchema } from '../../shared/contract/network/events.ts';
import type { OutboxStore } from '../../shared/domain/outbox/store.ts';
import type { Database } from './database.ts';
import { storageError } from './storage-error.ts';

interface Row {
  id: string;
  at: number;
  event: string;
}

export const openOutboxTable = (database: Database): OutboxStore => {
  const { sqlite } = database;
  const append = sqlite.prepare('INSERT INTO outbox (id, at, event) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING');
  const pending = sqlite.prepare('SELECT id, at, event FROM outbox ORDER BY seq LIMIT ?');
  const acknowledge = sqlite.prepare('DELETE FROM outbox WHERE id = ?');
  const keepAside = sqlite.prepare(
    'INSERT INTO records_set_aside (kind, id, value, reason, at) VALUES (?, ?, ?, ?, ?)',
  );
  const count = sqlite.prepare('SELECT count(*) AS n FROM outbox');
  return {
    append: (item) => {
      try {
        append.run(item.id, item.at, JSON.stringify(item.event));
      } catch (error) {
        throw storageError(error, 'outbox');
      }
    },
    pending: (limit) =>
      (pending.all(limit) as unknown as Row[]).flatMap((row) => {
        try {
          return outboxItemSchema.parse({ id: row.id, at: row.at, event: JSON.parse(row.event) });
        } catch (error) {
          // One that cannot be read must not hold up those behind it.
          keepAside.run('outbox', row.id, row.event, error instanceof Error ? error.message : String(error), row.at);
          acknowledge.run(row.id);
          return [];
        }
      }),
    acknowledge: (ids) => {
      for (const id of ids) acknowledge.run(id);
    },
    size: () => (count.get() as { n: number }).n,
  };
};
