/**
 * Tells the devices that are connected to this process what the database has for them and they have not heard here:
 * offers that wait for their answer, and jobs that ended without their word. Whoever decided it was perhaps another
 * process, and the bus brings it sooner; this brings it surely.
 */
import type { EpochMs } from '../../../shared/units/time.ts';
import type { Network } from '../network.ts';
import { type Session, toldAs } from '../sessions/sessions.ts';
import { offerOf } from './job-offer.ts';
import { cancelOf, readJob, type Tidings } from './job-rows.ts';

/** Of ends, so that none falls between two looks: a transaction may be this long on its way. */
const overlapMs = 60_000;

const openOffers = ({ db }: Network, now: EpochMs) =>
  db
    .selectFrom('leases')
    .select(['id', 'jobId', 'rank', 'deviceId', 'startBy'])
    .where('state', '=', 'offered')
    .where('answerBy', '>', now)
    .execute();

const unheardEnds = ({ db }: Network, since: EpochMs) =>
  db
    .selectFrom('leases')
    .select(['deviceId', 'memberId'])
    .where('state', 'in', ['released', 'ended', 'lapsed'])
    .where('acceptedAt', 'is not', null)
    .where('heardEndAt', 'is', null)
    .where('endedAt', '>', since)
    .execute();

/** @returns a function to be called at every pass where there may be other processes */
export const createFollowUp = (network: Network): (() => Promise<void>) => {
  const { clock, sessions } = network;
  let lookedAt: EpochMs | null = null;

  const listens = (deviceId: string): Session | null => {
    const session = sessions.of(deviceId);
    return session?.isListening ? session : null;
  };

  const tell = ({ deviceId, event }: Tidings[number]): void => {
    const told = toldAs(event);
    if (told !== null && !listens(deviceId)?.told.has(told)) sessions.tell(deviceId, event);
  };

  return async () => {
    const now = clock.now();
    for (const lease of await openOffers(network, now)) {
      const session = listens(lease.deviceId);
      if (session === null || session.told.has(`offer:${lease.id}`)) continue;
      const job = await readJob(network.db, lease.jobId);
      tell({ deviceId: lease.deviceId, event: { kind: 'offer', offer: offerOf(network, job, lease) } });
    }
    for (const lease of await unheardEnds(network, (lookedAt ?? now) - overlapMs)) tell(cancelOf(lease));
    lookedAt = now;
  };
};
