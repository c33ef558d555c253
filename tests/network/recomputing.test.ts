import { afterEach, beforeEach, expect, it } from 'vitest';
import { recomputeHour } from '../../network/service/epochs/recomputing.ts';
import { challengeOf, type Joined, join, live, required } from './joined-device.ts';
import { cpuClaim } from './play-device.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';

let network: PlayNetwork;
beforeEach(async () => {
  network = await startPlayNetwork();
});
afterEach(() => network.close());

it('gives the same bytes of every closed hour again, and names the line that was changed', async () => {
  const joined: Joined[] = [
    await join(network, { staked: required }),
    await join(network, { claim: { ...cpuClaim, kind: 'gpu', class: 'software-gpu', isSoftware: true } }),
  ];
  for (let hour = 0; hour < 3; hour += 1) {
    for (const one of joined) await one.device.prove(await challengeOf(one));
    await live(network, joined, hour === 0 ? 11 : 20);
  }
  // Renaming itself after the hour changes nothing of what the hour was scored by.
  await joined[1]?.device.register(cpuClaim);
  const { db } = network.running.network;
  const closed = await db
    .selectFrom('epochs')
    .select('number')
    .where('step', '=', 'closed')
    .orderBy('number')
    .execute();
  expect(closed.length).toBeGreaterThanOrEqual(3);
  for (const { number } of closed)
    expect(await recomputeHour(network.running.network, number)).toEqual({ kind: 'same', devices: 2 });
  expect(await recomputeHour(network.running.network, 99)).toEqual({ kind: 'not_kept' });

  const [changed] = joined;
  await db
    .updateTable('rewards')
    .set(({ eb }) => ({ reward: eb('reward', '+', 1n) }))
    .where('epoch', '=', 1)
    .where('deviceId', '=', changed?.id ?? '')
    .execute();
  expect(await recomputeHour(network.running.network, 1)).toEqual({ kind: 'different', where: [changed?.id] });
});
