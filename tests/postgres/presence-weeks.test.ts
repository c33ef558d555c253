import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../network/service/system-clock.ts';
import { openStore, type Store } from '../../network/store/open-store.ts';
import { createPresenceWeeks, dropOldWeeks } from '../../network/store/presence-weeks.ts';
import { silentLog } from '../../shared/log.ts';
import { cpuClaim } from '../network/play-device.ts';
import { makePlace, type PlayPlace } from '../network/play-place.ts';

let place: PlayPlace;
let store: Store;

const epochsKept = async (): Promise<number[]> => {
  const rows = await store.db.selectFrom('presence').select('epoch').orderBy('epoch').execute();
  return rows.map(({ epoch }) => epoch);
};
const mark = (epoch: number) =>
  store.db.insertInto('presence').values({ deviceId: 'd1', epoch, minuteMask: 1n }).execute();

describe('tables of presence', () => {
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
    const [one, other] = [createPresenceWeeks(store.db), createPresenceWeeks(store.db)];
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
    const weeks = createPresenceWeeks(store.db);
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
});
