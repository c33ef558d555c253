/**
 * Devices that never passed, on the real service: a catalogue that thinks a model twice as fast as it is costs no owner
 * anything and raises an alarm, and nobody earns by it.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { HardwareClaim } from '../../shared/contract/network/devices.ts';
import { type Joined, join, required } from './joined-device.ts';
import { cpuClaim, emptyParts, type PlayDevice } from './play-device.ts';
import type { Answer } from './play-key.ts';
import { type PlayNetwork, smallTask, startPlayNetwork } from './play-network.ts';

/** The catalogue lets expect a second, and half as much again is allowed; the card takes two. */
const task = { ...smallTask, fillDeadlineMs: 1_500, walkDeadlineMs: 1_500 };
const honestMs = 2_000;
/** At eight proofs an hour: some more than the 24 failures of an offence. */
const hours = 4;
const hourSeconds = 20;

let network: PlayNetwork;
afterEach(() => network.close());

const slowClaim: HardwareClaim = { ...cpuClaim, kind: 'gpu', class: 'software-gpu', isSoftware: true };

const joinStaked = (claim: HardwareClaim): Promise<Joined> => join(network, { claim, staked: required });

/** What a device does with each challenge, and how long after it was asked. */
interface Way {
  readonly joined: Joined;
  readonly afterMs: number;
  readonly act: (challenge: Parameters<PlayDevice['prove']>[0], device: PlayDevice) => Promise<unknown>;
}

const liveAll = async (ways: readonly Way[], seconds: number): Promise<void> => {
  const heardAt = new Map<string, number>();
  const taken = new Set<string>();
  for (let second = 0; second < seconds; second += 1) {
    await network.running.pass();
    for (const { joined, afterMs, act } of ways) {
      for (const event of joined.session.events) {
        if (event.kind !== 'challenge' || taken.has(event.challenge.challengeId)) continue;
        const { challengeId } = event.challenge;
        const since = heardAt.get(challengeId) ?? network.clock.monotonic();
        heardAt.set(challengeId, since);
        if (network.clock.monotonic() - since < afterMs) continue;
        taken.add(challengeId);
        await act(event.challenge, joined.device);
      }
      await joined.session.beat();
    }
    network.clock.advance(1_000);
  }
};

const rewardOf = async ({ id }: Joined): Promise<bigint> => {
  const rows = await network.running.network.db
    .selectFrom('rewards')
    .select('reward')
    .where('deviceId', '=', id)
    .execute();
  return rows.reduce((sum, { reward }) => sum + reward, 0n);
};

const failuresOf = async ({ id }: Joined): Promise<number> => {
  const { db } = network.running.network;
  const rows = await db
    .selectFrom('challenges')
    .select('id')
    .where('deviceId', '=', id)
    .where('state', '=', 'failed')
    .execute();
  return rows.length;
};

const stakeOf = async ({ device }: Joined): Promise<unknown> => (await device.ask('GET', '/v1/stake')).body.staked;

describe('honest cards of a model that the catalogue thinks twice as fast', () => {
  it('lose no stake and earn nothing, an alarm fires, and each hears why', async () => {
    network = await startPlayNetwork({ parameters: { proofsPerHour: 8 }, tasksFor: () => [task] });
    const slow = [await joinStaked(slowClaim), await joinStaked(slowClaim), await joinStaked(slowClaim)];
    const control = await joinStaked(cpuClaim);
    const heard: Answer[] = [];
    await liveAll(
      [
        ...slow.map((joined) => ({
          joined,
          afterMs: honestMs,
          act: async (challenge: Parameters<PlayDevice['prove']>[0], device: PlayDevice) =>
            heard.push(await device.commit(challenge, emptyParts(challenge))),
        })),
        { joined: control, afterMs: 0, act: (challenge, device) => device.prove(challenge) },
      ],
      hours * hourSeconds,
    );
    for (const each of slow) {
      expect(await failuresOf(each)).toBeGreaterThan(24);
      expect(await stakeOf(each)).toBe(required.toString());
      expect(await rewardOf(each)).toBe(0n);
      expect((await each.device.ask('GET', '/v1/devices/me')).body.isPaceUnderReview).toBe(true);
    }
    expect(await rewardOf(control)).toBeGreaterThan(0n);
    expect(new Set(heard.map(({ body }) => body.code))).toEqual(new Set(['CHALLENGE_LATE']));
    expect(heard.every(({ body }) => (body.data as { isUnderReview: boolean }).isUnderReview)).toBe(true);
    const { db } = network.running.network;
    expect(await db.selectFrom('slashes').selectAll().execute()).toEqual([]);
    expect((await db.selectFrom('devices').select('failedInRow').execute()).map((row) => row.failedInRow)).toEqual([
      0, 0, 0, 0,
    ]);
    const [alarm] = await db.selectFrom('alarms').select(['kind', 'detail']).execute();
    expect(alarm).toEqual({
      kind: 'pace_doubted',
      detail: { group: 'software-gpu', late: 3, of: 3, isProven: false },
    });
  }, 180_000);
});

describe('a cheater that never passes', () => {
  it('earns nothing, whether it is late or wrong, and is told that a proven model’s lateness is its own', async () => {
    network = await startPlayNetwork({ parameters: { proofsPerHour: 8 }, tasksFor: () => [task] });
    const honest = await joinStaked(cpuClaim);
    const proving = { joined: honest, afterMs: 0, act: (challenge, device) => device.prove(challenge) } satisfies Way;
    // The model is proven before: by who passed an hour ago.
    await liveAll([proving], 2 * hourSeconds);
    const late = await joinStaked(cpuClaim);
    const wrong = await joinStaked(cpuClaim);
    await liveAll(
      [
        { ...proving, act: async (challenge, device) => device.prove(challenge).catch(() => undefined) },
        { joined: late, afterMs: honestMs, act: async () => undefined },
        { joined: wrong, afterMs: 0, act: (challenge, device) => device.proveNothing(challenge) },
      ],
      hours * hourSeconds,
    );
    for (const each of [late, wrong]) {
      expect(await failuresOf(each)).toBeGreaterThan(24);
      expect(await rewardOf(each)).toBe(0n);
      expect((await each.device.ask('GET', '/v1/devices/me')).body.isPaceUnderReview).toBe(false);
    }
    expect(await rewardOf(honest)).toBeGreaterThan(0n);
    const { db } = network.running.network;
    expect(await db.selectFrom('slashes').selectAll().execute()).toEqual([]);
    expect(await db.selectFrom('alarms').selectAll().execute()).toEqual([]);
  }, 180_000);
});
