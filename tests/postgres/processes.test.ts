import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openNatsBus } from '../../network/service/bus/nats-bus.ts';
import { type RunningNetwork, startNetwork } from '../../network/service/start-network.ts';
import { systemClock } from '../../network/service/system-clock.ts';
import { readExactJson } from '../../network/store/exact-json.ts';
import { openStore } from '../../network/store/open-store.ts';
import type { ClosedReward } from '../../network/store/tables/epochs.ts';
import { localnetParameters } from '../../shared/domain/parameters/record.ts';
import { hourEmission } from '../../shared/domain/rewards/emission.ts';
import { silentLog } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';
import { isOnNats, makeBus, type PlayBus } from '../nats/play-bus.ts';
import { cpuClaim, createPlayDevice, type PlayDevice, type PlaySession } from '../network/play-device.ts';
import type { Answer } from '../network/play-key.ts';
import { makeDatabase, type PlayDatabase } from '../network/play-place.ts';
import { onServer, server } from './server.ts';
import { type ServiceProcess, startProcess } from './service-process.ts';

let database: PlayDatabase;
let bus: PlayBus | null = null;
let ends: (() => Promise<void>)[] = [];

beforeEach(async () => {
  if (server !== null) database = await makeDatabase(server);
  bus = isOnNats ? makeBus() : null;
});
afterEach(async () => {
  for (const end of ends.toReversed()) await end();
  ends = [];
  await bus?.remove();
  await database?.remove();
});

const start = async (hourMs: number, clock: Clock = systemClock): Promise<RunningNetwork> => {
  const ownBus = bus && (await openNatsBus({ url: bus.url, clock: systemClock, log: silentLog }));
  const running = await startNetwork({
    place: { databaseUrl: database.url },
    parameters: localnetParameters({ hourMs }),
    clock,
    log: silentLog,
    host: '127.0.0.1',
    port: 0,
    isSelfRunning: true,
    ...(ownBus ? { bus: ownBus } : {}),
  });
  ends.push(running.close);
  return running;
};

/** Beats and proves until it is told to stop. */
const work = async (device: PlayDevice, session: PlaySession, signal: AbortSignal): Promise<void> => {
  const proving = (async () => {
    while (!signal.aborted) await device.prove((await session.next('challenge')).challenge);
  })().catch(() => undefined);
  while (!signal.aborted) {
    await session.beat().catch(() => undefined);
    await delay(400, undefined, { signal }).catch(() => undefined);
  }
  session.close();
  await proving;
};

/** What must hold of closed hours, whoever closed them. @returns hours that paid the device, and what each counted */
const expectInOrder = async (deviceId: string): Promise<{ rewarded: number; minutes: number[] }> => {
  const store = await openStore({ databaseUrl: database.url, clock: systemClock, log: silentLog });
  const { db } = store;
  try {
    const hours = await db.selectFrom('epochs').selectAll().orderBy('number').execute();
    expect(hours.map(({ number }) => number)).toEqual(hours.map((_, index) => index));
    expect(hours.slice(1).every((hour, index) => hour.startsAt === hours[index]?.endsAt)).toBe(true);
    expect(hours.filter(({ step }) => step === 'open')).toHaveLength(1);
    const closed = hours.filter(({ step }) => step === 'closed');
    for (const { endsAt, closedAt } of closed) expect(closedAt).toBeGreaterThanOrEqual(endsAt);
    const postings = await db.selectFrom('postings').select(['account', 'amount']).execute();
    expect(postings.reduce((total, { amount }) => total + amount, 0n)).toBe(0n);
    const minted = closed
      .filter(({ isPart }) => !isPart)
      .reduce((sum, { emissionHour }) => sum + hourEmission(0, emissionHour, 720), 0n);
    const emitted = postings.filter(({ account }) => account === 'emission');
    expect(emitted.reduce((sum, { amount }) => sum + amount, 0n)).toBe(-minted);
    const lines = await db
      .selectFrom('rewards')
      .selectAll()
      .where('deviceId', '=', deviceId)
      .orderBy('epoch')
      .execute();
    const paid = await db
      .selectFrom('transfers')
      .select('epoch')
      .where('kind', '=', 'hourly_reward')
      .where('deviceId', '=', deviceId)
      .orderBy('epoch')
      .execute();
    const rewarded = lines.filter(({ reward }) => reward > 0n).map(({ epoch }) => epoch);
    expect(paid.map(({ epoch }) => epoch)).toEqual(rewarded);
    return {
      rewarded: rewarded.length,
      minutes: lines.map(({ reason }) => readExactJson<ClosedReward>(reason).minutes),
    };
  } finally {
    await store.close();
  }
};

const leaderOf = async (processes: readonly ServiceProcess[]): Promise<ServiceProcess | null> => {
  for (const each of processes) if ((await each.health())?.leader?.isThisProcess) return each;
  return null;
};

