/** The outbox with the device's log beside it: what is told is written down with it, both or neither. */
import { isPerigeeError } from '../../shared/contract/codes.ts';
import type { OutboxStore } from '../../shared/domain/outbox/store.ts';
import type { Database } from './database.ts';
import type { DeviceLog } from './device-log-table.ts';
import { storageError } from './storage-error.ts';

export const loggedOutbox = ({ sqlite }: Database, outbox: OutboxStore, log: DeviceLog): OutboxStore => {
  const together = (act: () => void): void => {
    try {
      sqlite.exec('BEGIN IMMEDIATE');
      act();
      sqlite.exec('COMMIT');
    } catch (error) {
      if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
      throw isPerigeeError(error) ? error : storageError(error, 'outbox');
    }
  };
  return {
    ...outbox,
    append: ({ id, at, event }) =>
      together(() => {
        const before = outbox.size();
        outbox.append({ id, at, event });
        if (outbox.size() > before) log.append({ kind: 'reported', id, at, event });
      }),
    acknowledge: (ids) =>
      together(() => {
        outbox.acknowledge(ids);
        if (ids.length > 0) log.append({ kind: 'acknowledged', ids });
      }),
  };
};
