/** What tests of supporters begin with on one network: a device that takes them, somebody who comes, and time that passes. */
import { expect } from 'vitest';
import { networkHoursMs } from '../../shared/domain/parameters/record.ts';
import type { PlayNetwork } from './play-network.ts';
import { joinSupportable, movesOf, openPlayAccount, type Supportable } from './supported-device.ts';

type Moves = ReturnType<typeof movesOf>;

export interface SupportBench {
  /** Network hours go by, and what fell due in them is done. */
  passLater(hours: number): Promise<void>;
  /** A silver device with an offer of 30 %. @param beside  devices that go on living meanwhile */
  offered(...beside: Supportable[]): Promise<{ device: Supportable; owner: Moves }>;
  supporter(): Promise<Moves>;
}

export const createSupportBench = (network: PlayNetwork): SupportBench => ({
  passLater: async (hours) => {
    network.clock.advance(networkHoursMs(hours, network.parameters));
    await network.running.pass();
  },
  offered: async (...beside) => {
    const device = await joinSupportable(network, { beside });
    const owner = movesOf(network, device.owner);
    expect((await owner.offer(device.id)).body).toMatchObject({ shareBps: 3_000, isOpen: true, tier: 'silver' });
    return { device, owner };
  },
  supporter: async () => movesOf(network, await openPlayAccount(network, 'Supporter')),
});
