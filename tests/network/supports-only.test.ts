/**
 * Who only wants to support others: the whole core on a Localnet of its own opens an account without this PC in it, finds
 * it again after a restart, and brings this PC into it once it is put to work.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Core, createCore } from '../../electron/core/create-core.ts';
import type { AppClient } from '../../electron/headless/cli/face.ts';
import type { AppState } from '../../shared/contract/app/index.ts';
import { createMirror } from '../../shared/live/feed.ts';
import { portsFor } from '../contract/core-ports.ts';

let dataDir: string;
let core: Core;
let client: AppClient;
const open = async (): Promise<void> => {
  core = await createCore(portsFor(dataDir));
  client = createRouterClient(core.router) as AppClient;
};
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'perigee-supports-only-'));
  await open();
});
afterAll(async () => {
  await core.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const stateNow = async (): Promise<AppState> => {
  const mirror = createMirror<AppState>();
  const watch = await client.watch();
  const { value } = await watch.next();
  await watch.return?.(undefined);
  mirror.apply(value as Parameters<typeof mirror.apply>[0]);
  const state = mirror.state();
  if (state === null) throw new Error('no snapshot');
  return state;
};

it('opens an account with play coins and a wallet, and registers, measures and earns nothing', async () => {
  expect(await client.supports.begin()).toMatchObject({ supportsOnly: true });
  const { supported, free, network } = await client.supports.positions();
  expect([supported, network]).toEqual([[], { name: 'Localnet', isPlay: true }]);
  expect(free).toBeGreaterThan(0n);
  expect((await client.supports.offers({ by: 'share', order: 'desc' })).offers).toEqual([]);
  expect([existsSync(join(dataDir, 'play-wallet.key')), existsSync(join(dataDir, 'device.key'))]).toEqual([
    true,
    false,
  ]);
  const { status, checks, settings } = await stateNow();
  expect([status.device, checks.run, settings.isOnboarded]).toEqual([null, null, true]);
});

it('finds the same account again by itself after a restart', async () => {
  const { free } = await client.supports.positions();
  await core.close();
  await open();
  await vi.waitFor(
    async () => expect(await client.supports.positions()).toMatchObject({ supported: [], free }),
    20_000,
  );
});

it('brings this PC into that account once it is put to work', async () => {
  const { free } = await client.supports.positions();
  await client.control.start();
  await vi.waitFor(async () => expect((await stateNow()).status.device).not.toBeNull(), 60_000);
  await vi.waitFor(async () => expect((await stateNow()).stake?.staked).toBeGreaterThan(0n), 60_000);
  const { stake, settings } = await stateNow();
  expect(settings.supportsOnly).toBe(false);
  // The coins of before, the grant of a device, and its stake out of both.
  expect((stake?.wallet ?? 0n) + (stake?.staked ?? 0n)).toBeGreaterThan(free);
  expect((await client.supports.positions()).free).toBe(stake?.wallet);
});
