/**
 * What every part of the service is given, and nothing more: the database, the record in force, time, keys, and the way
 * to tell connected devices. It holds no rule and no state of its own.
 */

import type { HardwareClaim } from '../../shared/contract/network/devices.ts';
import type { ParameterRecord } from '../../shared/domain/parameters/record.ts';
import type { ProofTask } from '../../shared/domain/proof/pace.ts';
import type { Log } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { Database } from '../store/open-store.ts';
import type { NetworkKeys } from '../store/secrets.ts';
import type { Fleet } from './proofs/fleet.ts';
import type { Verifying } from './proofs/verifying.ts';
import type { Presence } from './sessions/presence.ts';
import type { Sessions } from './sessions/sessions.ts';
import type { PayoutRail } from './wallets/payout-rail.ts';

export interface Network {
  readonly db: Database;
  readonly parameters: ParameterRecord;
  readonly clock: Clock;
  readonly log: Log;
  readonly keys: NetworkKeys;
  readonly sessions: Sessions;
  readonly presence: Presence;
  readonly verifying: Verifying;
  readonly fleet: Fleet;
  /** How hard a challenge is for each card of a claim. */
  readonly tasksFor: (claim: HardwareClaim) => ProofTask[];
  /** How coins leave for an address outside. */
  readonly payoutRail: PayoutRail;
}
