import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../electron/core/system-clock.ts';
import { openStore } from '../../network/store/open-store.ts';
import { heartbeatIntervalMs, listMinutes, presenceHoldsMs } from '../../shared/domain/presence/minutes.ts';
import { silentLog } from '../../shared/log.ts';
import { childrenOf, codesOf, isAlive, type RunningApp, startApp } from '../cli/perigee.ts';
import { until } from '../docker/real-engine.ts';
import { pendingEvents } from './app/witness.ts';
import { tells } from './tells.ts';

const hourMs = 20_000;
const sleepsMs = 8_000;

let dir = '';
let network: ChildProcess;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-sleep-'));
});
afterEach(async () => {
  await endNetwork();
  rmSync(dir, { recursive: true });
});

/** A network of its own, which goes on while the app sleeps. @returns its address */
const startNetwork = async (): Promise<string> => {
  const main = join(import.meta.dirname, '../../network/main.ts');
  const args = ['--data', join(dir, 'network'), '--port', '0', '--hour', `${hourMs}ms`];
  network = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  const line = await new Promise<string>((resolve) => network.stdout?.once('data', (data) => resolve(String(data))));
  return (JSON.parse(line) as { url: string }).url;
};
const endNetwork = async (): Promise<void> => {
  if (network.exitCode !== null || network.signalCode !== null) return;
  network.kill('SIGTERM');
  await new Promise((resolve) => network.once('exit', resolve));
};

const signalTree = (pid: number, signal: 'SIGSTOP' | 'SIGCONT'): void => {
  for (const own of [pid, ...childrenOf(pid)]) if (isAlive(own)) process.kill(own, signal);
};

/** The moments at which the network counted a minute for any device, as spans. */
const countedSpans = async (): Promise<{ from: number; to: number }[]> => {
  const store = await openStore({ dataDir: join(dir, 'network'), clock: systemClock, log: silentLog });
  try {
    const rows = await store.db
      .selectFrom('presence')
      .innerJoin('epochs', 'epochs.number', 'presence.epoch')
      .select(['presence.minuteMask', 'epochs.startsAt', 'epochs.endsAt'])
      .execute();
    return rows.flatMap(({ minuteMask, startsAt }) =>
      listMinutes(BigInt(minuteMask)).map((minute) => ({
        from: Number(startsAt) + (minute * hourMs) / 60,
        to: Number(startsAt) + ((minute + 1) * hourMs) / 60,
      })),
    );
  } finally {
    await store.close();
  }
};

it.skipIf(process.platform === 'win32')(
  'an app that slept through a part of an hour comes back by itself, and none of that time is counted for it',
  async () => {
    const url = await startNetwork();
    const data = join(dir, 'data');
    const app: RunningApp = await startApp(data, ['--network', url, '--engine', '/nonexistent.sock']);
    try {
      await app.face.client.control.start();
      const before = await app.until(({ status }) => status.activity === 'ready', 'ready');
      await systemClock.sleep(2500);
      const stoppedAt = Date.now();
      signalTree(app.pid, 'SIGSTOP');
      await systemClock.sleep(sleepsMs);
      const wokeAt = Date.now();
      signalTree(app.pid, 'SIGCONT');
      const isBack = ({ status }: typeof before): boolean =>
        status.activity === 'ready' && status.network?.isOnline === true;
      await systemClock.sleep(1000);
      const back = await app.until((state) => isBack(state) && codesOf(state).length <= 1, 'ready again', 30_000);
      const backAfterMs = Date.now() - wokeAt;
      expect(back.status.device?.id).toBe(before.status.device?.id);
      await until(() => pendingEvents(data) === 0, 'an empty outbox');
      await systemClock.sleep(1500);
      expect(await app.end('SIGTERM')).toMatchObject({ code: 0 });
      await endNetwork();

      const counted = await countedSpans();
      // A minute counts whole when any of it does, and a heartbeat is good for a while after it.
      const holdsMs = presenceHoldsMs(hourMs) + hourMs / 60;
      const within = (from: number, to: number) => counted.filter((span) => span.from >= from && span.to <= to).length;
      expect(within(stoppedAt - 2500, stoppedAt)).toBeGreaterThan(2);
      expect(within(stoppedAt + holdsMs, wokeAt)).toBe(0);
      expect(within(wokeAt, wokeAt + 60_000)).toBeGreaterThan(0);
      const missed = Math.floor((wokeAt - stoppedAt - holdsMs) / (hourMs / 60));
      tells(19, {
        injected: `SIGSTOP of the app and its probe for ${(sleepsMs / 1000).toFixed(0)} s of a network hour of 20 s; the network goes on`,
        seen: `ready again ${(backAfterMs / 1000).toFixed(1)} s after waking; 0 of ${missed} minutes of the gap counted (a heartbeat each ${heartbeatIntervalMs(hourMs) / 1000} s)`,
        lost: 'nothing: the device is the same, no event waits',
      });
    } finally {
      signalTree(app.pid, 'SIGCONT');
      await app.end('SIGKILL');
    }
  },
);
