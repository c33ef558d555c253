/**
 * How long the service's own closing of an hour takes for many devices, on a PostgreSQL server: scored, paid out what the
 * hour before confirmed, paid, and published. Afterwards every hour is worked out again, and the ledger is added up.
 */
import { closeHour, hoursToClose } from '../../network/service/epochs/closing.ts';
import { openHour, turnHour } from '../../network/service/epochs/hours.ts';
import { recomputeHour } from '../../network/service/epochs/recomputing.ts';
import { makeDueReleases } from '../../network/service/releases/making.ts';
import { noCountries } from '../../network/service/releases/sources.ts';
import { type RunningNetwork, startNetwork } from '../../network/service/start-network.ts';
import { localnetParameters } from '../../shared/domain/parameters/record.ts';
import { silentLog } from '../../shared/log.ts';
import { createManualClock } from '../../tests/fakes/manual-clock.ts';
import { makeDatabase } from '../../tests/network/play-place.ts';
import { fillNetwork } from './filled-network.ts';
import { type Spent, spentBy } from './spent.ts';

export interface ClosedHourFigures {
  readonly epoch: number;
  /** Into wallets, of what hours before had confirmed. */
  readonly payouts: number;
  readonly closing: Spent;
  readonly release: Spent;
  /** The same lines follow from what was kept. */
  readonly isSame: boolean;
}

export interface ClosingFigures {
  readonly devices: number;
  readonly hours: readonly ClosedHourFigures[];
  /** Of all accounts; 0n, or coins came from nowhere. */
  readonly imbalance: bigint;
}

const hourMs = 3_600_000;
/** So that hours in which nobody is paid out are seen, and such in which everybody is: a real network pays most out once a week. */
const payoutEveryHours = 2;
const startsAt = hourMs * 498_600;

const closeOne = async ({ network }: RunningNetwork, databaseUrl: string): Promise<ClosedHourFigures> => {
  await turnHour(network, await openHour(network.db));
  const [hour] = await hoursToClose(network);
  if (hour === undefined) throw new Error('no hour has ended');
  const closing = await spentBy(databaseUrl, () => closeHour(network, hour));
  const sources = { countriesOf: noCountries, validatorKeys: async () => [] };
  const release = await spentBy(databaseUrl, () => makeDueReleases(network, sources));
  const { kind } = await recomputeHour(network, hour.number);
  const { payouts } = await network.db
    .selectFrom('transfers')
    .select(({ fn }) => fn.countAll<number>().as('payouts'))
    .where('kind', '=', 'payout')
    .where('reference', '=', String(hour.number))
    .executeTakeFirstOrThrow();
  return { epoch: hour.number, payouts, closing, release, isSame: kind === 'same' };
};

/** @param server  a PostgreSQL server on which a database may be made and dropped */
export const measureClosing = async (
  server: string,
  { devices, hours }: { devices: number; hours: number },
): Promise<ClosingFigures> => {
  const database = await makeDatabase(server);
  const clock = createManualClock(startsAt);
  try {
    const running = await startNetwork({
      ...{ place: { databaseUrl: database.url, isTimeOwn: true }, clock, log: silentLog, isSelfRunning: false },
      ...{ host: '127.0.0.1', port: 0, parameters: { ...localnetParameters({ hourMs }), payoutEveryHours } },
    });
    try {
      const { db } = running.network;
      await fillNetwork(database.url, { devices, hours, startsAt, hourMs });
      await db
        .updateTable('epochs')
        .set({ servedMask: 2n ** 60n - 1n })
        .execute();
      const closed: ClosedHourFigures[] = [];
      for (let hour = 0; hour < hours; hour += 1) {
        clock.advance(hourMs);
        closed.push(await closeOne(running, database.url));
        await db
          .updateTable('epochs')
          .where('step', '=', 'open')
          .set({ servedMask: 2n ** 60n - 1n })
          .execute();
      }
      const { sum } = await db
        .selectFrom('postings')
        .select(({ fn }) => fn.sum<bigint | null>('amount').as('sum'))
        .executeTakeFirstOrThrow();
      return { devices, hours: closed, imbalance: sum ?? 0n };
    } finally {
      await running.close();
    }
  } finally {
    await database.remove();
  }
};
