/**
 * The middle of what a model's devices measured of themselves, for owners to hold their own figures against. One voice an
 * owner, and nothing below twenty of them. It decides nothing: figures that a device reports are no evidence.
 */

import { fleetOwnersNeeded } from '../../../shared/contract/network/fleet.ts';
import type { NetworkOutputs } from '../../../shared/contract/network/index.ts';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import type { Network } from '../network.ts';

const figureHours = 720;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] as number;

export const fleetFigures = async (
  { db, clock, parameters }: Pick<Network, 'db' | 'clock' | 'parameters'>,
  model: string,
): Promise<NetworkOutputs['fleet']['figures']> => {
  const rows = await db
    .selectFrom('deviceEvents')
    .innerJoin('devices', 'devices.id', 'deviceEvents.deviceId')
    .select(['devices.accountId', 'deviceEvents.event'])
    .where('deviceEvents.receivedAt', '>', clock.now() - networkHoursMs(figureHours, parameters))
    .where('devices.revokedAt', 'is', null)
    .orderBy('deviceEvents.receivedAt')
    .execute();
  /** The newest figure of each owner, by kind. */
  const told = new Map<string, Map<string, number>>();
  for (const { accountId, event } of rows) {
    if (event.kind !== 'checks_done') continue;
    for (const [id, figure] of Object.entries(event.figures)) {
      const at = id.indexOf(':');
      if (event.models[id.slice(at + 1)] !== model || !(figure > 0)) continue;
      const kind = id.slice(0, at);
      told.set(kind, (told.get(kind) ?? new Map()).set(accountId, figure));
    }
  }
  return {
    medians: Object.fromEntries(
      [...told]
        .filter(([, owners]) => owners.size >= fleetOwnersNeeded)
        .map(([kind, owners]) => [kind, { median: median([...owners.values()]), owners: owners.size }]),
    ),
  };
};
