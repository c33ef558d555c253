/** Where lives are lived: a world made once, in a folder or on a PostgreSQL server, and a copy of it for each life. */
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { StorePlace } from '../../../network/store/open-store.ts';
import { createManualClock, type ManualClock } from '../../../tests/fakes/manual-clock.ts';
import { emptyFolder } from '../../../tests/network/empty-folder.ts';
import { askServer, makeDatabase } from '../../../tests/network/play-place.ts';
import type { Cut } from './fragile-store.ts';
import { lifeStart } from './life.ts';
import { makeWorld, type World } from './world.ts';

export interface Ground {
  readonly place: StorePlace;
  readonly cut: Cut | null;
  readonly clock: ManualClock;
  /** To be called when everybody has closed it. */
  leave(): Promise<void>;
}

export interface Grounds {
  readonly world: World;
  /** A fresh copy, which nobody has opened; the world follows its clock. */
  enter(): Promise<Ground>;
  remove(): Promise<void>;
}

export const makeFolderGrounds = async (): Promise<Grounds> => {
  const dir = mkdtempSync(join(tmpdir(), 'perigee-lives-'));
  const first = join(dir, 'world');
  cpSync(await emptyFolder(), first, { recursive: true });
  const world = await makeWorld({ dataDir: first });
  let lives = 0;
  return {
    world,
    enter: async () => {
      lives += 1;
      const dataDir = join(dir, `life-${lives}`);
      cpSync(first, dataDir, { recursive: true });
      const clock = createManualClock(lifeStart(world));
      world.follow(clock);
      const leave = async (): Promise<void> => rmSync(dataDir, { recursive: true, force: true });
      return { place: { dataDir }, cut: null, clock, leave };
    },
    remove: async () => rmSync(dir, { recursive: true, force: true }),
  };
};

/** Ends the connection on the server, as an administrator does or a network that fails. */
const terminate =
  (server: string): Cut =>
  async (held) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(held);
    await askServer(server, `select pg_terminate_backend(${Number(rows[0]?.pid)}, 5000)`);
  };

/** @param server  address of a PostgreSQL server where databases may be made */
export const makeServerGrounds = async (server: string): Promise<Grounds> => {
  const first = await makeDatabase(server);
  const world = await makeWorld({ databaseUrl: first.url, isTimeOwn: true });
  return {
    world,
    enter: async () => {
      const url = new URL(server);
      const name = `perigee_${randomBytes(6).toString('hex')}`;
      // Copied as PostgreSQL 15 does by itself, a sequence gives out numbers a second time after a crash.
      const from = `template ${new URL(first.url).pathname.slice(1)} strategy file_copy`;
      await askServer(server, `create database ${name} ${from}`);
      url.pathname = `/${name}`;
      const clock = createManualClock(lifeStart(world));
      world.follow(clock);
      const leave = async (): Promise<void> =>
        void (await askServer(server, `drop database if exists ${name} with (force)`));
      return { place: { databaseUrl: url.href, isTimeOwn: true }, cut: terminate(server), clock, leave };
    },
    remove: first.remove,
  };
};
