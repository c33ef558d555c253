/** Postings of a device's transfers, each with whose stake it was where it is of one that cools. */
import { type SqlBool, sql } from 'kysely';
import type { TransferKind } from '../../../shared/domain/ledger/posting.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Device } from '../devices/devices.ts';

/** To be narrowed and put in order by whoever asks. */
export const postingsOf = (trx: Trx, device: Pick<Device, 'id'>, kinds: readonly TransferKind[]) =>
  trx
    .selectFrom('transfers')
    .innerJoin('postings', 'postings.transferId', 'transfers.id')
    .leftJoin('cooling', (join) =>
      join
        .on('cooling.deviceId', '=', device.id)
        .on(sql<SqlBool>`postings.account = 'device:' || cooling.device_id || ':cooling:' || cooling.id`),
    )
    .select(['transfers.id', 'kind', 'epoch', 'at', 'reference', 'account', 'postings.amount'])
    .where('transfers.deviceId', '=', device.id)
    .where('kind', 'in', [...kinds]);
