import { expect, it } from 'vitest';
import { countMinutes } from '../../shared/domain/presence/minutes.ts';
import { join, live, required } from './joined-device.ts';
import { startPlayNetwork } from './play-network.ts';

it('counts no minute of hours that the network slept through, though a device is heard before they are closed', async () => {
  const network = await startPlayNetwork();
  const joined = await join(network, { staked: required });
  await live(network, [joined], 10);
  const { number } = await network.running.network.db
    .selectFrom('epochs')
    .select('number')
    .where('step', '=', 'open')
    .executeTakeFirstOrThrow();
  // Asleep from the middle of this hour to the middle of the third after it; the device speaks first.
  network.clock.advance(60_000);
  await joined.session.beat();
  await live(network, [joined], 6);
  const rows = await network.running.network.db
    .selectFrom('presence')
    .select(['epoch', 'minuteMask'])
    .where('deviceId', '=', joined.id)
    .where('epoch', '>=', number)
    .orderBy('epoch')
    .execute();
  const minutes = Object.fromEntries(rows.map(({ epoch, minuteMask }) => [epoch, countMinutes(minuteMask)]));
  expect(minutes[number + 1] ?? 0).toBe(0);
  expect(minutes[number + 2] ?? 0).toBe(0);
  expect(minutes[number] ?? 0).toBeLessThanOrEqual(36);
  expect(minutes[number + 3] ?? 0).toBeGreaterThan(15);
  expect(minutes[number + 3] ?? 0).toBeLessThanOrEqual(24);
  await network.close();
});
