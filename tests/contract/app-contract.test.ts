import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDefinedError, safe } from '@orpc/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isOwnersOnly } from '../../electron/api/base.ts';
import { type Core, createCore } from '../../electron/core/create-core.ts';
import { systemClock } from '../../electron/core/system-clock.ts';
import type { AppClient } from '../../electron/headless/cli/face.ts';
import { type AppState, appContract, appStateSchema } from '../../shared/contract/app/index.ts';
import { createMirror } from '../../shared/live/feed.ts';
import { portsFor } from './core-ports.ts';
import { transports } from './transports.ts';

/** The first state for which the condition holds. */
const stateWhere = async (client: AppClient, isSo: (state: AppState) => boolean): Promise<AppState> => {
  const mirror = createMirror<AppState>();
  const done = new AbortController();
  try {
    for await (const message of await client.watch(undefined, { signal: done.signal })) {
      expect(mirror.apply(message as Parameters<typeof mirror.apply>[0])).not.toBe('gap');
      const state = mirror.state();
      if (state && isSo(state)) return state;
    }
    throw new Error('the live state ended');
  } finally {
    done.abort();
  }
};

describe.each(Object.entries(transports))('the app contract %s', (_name, open) => {
  let dataDir: string;
  let core: Core;
  let client: AppClient;
  let close: () => Promise<void>;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'perigee-contract-'));
    core = await createCore(portsFor(dataDir));
    ({ client, close } = await open(core, dataDir));
  });
  afterAll(async () => {
    await close();
    await core.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('says who answers', async () => {
    expect(await client.hello()).toEqual({
      app: 'perigee',
      version: '0.0.0',
      host: 'headless',
      platform: process.platform,
    });
  });

  it('sends a whole state first, bigint included, and then each change', async () => {
    const first = await stateWhere(client, () => true);
    expect(appStateSchema.parse(first)).toEqual(first);
    expect(first.earnings.totals.confirmed).toBe(0n);
    const changed = stateWhere(client, ({ settings }) => settings.temperatureLimitCelsius === 71);
    await client.settings.update({ temperatureLimitCelsius: 71 });
    expect((await changed).settings.appearance).toBe('system');
  });

  it('reads the machine and says why there is no engine', async () => {
    const inventory = await client.machine.refresh();
    expect(inventory.cpu.threads).toBeGreaterThan(0);
    expect(inventory.engine.problem?.code).toBe('ENGINE_ABSENT');
  });

  it('refuses a setting out of range and changes nothing', async () => {
    const before = await stateWhere(client, () => true);
    await expect(client.settings.update({ temperatureLimitCelsius: 5000 })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    const after = await stateWhere(client, () => true);
    expect(after.settings).toEqual(before.settings);
  });

  it('ends what it cannot do with the code and data of the contract', async () => {
    const { error: stop } = await safe(client.worker.stop({ jobId: 'no-such-job' }));
    expect(isDefinedError(stop) && [stop.code, stop.data]).toEqual(['JOB_NOT_FOUND', { jobId: 'no-such-job' }]);
    const { error: why } = await safe(client.earnings.why({ epoch: 12 }));
    expect(isDefinedError(why) && why.code).toBe('EPOCH_NOT_FOUND');
    const { error: stake } = await safe(client.stake.prepare({ action: 'stake', amount: 5n }));
    expect(isDefinedError(stake) && stake.code).toBe('NOT_JOINED');
    const { error: confirm } = await safe(client.stake.confirm({ confirmationId: 'made-up' }));
    expect(isDefinedError(confirm) && confirm.code).toBe('CONFIRMATION_EXPIRED');
    const { error: offers } = await safe(client.supports.offers({ by: 'share', order: 'desc' }));
    expect(isDefinedError(offers) && offers.code).toBe('NOT_JOINED');
    const { error: leave } = await safe(client.supports.prepare({ action: 'leave', deviceId: 'd' }));
    expect(isDefinedError(leave) && leave.code).toBe('NOT_JOINED');
    const { error: agree } = await safe(client.supports.confirm({ confirmationId: 'made-up' }));
    expect(isDefinedError(agree) && agree.code).toBe('CONFIRMATION_EXPIRED');
  });

  it('refuses to stake nothing or less', async () => {
    await expect(client.stake.prepare({ action: 'stake', amount: 0n })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(client.stake.prepare({ action: 'unstake', amount: -1n })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });

  it('begins one check run at a time and ends it within a second of being asked', async () => {
    const { runId } = await client.checks.start({ mode: 'quick' });
    const { error } = await safe(client.checks.start({ mode: 'quick' }));
    expect(isDefinedError(error) && [error.code, error.data]).toEqual(['CHECKS_BUSY', { runId }]);
    const asked = performance.now();
    expect(await client.checks.cancel()).toEqual({ cancelled: true });
    expect(performance.now() - asked).toBeLessThan(2_000);
    expect((await stateWhere(client, () => true)).checks.run).toMatchObject({ id: runId, state: 'cancelled' });
  });

  it('lets go of a watch that its face ended', async () => {
    const gone = new AbortController();
    const watch = await client.watch(undefined, { signal: gone.signal });
    await watch.next();
    gone.abort();
    await expect(
      Promise.race([
        watch.next().then(
          () => 'ended',
          () => 'ended',
        ),
        systemClock.sleep(5_000),
      ]),
    ).resolves.toBe('ended');
  });

  it('refuses what decides something while the owner has locked it, and hears the seat all the same', async () => {
    await client.owner.setLock({ pin: '4711' });
    for (const call of [
      () => client.settings.update({ comeBackMinutes: 9 }),
      () => client.control.start(),
      () => client.control.pause(),
      () => client.owner.removeLock(),
      () => client.owner.setLock({ pin: '0000' }),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'LOCKED' });
    }
    expect((await client.owner.seat({ state: 'taken' })).standAside[0]?.cause).toBe('seat');
    expect((await client.owner.seat({ state: 'free' })).standAside).toEqual([]);
    await expect(client.owner.openLock({ pin: '9999' })).rejects.toMatchObject({ code: 'LOCK_REFUSED' });
    expect((await client.owner.openLock({ pin: '4711' })).lock).toBe('open');
    expect((await client.settings.update({ comeBackMinutes: 9 })).comeBackMinutes).toBe(9);
    expect((await client.owner.removeLock()).lock).toBe('none');
  });
});

/** Calls that change nothing an owner decides; a new one is either here or behind the lock. */
const everybodys = [
  ...[
    'hello',
    'watch',
    'mending.plan',
    'machine.refresh',
    'worker.check',
    'worker.log',
    'worker.reach',
    'earnings.why',
    'earnings.hours',
    'earnings.report',
    'supports.offers',
    'supports.open',
    'supports.positions',
    'evidence.read',
    'evidence.bundle',
    'community.overview',
    'community.issues',
    'community.issue',
    'community.proposals',
    'community.proposal',
    'community.notices',
    'community.proposalTerms',
    'community.questions',
    'community.roadmap',
    'releases.list',
    'releases.read',
    'releases.rows',
    'releases.verify',
    'reports.list',
  ],
  ...['owner.seat', 'owner.setLock', 'owner.openLock', 'owner.closeLock', 'owner.removeLock'],
];

it('every call is behind the owner’s lock, or known to decide nothing', () => {
  const paths: string[][] = [];
  const walk = (part: object, path: string[]): void => {
    if ('~orpc' in part) paths.push(path);
    else for (const [name, inner] of Object.entries(part)) walk(inner as object, [...path, name]);
  };
  walk(appContract, []);
  expect(paths.length).toBeGreaterThan(20);
  const open = paths.filter((path) => !isOwnersOnly(path)).map((path) => path.join('.'));
  expect(open.toSorted()).toEqual(everybodys.toSorted());
});
