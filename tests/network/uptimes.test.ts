import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore, type Store } from '../../network/store/open-store.ts';
import { inTransaction } from '../../network/store/transaction.ts';
import { type HourMinutes, noUptime, type Uptime, uptimeAfter } from '../../shared/domain/presence/uptime.ts';
import { silentLog } from '../../shared/log.ts';
import { createManualClock } from '../fakes/manual-clock.ts';
import { makePlace, type PlayPlace } from './play-place.ts';

let place: PlayPlace;
let store: Store;
beforeAll(async () => {
  place = await makePlace(true);
  store = await openStore({ ...place.place, clock: createManualClock(0), log: silentLog });
});
afterAll(async () => {
  await store.close();
  await place.remove();
});

const all = (1n << 60n) - 1n;
const mask = fc.oneof(fc.constant(0n), fc.constant(all), fc.bigInt({ min: 0n, max: all }));
/** `null`: nobody heard the device in that hour. */
const hours = fc.array(fc.record({ served: mask, present: fc.option(mask) }), { minLength: 1, maxLength: 14 });
const windowHours = 5;
const hourMs = 1_000;

/** The rule itself over the hours of the window; the row in a line reaches back beyond it. */
const byRule = (seen: readonly HourMinutes[]): Uptime => ({
  ...seen.slice(-windowHours).reduce(uptimeAfter, noUptime),
  continuousMinutes: seen.reduce(uptimeAfter, noUptime).continuousMinutes,
});

class Undone extends Error {}

it('are carried on by the database as the rule says, for devices of any age, over any hours', async () => {
  await fc.assert(
    fc.asyncProperty(hours, fc.integer({ min: 0, max: 14 }), async (given, registeredIn) => {
      const work = inTransaction(store.db, async (trx) => {
        await sql`insert into accounts values ('a', 'a', 0, 1)`.execute(trx);
        await sql`insert into devices (id, public_key, account_id, name, claim, registered_at)
          values ('d', 'k', 'a', 'd', '{}', ${registeredIn * hourMs})`.execute(trx);
        for (const [number, { served, present }] of given.entries()) {
          await sql`insert into epochs (number, starts_at, ends_at, is_part, emission_hour, hour_ms, step, served_mask)
            values (${number}, ${number * hourMs}, ${(number + 1) * hourMs}, false, ${number}, ${hourMs}, 'ended',
            ${String(served)}::numeric)`.execute(trx);
          if (present !== null && number >= registeredIn)
            await sql`insert into presence values ('d', ${number}, ${String(present)}::numeric)`.execute(trx);
          // An hour in which the network was down is closed unseen, and taken in by nobody.
          if (served > 0n) await sql`select advance_uptimes(${number}, ${windowHours})`.execute(trx);
        }
        const last = given.findLastIndex(({ served }) => served > 0n);
        const kept = await trx.selectFrom('uptimes').selectAll().executeTakeFirst();
        const whole = given.slice(0, last + 1).slice(registeredIn);
        if (whole.length === 0) expect(kept).toBeUndefined();
        else
          expect(kept).toEqual({
            deviceId: 'd',
            throughEpoch: last,
            ...byRule(whole.map(({ served, present }) => ({ served, present: present ?? 0n }))),
          });
        throw new Undone();
      });
      await expect(work).rejects.toBeInstanceOf(Undone);
    }),
    { numRuns: 150 },
  );
});
