/**
 * The death of the database's server as a whole, once: `npm run faults -- network --serverkills` does it at any moment.
 * The server is this file's own, because nobody else's may die.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningNetwork, startNetwork } from '../../network/service/start-network.ts';
import { systemClock } from '../../network/service/system-clock.ts';
import { openStore } from '../../network/store/open-store.ts';
import { booksApart } from '../../scripts/faults/network/books.ts';
import { type Ground, makeServerGrounds } from '../../scripts/faults/network/grounds.ts';
import { undisturbedBooks } from '../../scripts/faults/network/kills.ts';
import { liveThrough, type Victim } from '../../scripts/faults/network/live-through.ts';
import { type OwnServer, startOwnServer, whyNoOwnServer } from '../../scripts/faults/network/own-server.ts';
import { carryOut } from '../../scripts/faults/network/service-calls.ts';
import { networkOptions } from '../../scripts/faults/network/world.ts';
import { countMinutes } from '../../shared/domain/presence/minutes.ts';
import { silentLog } from '../../shared/log.ts';
import { cpuClaim, createPlayDevice } from '../network/play-device.ts';
import { askServer, makeDatabase } from '../network/play-place.ts';
import { startProcess } from './service-process.ts';

const why = whyNoOwnServer();
const seed = 20_261_126;
/** Of a life: in it a job runs, and rewards and a slash are under way. */
const struckTurn = 3;
let server: OwnServer;

beforeAll(async () => {
  if (why === null) server = await startOwnServer();
}, 60_000);
afterAll(() => server?.remove());

/** Holds what the last step of a closing writes to, until it waits there, and kills the server under it. */
const dieWhilePaying = async (databaseUrl: string, pass: () => Promise<void>): Promise<void> => {
  const holder = new Client({ connectionString: databaseUrl });
  holder.on('error', () => undefined);
  await holder.connect();
  await holder.query('begin; lock table hour_coins in share mode');
  const struck = expect(pass()).rejects.toThrow();
  const waiting = `select 1 from pg_locks where not granted and relation = 'hour_coins'::regclass`;
  await expect.poll(() => askServer(databaseUrl, waiting), { timeout: 10_000, interval: 20 }).toHaveLength(1);
  await server.kill('at_once');
  await struck;
  await server.restart();
};

/** Lives on while the server dies under the closing of one hour. @param onBack  once the server is there again */
const startVictim = async ({ place, clock }: Ground, onBack: () => Promise<void>): Promise<Victim> => {
  const { databaseUrl } = place as { databaseUrl: string };
  const running: RunningNetwork = await startNetwork(networkOptions(place, clock));
  let turns = 0;
  let isStruck = false;
  return {
    reach: async () => ({
      url: running.url,
      clock,
      mail: (send) => send(),
      call: async (asked) => {
        if (asked.kind === 'pass') turns += 1;
        if (asked.kind !== 'pass' || turns !== struckTurn) return carryOut(running, asked);
        isStruck = true;
        await dieWhilePaying(databaseUrl, () => carryOut(running, asked));
        await onBack();
        throw new Error('the server died');
      },
    }),
    wasStruck: () => {
      const was = isStruck;
      isStruck = false;
      return was;
    },
    isGone: false,
    spare: () => undefined,
    end: running.close,
  };
};

describe.skipIf(why !== null)(`a server that is killed as a whole${why === null ? '' : ` (${why})`}`, () => {
  it('in the middle of an hour’s closing leaves the books as if nothing had been', async () => {
    const grounds = await makeServerGrounds(server.url);
    const wanted = await undisturbedBooks(grounds, seed);
    const ground = await grounds.enter();
    const { databaseUrl } = ground.place as { databaseUrl: string };
    let hours: unknown;
    const victim = await startVictim(ground, async () => {
      hours = await askServer(databaseUrl, 'select step from epochs order by number desc limit 2');
    });
    const { books, complaints } = await liveThrough(grounds.world, { seed }, ground, victim);
    expect(hours).toEqual([{ step: 'open' }, { step: 'settled' }]);
    expect([...complaints, ...booksApart(books, wanted)]).toEqual([]);
  });

  it('ends neither the service nor a session: devices beat on, and no minute is missing when it is back', async () => {
    const hourMs = 4_000;
    const database = await makeDatabase(server.url);
    const service = await startProcess(database.url, hourMs);
    try {
      const device = createPlayDevice(service.url, Date.now);
      const { id } = await device.register(cpuClaim);
      const session = await device.openSession(id);
      const over = new AbortController();
      const beating = (async () => {
        while (!over.signal.aborted) {
          await session.beat();
          await delay(400);
        }
      })();
      const closed = async (): Promise<number> =>
        (await askServer(database.url, `select number from epochs where step = 'closed'`)).length;
      await expect.poll(closed, { timeout: 15_000, interval: 100 }).toBeGreaterThan(1);
      await server.kill('first_alone');
      expect((await service.health())?.status).toBe('down');
      await server.restart();
      const before = await closed();
      await expect.poll(async () => (await service.health())?.status, { timeout: 10_000 }).toBe('ok');
      await expect.poll(closed, { timeout: 20_000, interval: 100 }).toBeGreaterThan(before + 1);
      over.abort();
      await beating;
      session.close();
      const store = await openStore({ databaseUrl: database.url, clock: systemClock, log: silentLog });
      const present = await store.db.selectFrom('presence').selectAll().orderBy('epoch').execute();
      await store.close();
      const minutes = present.map(({ minuteMask }) => countMinutes(minuteMask)).slice(1, -1);
      expect(minutes.length).toBeGreaterThan(1);
      expect(minutes).toEqual(minutes.map(() => 60));
    } finally {
      await service.kill('SIGKILL');
      await database.remove();
    }
  });
});
