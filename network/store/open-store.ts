/**
 * The network's database, wherever it lies: a folder of this process's own (PGlite), or a PostgreSQL server that several
 * processes share. Both give the same store; which engine it is shows only in what is shared.
 */
import type { Kysely } from 'kysely';
import type { Log } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { LeaderSeat } from './leader-seat.ts';
import type { Tables } from './schema.ts';
import type { StoreClock } from './store-clock.ts';

export type Database = Kysely<Tables>;

/** A folder, made where it is missing; a database that is there; or a store that is open already. */
export type StorePlace =
  | { readonly dataDir: string }
  | {
      /** `postgres://user:secret@host:5432/name` */
      readonly databaseUrl: string;
      /** The process's own clock decides when hours end: for one process alone, whose time is moved. */
      readonly isTimeOwn?: boolean;
    }
  | {
      /** Taken as it is, its clock too, and closed like one that was opened here. */
      readonly store: Store;
    };

export interface Store {
  readonly db: Database;
  /** Other processes may have it too. */
  readonly isShared: boolean;
  /** Time as everyone has it who has this store. */
  readonly clock: StoreClock;
  /** Who does what one process does for all. */
  readonly seat: LeaderSeat;
  /** Where an unreadable database was moved; null when there was none. */
  readonly setAside: { file: string; keptAs: string } | null;
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Opens it and takes it to this version's tables.
 *
 * @throws DATA_FOLDER_BUSY when another process has the folder; DATA_FOLDER_DENIED when it cannot be written; DISK_FULL;
 *   DATABASE_UNREACHABLE; SETTINGS_INVALID when the address is none
 */
export const openStore = async (options: StorePlace & StoreOptions): Promise<Store> => {
  if ('store' in options) return options.store;
  // Each engine is loaded by whoever uses it: the app never meets a server, and a server's process never meets PGlite.
  if ('databaseUrl' in options) return (await import('./open-postgres.ts')).openPostgres(options);
  return (await import('./open-folder.ts')).openFolder(options);
};
