/** Opens the desks at which the owner decides and asks: coins, losses of stake, what is decided in common, and open data. */
import type { Clock } from '../../shared/units/time.ts';
import { type CommunityDesk, createCommunityDesk } from '../device/community-desk.ts';
import { createEvidenceDesk, type EvidenceDesk } from '../device/evidence-desk.ts';
import type { Money } from '../device/money.ts';
import type { Participation } from '../device/participation.ts';
import { createReleaseDesk, type ReleaseDesk, releaseReaderOf } from '../device/release-desk.ts';
import { createReportDesk, type ReportDesk } from '../device/report-desk.ts';
import { createStakeDesk, type StakeDesk } from '../device/stake-desk.ts';
import { createSupportDesk, type SupportDesk } from '../device/support-desk.ts';
import type { Supporting } from '../device/supporting.ts';
import type { DeviceLog } from '../storage/device-log-table.ts';

export interface Desks {
  stakeDesk: StakeDesk;
  supportDesk: SupportDesk;
  evidenceDesk: EvidenceDesk;
  communityDesk: CommunityDesk;
  releaseDesk: ReleaseDesk;
  reportDesk: ReportDesk;
}

export const openDesks = (options: {
  clock: Clock;
  money: Pick<Money, 'refresh'>;
  hasLiveJob: () => boolean;
  participation: Pick<Participation, 'membership'>;
  supporting: Pick<Supporting, 'supporter'>;
  log: DeviceLog;
}): Desks => {
  const { clock, money, hasLiveJob, supporting, log } = options;
  const membership = options.participation.membership.get;
  return {
    stakeDesk: createStakeDesk({
      ...{ clock, money, hasLiveJob },
      coins: () => {
        const joined = membership();
        return joined === null ? 'not_joined' : joined.coins;
      },
    }),
    supportDesk: createSupportDesk({
      ...{ clock, money },
      supporter: () => {
        const joined = membership();
        if (joined === null) return supporting.supporter.get() ?? 'not_joined';
        return (
          joined.coins && { account: joined.link.account, coins: joined.coins, network: joined.network.parameters }
        );
      },
    }),
    evidenceDesk: createEvidenceDesk({ clock, membership, log }),
    communityDesk: createCommunityDesk(membership),
    reportDesk: createReportDesk(membership),
    releaseDesk: createReleaseDesk(() => {
      const joined = membership();
      return joined && releaseReaderOf(joined);
    }),
  };
};
