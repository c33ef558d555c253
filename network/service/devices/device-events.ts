/** Events from devices' outboxes: each id is taken once, in one transaction with what follows from it. */
import type { OutboxItem } from '../../../shared/contract/network/events.ts';
import { inTransaction } from '../../store/transaction.ts';
import { settlePresence } from '../market/billing.ts';
import { takeJobEvent } from '../market/job-events.ts';
import { type Tidings, tellAll } from '../market/job-rows.ts';
import type { Network } from '../network.ts';
import type { Device } from './devices.ts';

/** @returns the ids that are kept for good, those that were known already among them */
export const appendEvents = async (
  network: Pick<Network, 'db' | 'clock' | 'parameters' | 'presence' | 'sessions'>,
  device: Device,
  items: readonly OutboxItem[],
): Promise<string[]> => {
  const { db, clock } = network;
  // A job that ends is billed by the minutes in which its device was heard, up to now.
  if (items.some(({ event }) => event.kind === 'job_ended')) await settlePresence(network);
  const told = await inTransaction(db, async (trx) => {
    const tidings: Tidings = [];
    const receivedAt = clock.now();
    for (const { id, at, event } of items) {
      const inserted = await trx
        .insertInto('deviceEvents')
        .values({ deviceId: device.id, eventId: id, at, receivedAt, event: JSON.stringify(event) })
        .onConflict((conflict) => conflict.columns(['deviceId', 'eventId']).doNothing())
        .returning('eventId')
        .executeTakeFirst();
      if (inserted !== undefined)
        tidings.push(...(await takeJobEvent(trx, network, device, { at, event }, receivedAt)));
    }
    return tidings;
  });
  tellAll(network, told);
  return items.map(({ id }) => id);
};
