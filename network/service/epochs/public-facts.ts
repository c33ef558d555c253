/**
 * What a release says of a device beside what it was scored by, read while its hour is scored: later it would be another
 * answer. It decides nothing about rewards.
 */
import type { NotNull } from 'kysely';
import type { deviceStates } from '../../../shared/contract/network/devices.ts';
import { listMinutes, type MinuteMask, noMinutes } from '../../../shared/domain/presence/minutes.ts';
import { acceptedAlgorithm } from '../../../shared/domain/proof/algorithms.ts';
import type { Slash } from '../../../shared/domain/slashing/slash.ts';
import { type BaseUnits, inBaseUnits, noCoins } from '../../../shared/units/money.ts';
import { readExactJson } from '../../store/exact-json.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { tierFactsOf } from './hour-facts.ts';
import type { Hour } from './hours.ts';
import type { Sighting } from './sightings.ts';

export interface PublicFacts {
  readonly complianceLevel: number;
  readonly qualityBps: number;
  /** At the hour's end. */
  readonly state: (typeof deviceStates)[number];
  /** Taken from the stake on the device in the hour. */
  readonly slashed: BaseUnits;
}

type Scorer = Pick<Network, 'parameters'>;

/** A device that comes back after the network itself was away needs a moment. */
const lastMinutes = 2;

/** The last minutes in which the network was there to hear anybody. */
const endOf = ({ servedMask }: Hour): MinuteMask =>
  listMinutes(servedMask)
    .slice(-lastMinutes)
    .reduce((mask, minute) => mask | (1n << BigInt(minute)), noMinutes);

const stateOf = (
  { device, heard }: Sighting,
  { hour, atEnd, isHired }: { hour: Hour; atEnd: MinuteMask; isHired: boolean },
  { parameters }: Scorer,
): PublicFacts['state'] => {
  if (device.revokedAt !== null && device.revokedAt < hour.endsAt) return 'blocked';
  if (acceptedAlgorithm(device.claim.algorithms, parameters, hour.endsAt) === null) return 'unsupported';
  if ((heard & atEnd) !== noMinutes) return isHired ? 'hired' : 'ready';
  if (device.reportedState === 'paused') return 'paused';
  return device.verifiedHours === 0 ? 'pending' : 'down';
};

/** Devices that have a job now. */
const hiredNow = async (trx: Trx): Promise<ReadonlySet<string>> => {
  const rows = await trx.selectFrom('leases').select('deviceId').where('state', 'in', ['accepted', 'held']).execute();
  return new Set(rows.map(({ deviceId }) => deviceId));
};

/** What slashes took up to the hour's end that no hour has told of; from now on this one does. */
const tellSlashes = async (trx: Trx, hour: Hour): Promise<ReadonlyMap<string, BaseUnits>> => {
  const rows = await trx
    .updateTable('slashes')
    .set({ toldEpoch: hour.number })
    .where('toldEpoch', 'is', null)
    .where('at', '<', hour.endsAt)
    // A validator has no row in which it could be told.
    .where('deviceId', 'is not', null)
    .returning(['deviceId', 'record'])
    .$narrowType<{ deviceId: NotNull }>()
    .execute();
  const taken = new Map<string, BaseUnits>();
  for (const { deviceId, record } of rows) {
    const { amount } = readExactJson<Slash>(record);
    taken.set(deviceId, inBaseUnits((taken.get(deviceId) ?? noCoins) + amount));
  }
  return taken;
};

/**
 * To be called once an hour, in the transaction that scores it.
 *
 * @returns for each of the devices that were seen
 */
export const publicFactsOf = async (
  trx: Trx,
  network: Scorer,
  hour: Hour,
  seen: readonly Sighting[],
): Promise<ReadonlyMap<string, PublicFacts>> => {
  const hired = await hiredNow(trx);
  const slashed = await tellSlashes(trx, hour);
  const atEnd = endOf(hour);
  return new Map(
    seen.map((sighting) => {
      const { id } = sighting.device;
      const { complianceLevel, qualityBps } = tierFactsOf(sighting, network);
      const state = stateOf(sighting, { hour, atEnd, isHired: hired.has(id) }, network);
      return [id, { complianceLevel, qualityBps, state, slashed: slashed.get(id) ?? noCoins }];
    }),
  );
};
