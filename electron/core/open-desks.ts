/** Opens the desks at which coins move: this device's stake, and support of others' devices. */
import type { Clock } from '../../shared/units/time.ts';
import type { Money } from '../device/money.ts';
import type { Participation } from '../device/participation.ts';
import { createStakeDesk, type StakeDesk } from '../device/stake-desk.ts';
import { createSupportDesk, type SupportDesk } from '../device/support-desk.ts';
import type { Supporting } from '../device/supporting.ts';

export const openDesks = (options: {
  clock: Clock;
  money: Pick<Money, 'refresh'>;
  hasLiveJob: () => boolean;
  participation: Pick<Participation, 'membership'>;
  supporting: Pick<Supporting, 'supporter'>;
}): { stakeDesk: StakeDesk; supportDesk: SupportDesk } => {
  const { clock, money, hasLiveJob, supporting } = options;
  const { membership } = options.participation;
  return {
    stakeDesk: createStakeDesk({
      ...{ clock, money, hasLiveJob },
      coins: () => {
        const joined = membership.get();
        return joined === null ? 'not_joined' : joined.coins;
      },
    }),
    supportDesk: createSupportDesk({
      ...{ clock, money },
      supporter: () => {
        const joined = membership.get();
        if (joined === null) return supporting.supporter.get() ?? 'not_joined';
        return (
          joined.coins && { account: joined.link.account, coins: joined.coins, network: joined.network.parameters }
        );
      },
    }),
  };
};
