/** Opens the desks at which the owner decides and asks: coins, losses of stake, and what is decided in common. */
import { type CommunityDesk, createCommunityDesk } from '../device/community-desk.ts';
import { createEvidenceDesk, type EvidenceDesk } from '../device/evidence-desk.ts';
import type { Participation } from '../device/participation.ts';
import { createStakeDesk, type StakeDesk } from '../device/stake-desk.ts';
import type { DeviceLog } from '../storage/device-log-table.ts';

export const openDesks = ({
  participation,
  log,
  ...options
}: Omit<Parameters<typeof createStakeDesk>[0], 'coins'> & {
  participation: Participation;
  log: DeviceLog;
}): { stakeDesk: StakeDesk; evidenceDesk: EvidenceDesk; communityDesk: CommunityDesk } => {
  const membership = participation.membership.get;
  return {
    stakeDesk: createStakeDesk({
      ...options,
      coins: () => {
        const joined = membership();
        return joined === null ? 'not_joined' : joined.coins;
      },
    }),
    evidenceDesk: createEvidenceDesk({ clock: options.clock, membership, log }),
    communityDesk: createCommunityDesk(membership),
  };
};
