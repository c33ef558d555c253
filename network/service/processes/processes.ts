/**
 * The processes of the service that share one database. Each says at every pass that it is there and how far it has
 * written down who was present, so that no hour is scored before everyone's marks of it are in; one that is silent for
 * three passes holds up nobody.
 */
import { randomUUID } from 'node:crypto';
import { heartbeatIntervalMs } from '../../../shared/domain/presence/minutes.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import type { Database } from '../../store/open-store.ts';

export interface Leading {
  readonly isThisProcess: boolean;
  /** How long it has led, and how long ago it last went through its rhythm. */
  readonly ledMs: number;
  readonly silentMs: number;
  /** It is taken for gone, and nobody has followed it yet. */
  readonly isGone: boolean;
}

export interface Processes {
  /** Of this process, new at each start. */
  readonly id: string;
  /** Whether there can be others. */
  readonly isShared: boolean;
  /** @returns the others that are there */
  others(now: EpochMs): Promise<string[]>;
  /** @returns whether nobody else is there */
  isAlone(now: EpochMs): Promise<boolean>;
  /** Says that this process is there. @param markedEpoch  its marks of this hour, and of those before, are written */
  say(now: EpochMs, said: { readonly markedEpoch: number; readonly leads: boolean }): Promise<void>;
  /** @returns the last hour of which all who are there have written their marks; null when nobody else is there */
  markedByOthers(now: EpochMs): Promise<number | null>;
  /** Forgets those that went without a word. */
  forgetGone(now: EpochMs): Promise<void>;
  /** The one that leads, or led last; null when nobody ever did. */
  leading(now: EpochMs): Promise<Leading | null>;
  /** Takes this process off the list. */
  leave(): Promise<void>;
}

const silentPasses = 3;
const leastSilentMs = 5_000;

/** @param options.isShared  false: nobody else can be there, and who is still on the list was killed */
export const createProcesses = (
  db: Database,
  { hourMs, isShared }: { readonly hourMs: number; readonly isShared: boolean },
): Processes => {
  const id = randomUUID();
  const silentMs = Math.max(leastSilentMs, silentPasses * heartbeatIntervalMs(hourMs));
  let startedAt: EpochMs | null = null;
  let leadingSince: EpochMs | null = null;
  let seenAt: EpochMs = 0;

  const others = (now: EpochMs) =>
    db
      .selectFrom('processes')
      .where('id', '!=', id)
      .where('seenAt', '>=', now - silentMs);

  const leader = () =>
    db
      .selectFrom('processes')
      .select(['id', 'seenAt', 'leadingSince'])
      .where('leadingSince', 'is not', null)
      .orderBy('seenAt', 'desc')
      .limit(1)
      .executeTakeFirst();

  return {
    id,
    isShared,
    others: async (now) => (await others(now).select('id').execute()).map((row) => row.id),
    isAlone: async (now) => (await others(now).select('id').executeTakeFirst()) === undefined,
    say: async (now, { markedEpoch, leads }) => {
      const isKnown = startedAt !== null;
      startedAt ??= now;
      seenAt = now;
      leadingSince = leads ? (leadingSince ?? now) : null;
      // Nobody else would hear it, and a folder on a desktop is not written to for nothing.
      if (isKnown && !isShared) return;
      const said = { seenAt, markedEpoch, leadingSince };
      await db
        .insertInto('processes')
        .values({ id, startedAt, ...said })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(said))
        .execute();
    },
    markedByOthers: async (now) => {
      if (!isShared) return null;
      const row = await others(now)
        .select(({ fn }) => fn.min<number | null>('markedEpoch').as('marked'))
        .executeTakeFirst();
      return row?.marked ?? null;
    },
    forgetGone: async (now) => {
      await db
        .deleteFrom('processes')
        .where('id', '!=', id)
        .$if(isShared, (query) => query.where('seenAt', '<', now - silentMs))
        .execute();
    },
    leading: async (now) => {
      const row = isShared ? await leader() : { id, seenAt, leadingSince };
      if (row === undefined || row.leadingSince === null) return null;
      const ageMs = now - row.seenAt;
      return {
        isThisProcess: row.id === id,
        ledMs: now - row.leadingSince,
        silentMs: ageMs,
        isGone: ageMs > silentMs,
      };
    },
    leave: async () => {
      await db.deleteFrom('processes').where('id', '=', id).execute();
    },
  };
};
