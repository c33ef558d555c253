/**
 * A process with the real database, outbox and device key, made to lose its power: says each event's id once the append
 * has returned, as fast as it can, until it is killed. `SYNC=OFF` takes the promise away, to show that a trial notices.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { openIdentity } from '../../electron/link/identity.ts';
import { openDatabase } from '../../electron/storage/database.ts';
import { openOutboxTable } from '../../electron/storage/outbox-table.ts';

const dir = process.env.PERIGEE_POWER_FOLDER ?? '';
const database = openDatabase(join(dir, 'state.db'), 0);
const { publicKey } = openIdentity(join(dir, 'device.key'), 0);
if (process.env.SYNC === 'OFF') database.sqlite.exec('PRAGMA synchronous = OFF');
const outbox = openOutboxTable(database);
writeSync(1, `${publicKey}\n`);
// Large enough that the write-ahead log is carried over into the database many times.
const figures = Object.fromEntries(Array.from({ length: 1500 }, (_none, n) => [`figure-${n}`, n]));
for (;;) {
  const id = crypto.randomUUID();
  outbox.append({ id, at: 1, event: { kind: 'checks_done', figures, models: {} } });
  writeSync(1, `${id}\n`);
}
