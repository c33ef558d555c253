/** A processor and a software adapter on a play network, which prove whatever they are asked, and what an hour owes them. */
import { expect } from 'vitest';
import type { ParameterRecord } from '../../shared/domain/parameters/record.ts';
import { distributeHour, emptyCarry, type HourDevice } from '../../shared/domain/rewards/distribute.ts';
import { hourEmission } from '../../shared/domain/rewards/emission.ts';
import type { ConnectivityTier } from '../../shared/domain/tiers/connectivity.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import { type Joined, join, required } from './joined-device.ts';
import { cpuClaim } from './play-device.ts';
import type { PlayNetwork } from './play-network.ts';

export const joinPair = async (network: PlayNetwork): Promise<readonly [cpu: Joined, software: Joined]> => [
  await join(network, { staked: required }),
  await join(network, {
    staked: required,
    claim: { ...cpuClaim, kind: 'gpu', class: 'software-gpu', isSoftware: true },
  }),
];

const proven = new WeakMap<Joined, number>();

/** Lives through time second by second with a heartbeat of each, and proves whatever is asked. */
export const liveProven = async (network: PlayNetwork, joined: readonly Joined[], seconds: number): Promise<void> => {
  for (let second = 0; second < seconds; second += 1) {
    network.clock.advance(1_000);
    await network.running.pass();
    for (const each of joined) {
      await each.session.beat();
      const asked = each.session.events.filter((event) => event.kind === 'challenge').slice(proven.get(each) ?? 0);
      for (const { challenge } of asked) expect((await each.device.prove(challenge)).verdict).toBe('passed');
      proven.set(each, (proven.get(each) ?? 0) + asked.length);
    }
  }
};

/** What each was paid for an hour, as it is told. */
export const paidFor = async (pair: readonly Joined[], epoch: number): Promise<bigint[]> => {
  const rewards: bigint[] = [];
  for (const { device } of pair) {
    const { reward, ineligible } = await device.ok('GET', `/v1/earnings/${epoch}`);
    expect(ineligible).toBeNull();
    rewards.push(BigInt(reward as string));
  }
  return rewards;
};

/** What the rules owe both for a whole hour in which they were always there, under a record. */
export const owedFor = async (
  network: PlayNetwork,
  pair: readonly Joined[],
  epoch: number,
  record: ParameterRecord,
): Promise<bigint[]> => {
  const { db } = network.running.network;
  const { emissionHour } = await db
    .selectFrom('epochs')
    .select('emissionHour')
    .where('number', '=', epoch)
    .executeTakeFirstOrThrow();
  const carried = await db.selectFrom('poolHours').select(['pool', 'carriedIn']).where('epoch', '=', epoch).execute();
  const devices: HourDevice[] = [];
  for (const [at, { id, device }] of pair.entries()) {
    const { connBps } = await device.ok('GET', `/v1/earnings/${epoch}`);
    devices.push({
      deviceId: id,
      className: at === 0 ? 'cpu' : 'software-gpu',
      facts: {
        count: 1,
        connectivityTier: ((Number(connBps) - 10_000) / 25) as ConnectivityTier,
        tier: 'bronze',
        verifiedHours: 0,
        continuousUptimeMinutes: 60,
        minutes: 60,
        proofsPassed: 1,
        proofsAsked: 1,
        isExempt: false,
        staked: required,
        ownerStaked: required,
        required,
      },
    });
  }
  const { rewards } = distributeHour(
    {
      epoch,
      emission: hourEmission(Math.floor(emissionHour / 720), emissionHour % 720, 720),
      carriedIn: {
        ...emptyCarry,
        ...Object.fromEntries(carried.map(({ pool, carriedIn }) => [pool, inBaseUnits(carriedIn)])),
      },
      devices,
    },
    record,
  );
  return pair.map(({ id }) => rewards.find(({ deviceId }) => deviceId === id)?.reward ?? 0n);
};
