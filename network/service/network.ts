/**
 * What every part of the service is given, and nothing more: the database, the record in force, time, keys, and the way
 * to tell connected devices. It holds no rule and no state of its own. Whoever keeps `parameters` for later keeps an old
 * record: it is read where it is needed.
 */

import type { HardwareClaim } from '../../shared/contract/network/devices.ts';
import type { ParameterRecord } from '../../shared/domain/parameters/record.ts';
import type { ProofTask } from '../../shared/domain/proof/pace.ts';
import type { Log } from '../../shared/log.ts';
import type { Database } from '../store/open-store.ts';
import type { NetworkKeys } from '../store/secrets.ts';
import type { StoreClock } from '../store/store-clock.ts';
import type { Trx } from '../store/transaction.ts';
import type { Bus } from './bus/bus.ts';
import type { ComplianceProvider } from './compliance/provider.ts';
import type { Bench } from './court/bench.ts';
import type { Standings } from './market/standings.ts';
import type { Meter } from './metrics/meter.ts';
import type { ParameterRecords } from './parameters/records.ts';
import type { Processes } from './processes/processes.ts';
import type { Fleet } from './proofs/fleet.ts';
import type { Verifying } from './proofs/verifying.ts';
import type { Presence } from './sessions/presence.ts';
import type { Sessions } from './sessions/sessions.ts';
import type { Whereabouts } from './sessions/whereabouts.ts';
import type { PayoutRail } from './wallets/payout-rail.ts';

export interface Network {
  readonly db: Database;
  /** In force now. */
  readonly parameters: ParameterRecord;
  /** In force at any other moment. */
  readonly records: ParameterRecords;
  /** Time as all processes of the network have it. */
  readonly clock: StoreClock;
  readonly log: Log;
  readonly keys: NetworkKeys;
  readonly sessions: Sessions;
  readonly presence: Presence;
  readonly whereabouts: Whereabouts;
  /** Sessions send by it; nobody else does. */
  readonly bus: Pick<Bus, 'standing'>;
  readonly processes: Processes;
  readonly meter: Meter;
  readonly verifying: Verifying;
  readonly fleet: Fleet;
  readonly standings: Standings;
  /** The person behind each account, as its identity check has it; an account whose person is not known is not in it. */
  readonly personsOf: (trx: Trx, accountIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** Who looks at owners' checks. */
  readonly compliance: ComplianceProvider;
  /** Who may judge. */
  readonly bench: Bench;
  /** Images, by digest, that the network signs for; those of the play renter's own jobs it signs for besides. */
  readonly vouchedImages: ReadonlySet<string>;
  /** How hard a challenge is for each card of a claim. */
  readonly tasksFor: (claim: HardwareClaim) => ProofTask[];
  /** How coins leave for an address outside. */
  readonly payoutRail: PayoutRail;
}
