/** What the handlers call: the host's services by the part of each that a face may use. */
import type { AppState, Hello } from '../../shared/contract/app/index.ts';
import type { Inventory } from '../../shared/contract/app/machine.ts';
import type { Settings } from '../../shared/contract/app/settings.ts';
import type { Feed } from '../../shared/live/feed.ts';
import type { Log } from '../../shared/log.ts';
import type { Checks } from '../checks/runner.ts';
import type { CommunityDesk } from '../device/community-desk.ts';
import type { Device } from '../device/device.ts';
import type { EarningsDesk } from '../device/earnings-desk.ts';
import type { EvidenceDesk } from '../device/evidence-desk.ts';
import type { Money } from '../device/money.ts';
import type { OwnerGuard } from '../device/owner-guard.ts';
import type { OwnerLock } from '../device/owner-lock.ts';
import type { ReleaseDesk } from '../device/release-desk.ts';
import type { ReportDesk } from '../device/report-desk.ts';
import type { StakeDesk } from '../device/stake-desk.ts';
import type { SupportDesk } from '../device/support-desk.ts';
import type { MendingDesk } from '../mending/desk.ts';
import type { Worker } from '../worker/worker.ts';

export interface Services {
  hello: Hello;
  log: Log;
  feed: Feed<AppState>;
  /** Called with true while at least one face looks. */
  onWatched(isWatched: boolean): void;
  readMachine(signal: AbortSignal | undefined): Promise<Inventory>;
  device: Device;
  checks: Checks;
  worker: Worker;
  ownerGuard: OwnerGuard;
  ownerLock: OwnerLock;
  mending: MendingDesk;
  /** Localnet offers this device the job. @returns its id @throws JOB_REFUSED */
  offerOwnJob(text: string): Promise<string>;
  money: Pick<Money, 'why'>;
  earningsDesk: EarningsDesk;
  stakeDesk: StakeDesk;
  supportDesk: SupportDesk;
  beginSupporting(): Promise<{ supportsOnly: boolean }>;
  evidenceDesk: EvidenceDesk;
  communityDesk: CommunityDesk;
  releaseDesk: ReleaseDesk;
  reportDesk: ReportDesk;
  updateSettings(change: Partial<Settings>): Settings;
}
