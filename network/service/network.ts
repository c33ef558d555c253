/**
 * What every part of the service is given, and nothing more: the database, the record in force, time, keys, and the way
 * to tell connected devices. It holds no rule and no state of its own.
 */

import type { ParameterRecord } from '../../shared/domain/parameters/record.ts';
import type { Log } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { Database } from '../store/open-store.ts';
import type { NetworkKeys } from '../store/secrets.ts';
import type { Presence } from './presence.ts';
import type { Sessions } from './sessions.ts';

export interface Network {
  readonly db: Database;
  readonly parameters: ParameterRecord;
  readonly clock: Clock;
  readonly log: Log;
  readonly keys: NetworkKeys;
  readonly sessions: Sessions;
  readonly presence: Presence;
}
