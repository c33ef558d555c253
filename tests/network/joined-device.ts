/** A device on a play network: registered, in a session, and asked for its first proof. */
import type { HardwareClaim } from '../../shared/contract/network/devices.ts';
import type { Challenge } from '../../shared/contract/network/proofs.ts';
import { type BaseUnits, inBaseUnits } from '../../shared/units/money.ts';
import { cpuClaim, createPlayDevice, type PlayDevice, type PlaySession } from './play-device.ts';
import type { PlayNetwork } from './play-network.ts';

export interface Joined {
  readonly id: string;
  readonly device: PlayDevice;
  readonly session: PlaySession;
}

/** What Localnet requires of one processor or one software adapter. */
export const required: BaseUnits = inBaseUnits(20_000_000_000n);

/** @param staked nothing by default */
export const join = async (
  network: PlayNetwork,
  { claim = cpuClaim, staked }: { claim?: HardwareClaim; staked?: BaseUnits } = {},
): Promise<Joined> => {
  const device = createPlayDevice(network.running.url, network.clock.now);
  const { id } = await device.register(claim);
  if (staked !== undefined) await device.stake(staked.toString());
  const session = await device.openSession(id);
  await session.beat();
  await network.running.pass();
  return { id, device, session };
};

/** Lives through time second by second, each with a heartbeat of everyone. */
export const live = async (
  network: PlayNetwork,
  joined: readonly Joined[],
  seconds: number,
  state: 'ready' | 'paused' = 'ready',
): Promise<void> => {
  for (let second = 0; second < seconds; second += 1) {
    network.clock.advance(1_000);
    await network.running.pass();
    for (const { session } of joined) await session.beat(state);
  }
};

/** The next challenge that was not taken yet. */
export const challengeOf = async ({ session }: Joined): Promise<Challenge> =>
  (await session.next('challenge')).challenge;
