/** Events from devices' outboxes: each id is taken once, in one transaction with what follows from it. */
import type { OutboxItem } from '../../../shared/contract/network/events.ts';
import { inTransaction } from '../../store/transaction.ts';
import { takeJobEvent } from '../market/jobs.ts';
import type { Network } from '../network.ts';
import type { Device } from './devices.ts';

/** @returns the ids that are kept for good, those that were known already among them */
export const appendEvents = (
  { db, clock, parameters }: Pick<Network, 'db' | 'clock' | 'parameters'>,
  device: Device,
  items: readonly OutboxItem[],
): Promise<string[]> =>
  inTransaction(db, async (trx) => {
    const receivedAt = clock.now();
    for (const { id, at, event } of items) {
      const inserted = await trx
        .insertInto('deviceEvents')
        .values({ deviceId: device.id, eventId: id, at, receivedAt, event: JSON.stringify(event) })
        .onConflict((conflict) => conflict.columns(['deviceId', 'eventId']).doNothing())
        .returning('eventId')
        .executeTakeFirst();
      if (inserted !== undefined) await takeJobEvent(trx, device, { at, event }, receivedAt, parameters);
    }
    return items.map(({ id }) => id);
  });
