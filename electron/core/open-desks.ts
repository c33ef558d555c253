/** Opens the desks at which coins move: this device's stake, and support of others' devices. */
import type { Clock } from '../../shared/units/time.ts';
import type { Money } from '../device/money.ts';
import type { Participation } from '../device/participation.ts';
import { createStakeDesk, type StakeDesk } from '../device/stake-desk.ts';
import { createSupportDesk, type SupportDesk } from '../device/support-desk.ts';

export const openDesks = (options: {
  clock: Clock;
  membership: Participation['membership'];
  money: Pick<Money, 'refresh'>;
  hasLiveJob: () => boolean;
}): { stakeDesk: StakeDesk; supportDesk: SupportDesk } => {
  const { clock, membership, money, hasLiveJob } = options;
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
        if (joined === null) return 'not_joined';
        return joined.coins && { account: joined.link.account, coins: joined.coins };
      },
    }),
  };
};
