import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { systemClock } from '../../network/service/system-clock.ts';
import { openStore } from '../../network/store/open-store.ts';
import { hourEmission } from '../../shared/domain/rewards/emission.ts';
import { silentLog } from '../../shared/log.ts';
import { cpuClaim, createPlayDevice, type PlayDevice, type PlaySession } from './play-device.ts';
import { makePlace } from './play-place.ts';

const { place, words, remove } = await makePlace(false);
afterAll(remove);

const hourMs = 3_000;
const kills = 10;
/** Closing an hour takes some tens of milliseconds; the kill falls anywhere around it. */
const killWithinMs = 150;

const start = async (port: number): Promise<{ child: ChildProcess; url: string }> => {
  const main = join(import.meta.dirname, '../../network/main.ts');
  const args = [main, ...words, '--port', String(port), '--hour', `${hourMs}ms`];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (data: Buffer) => resolve(data.toString()));
    child.once('exit', (code) => reject(new Error(`the network ended with ${code}`)));
  });
  return { child, url: JSON.parse(line).url };
};

const untilBoundary = (hours: number): number => (Math.floor(Date.now() / hourMs) + hours) * hourMs - Date.now();

/** Beats and proves until the connection is gone. */
const work = async (device: PlayDevice, session: PlaySession, signal: AbortSignal): Promise<void> => {
  const proving = (async () => {
    while (!signal.aborted) await device.prove((await session.next('challenge')).challenge);
  })().catch(() => undefined);
  while (!signal.aborted) {
    await session.beat().catch(() => undefined);
    await delay(500, undefined, { signal }).catch(() => undefined);
  }
  session.close();
  await proving;
};

it(`survives ${kills} kills around the closing of an hour: closed once, paid once, balanced`, {
  timeout: 300_000,
}, async () => {
  let { child, url } = await start(0);
  const device = createPlayDevice(url, Date.now);
  const { id } = await device.register(cpuClaim);
  await device.stake('20000000000');
  const port = Number(new URL(url).port);
  for (let round = 0; round < kills; round += 1) {
    const over = new AbortController();
    const session = await device.openSession(id);
    const working = work(device, session, over.signal);
    await delay(untilBoundary(2) + randomInt(killWithinMs));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    over.abort();
    await working;
    ({ child, url } = await start(port));
  }
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;

  const store = await openStore({ ...place, clock: systemClock, log: silentLog });
  expect(store.setAside).toBeNull();
  const { db } = store;
  const postings = await db.selectFrom('postings').select(['account', 'amount']).execute();
  const sums = new Map<string, bigint>();
  for (const { account, amount } of postings) sums.set(account, (sums.get(account) ?? 0n) + amount);
  expect([...sums.values()].reduce((total, sum) => total + sum, 0n)).toBe(0n);

  const hours = await db.selectFrom('epochs').selectAll().orderBy('number').execute();
  expect(hours.map(({ number }) => number)).toEqual(hours.map((_, index) => index));
  expect(hours.filter(({ step }) => step !== 'closed').map(({ step }) => step)).toEqual(['open']);
  const minted = hours
    .filter(({ step, isPart }) => step === 'closed' && !isPart)
    .reduce((sum, { emissionHour }) => sum + hourEmission(0, emissionHour, 720), 0n);
  expect(sums.get('emission')).toBe(-minted);

  const lines = await db.selectFrom('rewards').select(['epoch', 'reward']).execute();
  const rewarded = lines.reduce((sum, { reward }) => sum + reward, 0n);
  const paidOrWaiting = [...sums]
    .filter(([account]) => account.startsWith(`device:${id}:confirmed`))
    .reduce((sum, [, amount]) => sum + amount, 0n);
  const payouts = await db
    .selectFrom('transfers')
    .innerJoin('postings', 'postings.transferId', 'transfers.id')
    .select('amount')
    .where('kind', '=', 'payout')
    .where('account', 'like', 'wallet:%')
    .execute();
  expect(rewarded).toBeGreaterThan(0n);
  expect(paidOrWaiting + payouts.reduce((sum, { amount }) => sum + amount, 0n)).toBe(rewarded);
  await store.close();
});
