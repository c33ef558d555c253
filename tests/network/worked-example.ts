/** The worked example of a supported device on a play network, and how its holders fare. */
import type { PlayNetwork } from './play-network.ts';
import {
  exitStake,
  io,
  joinSupportable,
  liveProving,
  movesOf,
  openPlayAccount,
  type PlayAccount,
  type Supportable,
} from './supported-device.ts';

export interface Shared {
  readonly device: Supportable;
  readonly holders: readonly [owner: PlayAccount, one: PlayAccount, two: PlayAccount];
}

/** 20,000 IO of the owner, 8,000 and 4,000 of two supporters, and a share of 30 % for them. */
export const workedExample = async (network: PlayNetwork): Promise<Shared> => {
  const device = await joinSupportable(network);
  await movesOf(network, device.owner).offer(device.id);
  const [one, two] = [await openPlayAccount(network, 'One'), await openPlayAccount(network, 'Two')];
  await movesOf(network, one).support(device.id, io(8_000));
  await movesOf(network, two).support(device.id, io(4_000));
  await exitStake(network, device, io(4_000));
  return { device, holders: [device.owner, one, two] };
};

/** Lives to the first moment of the next hour; the hour before it is closed then. */
export const liveHour = (network: PlayNetwork, ...devices: Supportable[]): Promise<void> => {
  const { hourMs } = network.parameters;
  return liveProving(network, devices, (hourMs - (network.clock.now() % hourMs)) / 1_000);
};

/** What each holder ever earned on the device. */
export const earnedBy = async (network: PlayNetwork, { device, holders }: Shared): Promise<bigint[]> => {
  const all: bigint[] = [];
  for (const holder of holders) {
    const own = (await movesOf(network, holder).positions()).find(({ deviceId }) => deviceId === device.id);
    all.push(BigInt(own?.earned ?? 0));
  }
  return all;
};
