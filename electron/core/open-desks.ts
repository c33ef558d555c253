/** Opens the desks at which the owner decides and asks: coins, earnings, losses of stake, what is decided in common, open data. */
import { type CommunityDesk, createCommunityDesk } from '../device/community-desk.ts';
import type { EnergyStore } from '../device/energy-meter.ts';
import { createEvidenceDesk, type EvidenceDesk } from '../device/evidence-desk.ts';
import type { Money } from '../device/money.ts';
import { createReleaseDesk, type ReleaseDesk, releaseReaderOf } from '../device/release-desk.ts';
import { createReportDesk, type ReportDesk } from '../device/report-desk.ts';
import { createStakeDesk, type StakeDesk } from '../device/stake-desk.ts';
import { createSupportDesk, type SupportDesk } from '../device/support-desk.ts';
import type { Supporting } from '../device/supporting.ts';
import type { DeviceLog } from '../storage/device-log-table.ts';
import { type OpenedEarnings, openEarnings } from './open-earnings.ts';

export interface Desks extends OpenedEarnings {
  stakeDesk: StakeDesk;
  supportDesk: SupportDesk;
  evidenceDesk: EvidenceDesk;
  communityDesk: CommunityDesk;
  releaseDesk: ReleaseDesk;
  reportDesk: ReportDesk;
}

export const openDesks = (
  options: Omit<Parameters<typeof openEarnings>[0], 'energy'> & {
    money: Pick<Money, 'refresh'>;
    hasLiveJob: () => boolean;
    supporting: Pick<Supporting, 'supporter'>;
    storage: { deviceLog: DeviceLog; energy: EnergyStore };
  },
): Desks => {
  const { clock, money, hasLiveJob, supporting, storage } = options;
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
    evidenceDesk: createEvidenceDesk({ clock, membership, log: storage.deviceLog }),
    communityDesk: createCommunityDesk(membership),
    ...openEarnings({ ...options, energy: storage.energy }),
    reportDesk: createReportDesk(membership),
    releaseDesk: createReleaseDesk(() => {
      const joined = membership();
      return joined && releaseReaderOf(joined);
    }),
  };
};