describe.skipIf(server === null)(`several processes of one network ${onServer}`, () => {
  it('close each hour once, and go on when the one that leads is killed; the devices of another lose no minute', async () => {
    const hourMs = 3_000;
    const processes = await Promise.all(
      Array.from({ length: 3 }, () => startProcess(database.url, hourMs, { busUrl: bus?.url })),
    );
    ends.push(
      ...processes.map(
        ({ kill }) =>
          () =>
            kill('SIGKILL'),
      ),
    );
    await expect.poll(() => leaderOf(processes), { timeout: 10_000, interval: 100 }).not.toBeNull();
    const leader = await leaderOf(processes);
    const others = processes.filter((each) => each !== leader);
    const [at] = others as [ServiceProcess];
    const device = createPlayDevice(at.url, Date.now);
    const { id } = await device.register(cpuClaim);
    await device.stake('20000000000');
    const session = await device.openSession(id);
    const over = new AbortController();
    const working = work(device, session, over.signal);
    await delay(3 * hourMs);
    await leader?.kill('SIGKILL');
    await expect.poll(() => leaderOf(others), { timeout: 10_000, interval: 100 }).not.toBeNull();
    await delay(3 * hourMs);
    const metrics = await (await fetch(at.metricsUrl)).text();
    over.abort();
    await working;
    for (const each of others) await each.kill('SIGTERM');
    const { rewarded, minutes } = await expectInOrder(id);
    expect(rewarded).toBeGreaterThanOrEqual(2);
    // The first hour that it saw began without it, and in the last it hung up.
    expect(minutes.slice(1, -1)).toEqual(minutes.slice(1, -1).map(() => 60));
    expect(metrics).toMatch(/^perigee_connected_devices 1$/m);
    expect(metrics).toMatch(/^perigee_heartbeats_total [1-9]/m);
    expect(metrics).toMatch(/^perigee_challenges_total\{verdict="passed"\} [1-9]/m);
    expect(metrics).toMatch(/^perigee_postings_total [1-9]/m);
  });

  it('end no hour early because one’s clock is fast, nor late because one’s is slow', async () => {
    const hourMs = 3_600_000;
    const fast = await start(hourMs, { ...systemClock, now: () => Date.now() + hourMs });
    const slow = await start(hourMs, { ...systemClock, now: () => Date.now() - hourMs });
    await Promise.all([fast.pass(), slow.pass(), fast.pass(), slow.pass()]);
    const hours = await fast.network.db.selectFrom('epochs').selectAll().execute();
    // By chance the database's own hour may end under this test; then there are two, and never more.
    const ended = hours.filter(({ endsAt }) => endsAt <= Date.now());
    expect(hours).toHaveLength(1 + ended.length);
    expect(Math.abs((hours[0]?.startsAt ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(Math.abs(fast.network.clock.now() - slow.network.clock.now())).toBeLessThan(5_000);
  });

  it('never let a wallet be overdrawn by stakes that come in everywhere at once', async () => {
    const hourMs = 3_600_000;
    const [first, second] = [await start(hourMs), await start(hourMs)];
    const device = createPlayDevice(first.url, Date.now);
    const { id } = await device.register(cpuClaim);
    const there = device.at(second.url);
    /** Until the text that is signed still means what it says when it arrives. */
    const insist = async (at: PlayDevice): Promise<Answer> => {
      const answer = await at.stake('30000000000');
      return answer.body.code === 'INTENT_OUTDATED' ? insist(at) : answer;
    };
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, place) => insist(place % 2 === 0 ? device : there)),
    );
    const staked = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status === 409);
    expect([staked.length, refused.length]).toEqual([2, 6]);
    for (const { body } of refused) expect(body.code).toBe('AMOUNT_TOO_LARGE');
    const sums = await first.network.db
      .selectFrom('postings')
      .select(({ fn }) => ['account', fn.sum<bigint>('amount').as('sum')])
      .groupBy('account')
      .execute();
    const held = new Map(sums.map(({ account, sum }) => [account, sum]));
    expect(held.get(`wallet:a${id.slice(1)}`)).toBe(140_000_000_000n);
    expect([...held.values()].reduce((total, sum) => total + sum, 0n)).toBe(0n);
  });

  it('may be the first to come, all at once: there is one first hour, and one key of the network', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => start(3_600_000)));
    const hours = await all[0]?.network.db.selectFrom('epochs').select(['number', 'step']).execute();
    expect(hours).toEqual([{ number: 0, step: 'open' }]);
    expect(new Set(all.map(({ network }) => network.keys.publicKey)).size).toBe(1);
  });

  it('must have hours of one length', async () => {
    await start(3_600_000);
    await expect(start(1_800_000)).rejects.toMatchObject({ code: 'SETTINGS_INVALID', data: { key: 'hour' } });
  });

  it('hold nobody to the challenge of a process that is gone, and leave the others’ alone', async () => {
    const hourMs = 3_600_000;
    const [first, second] = [await start(hourMs), await start(hourMs)];
    const device = createPlayDevice(first.url, Date.now);
    const { id } = await device.register(cpuClaim);
    const session = await device.openSession(id);
    await session.beat();
    const { challenge } = await session.next('challenge');
    const state = async () =>
      (
        await second.network.db
          .selectFrom('challenges')
          .select('state')
          .where('id', '=', challenge.challengeId)
          .executeTakeFirst()
      )?.state;
    const third = await start(hourMs);
    expect(await state()).toBe('sent');
    session.close();
    await first.close();
    ends = [second.close, third.close];
    expect(await state()).toBe('void');
  });
});
