import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../network/service/system-clock.ts';
import { openStore, type Store } from '../../network/store/open-store.ts';
import { createWeekTables, dropOldWeeks } from '../../network/store/week-tables.ts';
import { silentLog } from '../../shared/log.ts';
import { cpuClaim } from '../network/play-device.ts';
import { makePlace, type PlayPlace } from '../network/play-place.ts';

let place: PlayPlace;
let store: Store;

const epochsKept = async (): Promise<number[]> => {
  const rows = await store.db.selectFrom('presence').select('epoch').orderBy('epoch').execute();
  return rows.map(({ epoch }) => epoch);
};
/** A proof that was decided in the hour; left out: by a process of before, which knows of no hours. */
const clocked = (epoch?: number) =>
  store.db
    .insertInto('proofRecords')
    .values({
      ...{ challengeId: 'c1', gpu: 0, deviceId: 'd1', accountId: 'a1', class: 'cpu', model: null, tick: null, at: 1 },
      ...{ verdict: 'passed', fillMs: 1, walkMs: 1, walkBytesPerMs: 1, fillBlocksPerMs: 1, sharesFound: 1 },
      ...{ sharesExpected: 1, roundTripFloorMs: null, roundTripJitterMs: null, fillByShard: '[]', telemetry: null },
      ...(epoch === undefined ? {} : { epoch }),
    })
    .execute();
const proofsKept = async (): Promise<number[]> => {
  const rows = await store.db.selectFrom('proofRecords').select('epoch').orderBy('epoch').execute();
  return rows.map(({ epoch }) => epoch);
};
const mark = (epoch: number) =>
  store.db.insertInto('presence').values({ deviceId: 'd1', epoch, minuteMask: 1n }).execute();

describe('tables of weeks', () => {
  beforeEach(async () => {
    place = await makePlace(true);
    store = await openStore({ ...place.place, clock: systemClock, log: silentLog });
    await sql`insert into accounts (id, name, opened_at, compliance_level) values ('a1', 'one', 0, 1)`.execute(
      store.db,
    );
    await sql`insert into devices (id, public_key, account_id, name, claim, registered_at)
      values ('d1', 'k1', 'a1', 'one', ${JSON.stringify(cpuClaim)}::jsonb, 0)`.execute(store.db);
  });
  afterEach(async () => {
    await store.close();
    await place.remove();
  });

  it('are there before their first hour, whoever makes them, and through weeks that were slept', async () => {
    const [one, other] = [createWeekTables(store.db), createWeekTables(store.db)];
    await mark(839);
    await expect(mark(840)).rejects.toThrow(/no partition/);
    await Promise.all([one.reach(839), other.reach(839)]);
    await mark(840);
    await one.reach(50_000);
    await other.reach(50_100);
    for (const epoch of [49_999, 50_000, 50_168]) await mark(epoch);
    expect(await epochsKept()).toEqual([839, 840, 49_999, 50_000, 50_168]);
    const weeks = await store.db.selectFrom('presenceWeeks').selectAll().orderBy('toEpoch').execute();
    expect(weeks.every(({ fromEpoch }, at) => at === 0 || fromEpoch === weeks[at - 1]?.toEpoch)).toBe(true);
    expect(weeks.length).toBeLessThan(8);
  });

  it('go when no rule reads them any more, and not an hour before', async () => {
    const weeks = createWeekTables(store.db);
    for (const epoch of [839, 840, 3_023, 3_024]) {
      await weeks.reach(epoch);
      await mark(epoch);
    }
    await dropOldWeeks(store.db, 3_023);
    expect(await epochsKept()).toEqual([839, 840, 3_023, 3_024]);
    await dropOldWeeks(store.db, 3_024);
    expect(await epochsKept()).toEqual([840, 3_023, 3_024]);
    await expect(mark(1)).rejects.toThrow(/no partition/);
  });

  it('keep proofs for 720 hours, and those of before there were weeks', async () => {
    await sql`insert into challenges (id, device_id, epoch, fill_deadline_ms, walk_deadline_ms, sent_at, state, parts)
      values ('c1', 'd1', 0, 1, 1, 0, 'passed', '[]')`.execute(store.db);
    const weeks = createWeekTables(store.db);
    await clocked();
    for (const epoch of [0, 839, 840, 1_007, 1_008]) {
      await weeks.reach(epoch);
      await clocked(epoch);
    }
    await dropOldWeeks(store.db, 840 + 719);
    expect(await proofsKept()).toEqual([-1, 0, 839, 840, 1_007, 1_008]);
    await dropOldWeeks(store.db, 840 + 720);
    expect(await proofsKept()).toEqual([-1, 840, 1_007, 1_008]);
    await dropOldWeeks(store.db, 1_008 + 720);
    await dropOldWeeks(store.db, 1_008 + 720);
    expect(await proofsKept()).toEqual([-1, 1_008]);
    expect(await epochsKept()).toEqual([]);
  });

  it('go together where a table of proofs was read for as long as its week was kept', async () => {
    const weeks = createWeekTables(store.db);
    for (const epoch of [0, 3_024]) await weeks.reach(epoch);
    await clocked(0);
    const released = Promise.withResolvers<void>();
    const reading = store.db.transaction().execute(async (trx) => {
      await trx.selectFrom('proofRecords').selectAll().execute();
      await released.promise;
    });
    await dropOldWeeks(store.db, 3_024);
    released.resolve();
    await reading;
    await dropOldWeeks(store.db, 3_024);
    expect(await proofsKept()).toEqual([]);
    const { rows } = await sql<{ name: string | null }>`select to_regclass('proof_records_0')::text as name`.execute(
      store.db,
    );
    expect(rows).toEqual([{ name: null }]);
  });

  it('are made for proofs where a process of before made those of presence alone', async () => {
    await sql`create table presence_840 partition of presence for values from (840) to (1008)`.execute(store.db);
    await store.db
      .insertInto('presenceWeeks')
      .values({ name: 'presence_840', fromEpoch: 840, toEpoch: 1_008 })
      .execute();
    const weeks = createWeekTables(store.db);
    await weeks.reach(839);
    await clocked(839);
    await clocked(1_007);
    expect(await proofsKept()).toEqual([839, 1_007]);
  });
});
