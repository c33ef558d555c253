/** What time alone does to stake: notices end and become cooldowns, cooldowns end and coins are free, for every holder. */
import { randomUUID } from 'node:crypto';
import { releaseCoolingTransfer, unstakeTransfer } from '../../../shared/domain/ledger/stake-transfers.ts';
import {
  type CoolingEntry,
  cooledEntries,
  type StakePosition,
  withdrawCooled,
} from '../../../shared/domain/staking/position.ts';
import { endNotices } from '../../../shared/domain/staking/support.ts';
import { post } from '../../store/ledger.ts';
import { keepPosition, readPosition } from '../../store/position.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { refreshOffer } from './offers.ts';

/** Cooling entries that a move has begun. */
export const begunIn = (before: StakePosition, after: StakePosition): readonly CoolingEntry[] =>
  after.cooling.filter((entry) => before.cooling.every((known) => known.id !== entry.id));

/** Begins the cooldown of every supporter whose notice has ended, on every device. */
export const endDueNotices = async (network: Pick<Network, 'db' | 'parameters' | 'clock'>): Promise<void> => {
  const { db, parameters, clock } = network;
  const now = clock.now();
  const due = await db
    .selectFrom('devices')
    .selectAll()
    .where('id', 'in', (query) => query.selectFrom('supporters').select('deviceId').where('leavesAt', '<=', now))
    .execute();
  for (const device of due) {
    await inTransaction(db, async (trx) => {
      const before = await readPosition(trx, device);
      // Stake that came back from a slash may leave at the same moment as what left before it, so no id is made of that.
      const after = endNotices(before, now, () => randomUUID(), parameters);
      for (const entry of begunIn(before, after))
        await post(trx, unstakeTransfer(device.id, entry), { deviceId: device.id, epoch: null, at: now });
      await keepPosition(trx, before, after, now);
      await refreshOffer(trx, network, device);
    });
  }
};

/** Gives back what has cooled, on every device. */
export const withdrawAllCooled = async (network: Pick<Network, 'db' | 'clock'>): Promise<void> => {
  const now = network.clock.now();
  const due = await network.db
    .selectFrom('cooling')
    .innerJoin('devices', 'devices.id', 'cooling.deviceId')
    .select(['devices.id', 'devices.accountId'])
    .distinct()
    .where('endedAt', 'is', null)
    .where('freeAt', '<=', now)
    .execute();
  for (const device of due) {
    await inTransaction(network.db, async (trx) => {
      for (const entry of cooledEntries(await readPosition(trx, device), now)) {
        const before = await readPosition(trx, device);
        const move = withdrawCooled(before, entry.id, now);
        if (move.kind === 'refused') continue;
        await post(trx, releaseCoolingTransfer(device.id, entry), { deviceId: device.id, epoch: null, at: now });
        await keepPosition(trx, before, move.position, now);
      }
    });
  }
};
