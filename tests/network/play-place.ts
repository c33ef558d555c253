/**
 * A place of its own for a network's database: a folder, or a database on the PostgreSQL server that provisioning started.
 * `PERIGEE_TEST_ENGINE=postgres` has the same tests run there, the project of that name sets it; `PERIGEE_TEST_BUS=nats`
 * has its messages go over NATS.
 */
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { StorePlace } from '../../network/store/open-store.ts';
import { readProvisionFacts } from '../../scripts/provision/facts.ts';
import { isOnNats, makeBus } from '../nats/play-bus.ts';
import { emptyFolder } from './empty-folder.ts';

export const isOnPostgres = process.env.PERIGEE_TEST_ENGINE === 'postgres';

export interface PlayPlace {
  readonly place: StorePlace;
  /** As `network/main.ts` is told it. */
  readonly words: readonly string[];
  /** Of its bus; left out: that of one process. */
  readonly busUrl?: string;
  remove(): Promise<void>;
}

const makeFolder = async (): Promise<PlayPlace> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'perigee-network-'));
  cpSync(await emptyFolder(), dataDir, { recursive: true });
  return {
    place: { dataDir },
    words: ['--data', dataDir],
    remove: async () => rmSync(dataDir, { recursive: true, force: true }),
  };
};

/** Asks the server itself one thing. */
export const askServer = async (url: string, text: string): Promise<Record<string, unknown>[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
};

export interface PlayDatabase {
  readonly url: string;
  remove(): Promise<void>;
}

/** An empty database without a table. @param server  as provisioning says it */
export const makeDatabase = async (server: string): Promise<PlayDatabase> => {
  const name = `perigee_${randomBytes(6).toString('hex')}`;
  await askServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    remove: async () => void (await askServer(server, `drop database if exists ${name} with (force)`)),
  };
};

const makeEngine = async (isTimeOwn: boolean): Promise<PlayPlace> => {
  if (!isOnPostgres) return makeFolder();
  const server = (await readProvisionFacts())?.postgres;
  if (!server) throw new Error('no PostgreSQL is running: node scripts/provision/main.ts starts one');
  const { url, remove } = await makeDatabase(server);
  return { place: { databaseUrl: url, isTimeOwn }, words: ['--database', url], remove };
};

/** @param isTimeOwn  as `StorePlace` has it: true for tests that move their network's time */
export const makePlace = async (isTimeOwn: boolean): Promise<PlayPlace> => {
  const engine = await makeEngine(isTimeOwn);
  if (!isOnNats) return engine;
  const bus = makeBus();
  return {
    ...engine,
    // A folder has one process, which is told of no bus.
    words: isOnPostgres ? [...engine.words, '--bus', bus.url] : engine.words,
    busUrl: bus.url,
    remove: async () => {
      await bus.remove();
      await engine.remove();
    },
  };
};
