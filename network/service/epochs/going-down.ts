/**
 * Which devices went down in an hour, for their owners to be told: those that were there in it and not at its end, and those
 * that were there at the end of the hour before and not seen since. A declared pause is no such thing, and neither is an
 * hour that the network itself was hardly there in.
 */
import { countMinutes } from '../../../shared/domain/presence/minutes.ts';
import type { Trx } from '../../store/transaction.ts';
import { openOutbox } from '../webhooks/outbox.ts';
import type { Hour } from './hours.ts';
import type { PublicFacts } from './public-facts.ts';
import type { Sighting } from './sightings.ts';

interface GoneDevice {
  readonly id: string;
  readonly accountId: string;
}

/** Long enough for every device to come back to a network that was away. */
const leastServedMinutes = 5;

const unseenSince = async (trx: Trx, hour: Hour): Promise<GoneDevice[]> => {
  if (countMinutes(hour.servedMask) < leastServedMinutes) return [];
  const before = await trx
    .selectFrom('rewards')
    .innerJoin('devices', 'devices.id', 'rewards.deviceId')
    .leftJoin('presence', (join) =>
      join.onRef('presence.deviceId', '=', 'devices.id').on('presence.epoch', '=', hour.number),
    )
    .select(['devices.id', 'accountId', 'reportedState'])
    .where('rewards.epoch', '=', hour.number - 1)
    .where('state', 'in', ['ready', 'hired'])
    .where('revokedAt', 'is', null)
    .where('presence.epoch', 'is', null)
    .execute();
  return before.filter(({ reportedState }) => reportedState !== 'paused');
};

/** To be called once an hour, in the transaction that scores it. */
export const tellGoneDown = async (
  trx: Trx,
  hour: Hour,
  seen: readonly Sighting[],
  facts: ReadonlyMap<string, PublicFacts>,
): Promise<void> => {
  const tell = await openOutbox(trx, 'device_down');
  const left = seen
    .map(({ device }) => device)
    .filter(({ id }) => ['down', 'pending'].includes(facts.get(id)?.state ?? ''));
  for (const { id: deviceId, accountId } of [...left, ...(await unseenSince(trx, hour))])
    await tell({ accountId, deviceId, facts: { epoch: hour.number }, at: hour.endsAt });
};
