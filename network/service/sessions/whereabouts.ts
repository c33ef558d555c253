/**
 * Where each device is connected, so that every process of the network knows of the others' devices. What is connected to
 * this process is known from its sessions; what it is to know of the others is in the database, where each writes down its
 * own in batches. A process that is gone takes its devices with it, without a word.
 */
import { inChunks } from '../../store/chunks.ts';
import type { Database } from '../../store/open-store.ts';
import type { StoreClock } from '../../store/store-clock.ts';
import type { Processes } from '../processes/processes.ts';
import type { ReportedState, Session, Sessions } from './sessions.ts';

export interface Whereabouts {
  /** Something about a device's session here is not as it was: it is written down with the next batch. */
  changed(deviceId: string): void;
  /** Writes down what changed. */
  write(): Promise<void>;
  /** What a device's heartbeats say, wherever it is connected; null: nowhere, or it said nothing yet. */
  of(deviceId: string): Promise<ReportedState | null>;
  /** All that are connected anywhere and listen, by device. */
  listening(): Promise<Map<string, ReportedState>>;
  /** Ends sessions here of devices that came to another process since, or may not speak any more. */
  endStrays(): Promise<void>;
}

const chunk = 1_000;

type Heard = Session & { readonly state: ReportedState };

const isHeard = (session: Session): session is Heard => session.isListening && session.state !== null;

export const createWhereabouts = ({
  db,
  clock,
  sessions,
  processes,
}: {
  readonly db: Database;
  readonly clock: Pick<StoreClock, 'now'>;
  readonly sessions: Sessions;
  readonly processes: Processes;
}): Whereabouts => {
  const { id: processId, isShared } = processes;
  const unwritten = new Set<string>();

  const writeHeard = async (heard: readonly Heard[]): Promise<void> => {
    await db
      .insertInto('sessions')
      .values(heard.map(({ deviceId, startedAt, state }) => ({ deviceId, processId, beganAt: startedAt, state })))
      // The newest is where the device is: an old one may live on for as long as nobody notices that its line is dead.
      .onConflict((conflict) =>
        conflict
          .column('deviceId')
          .doUpdateSet(({ ref }) => ({
            processId: ref('excluded.processId'),
            beganAt: ref('excluded.beganAt'),
            state: ref('excluded.state'),
          }))
          .whereRef('sessions.beganAt', '<=', 'excluded.beganAt'),
      )
      .execute();
  };

  const forget = async (deviceIds: readonly string[]): Promise<void> => {
    await db
      .deleteFrom('sessions')
      .where('processId', '=', processId)
      .where('deviceId', 'in', [...deviceIds])
      .execute();
  };

  const writeSome = async (deviceIds: readonly string[]): Promise<void> => {
    const heard = deviceIds.flatMap((id) => {
      const session = sessions.of(id);
      return session !== null && isHeard(session) ? [session] : [];
    });
    const here = new Set(heard.map(({ deviceId }) => deviceId));
    const gone = deviceIds.filter((id) => !here.has(id));
    if (heard.length > 0) await writeHeard(heard);
    if (gone.length > 0) await forget(gone);
  };

  /** @param deviceId  null: all of them */
  const elsewhere = async (deviceId: string | null) => {
    const others = isShared ? await processes.others(clock.now()) : [];
    if (others.length === 0) return [];
    return db
      .selectFrom('sessions')
      .select(['deviceId', 'state'])
      .where('processId', 'in', others)
      .$if(deviceId !== null, (query) => query.where('deviceId', '=', deviceId))
      .execute();
  };

  return {
    changed: (deviceId) => {
      if (isShared) unwritten.add(deviceId);
    },
    write: async () => {
      for (const some of inChunks([...unwritten], chunk)) {
        for (const id of some) unwritten.delete(id);
        try {
          await writeSome(some);
        } catch (error) {
          for (const id of some) unwritten.add(id);
          throw error;
        }
      }
    },
    of: async (deviceId) => {
      const session = sessions.of(deviceId);
      if (session !== null) return session.state;
      const [there] = await elsewhere(deviceId);
      return there?.state ?? null;
    },
    listening: async () => {
      const there = await elsewhere(null);
      const here = sessions.all().filter(isHeard);
      return new Map([...there, ...here].map(({ deviceId, state }) => [deviceId, state]));
    },
    endStrays: async () => {
      const here = sessions.all();
      for (const some of inChunks(here, chunk)) {
        const strays = await db
          .selectFrom('devices')
          .leftJoin('sessions', 'sessions.deviceId', 'devices.id')
          .select(['devices.id', 'revokedAt', 'processId', 'beganAt'])
          .where(
            'devices.id',
            'in',
            some.map(({ deviceId }) => deviceId),
          )
          .where(({ or, eb }) => or([eb('revokedAt', 'is not', null), eb('processId', '!=', processId)]))
          .execute();
        for (const { id, revokedAt, beganAt } of strays) {
          const session = sessions.of(id);
          if (session === null) continue;
          if (revokedAt !== null || (beganAt ?? 0) > session.startedAt) sessions.endOf(id);
        }
      }
    },
  };
};
