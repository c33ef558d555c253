import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../electron/core/system-clock.ts';
import type { AppState } from '../../../shared/contract/app/index.ts';
import { childrenOf, codesOf, isAlive, type RunningApp, startApp } from '../../cli/perigee.ts';
import { until } from '../../docker/real-engine.ts';
import { stopwatch, tells } from '../tells.ts';

const cannot = process.platform === 'linux' ? null : 'finding the probe among the processes needs Linux';

describe('the probe of a running app', () => {
  let dir = '';
  let app: RunningApp;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'perigee-probe-lost-'));
  });
  afterAll(() => rmSync(dir, { recursive: true }));
  beforeEach(async () => {
    app = await startApp(mkdtempSync(join(dir, 'data-')), ['--hour', '20s', '--engine', '/nonexistent.sock']);
  });
  afterEach(() => app.end('SIGTERM'));

  /** Processor time that a process has used, in clock ticks. */
  const ticksOf = (pid: number): number => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(fields[11]) + Number(fields[12]);
    } catch {
      return 0;
    }
  };
  /** The probe's process while it computes, told from one that rests by its processor time. */
  const probeAtWork = async (): Promise<number> => {
    for (const deadline = performance.now() + 60_000; performance.now() < deadline; ) {
      const before = childrenOf(app.pid).map((pid) => ({ pid, ticks: ticksOf(pid) }));
      await systemClock.sleep(1000);
      const busy = before.find(({ pid, ticks }) => ticksOf(pid) - ticks > 20);
      if (busy) return busy.pid;
    }
    throw new Error(`no probe at work\n${app.log()}`);
  };

  it.skipIf(cannot !== null).each([
    ['killed', 'SIGKILL', 'PROBE_LOST'],
    ['stopped', 'SIGSTOP', 'PROBE_TIMED_OUT'],
  ] as const)(
    `%s during a proof: said in the status, and over with the next proof`,
    { timeout: 240_000 },
    async (what, signal, code) => {
      await app.face.client.control.start();
      const online = await app.until(({ status }) => status.network?.isOnline === true, 'online');
      const probe = await probeAtWork();
      process.kill(probe, signal);
      const since = stopwatch();
      const lost = await app.until((state) => codesOf(state).includes(code), code, 60_000);
      const saidAfter = since();
      const lostAt = Date.now();
      expect(lost.status.device?.id).toBe(online.status.device?.id);
      await until(() => !isAlive(probe), 'the end of the probe', 5000);
      const isProven = (state: AppState): boolean =>
        (state.status.lastProof?.passed ?? false) && !codesOf(state).includes(code);
      const proven = await app.until(isProven, 'a passed proof', 150_000);
      expect(proven.status.lastProof?.at).toBeGreaterThan(lostAt);
      expect(proven.status.activity).toBe('ready');
      tells(21, {
        injected: `the probe ${what} (${signal}) during a proof`,
        seen: `${code} after ${saidAfter}, the pages answer; the next proof passed`,
        lost: 'that proof',
      });
    },
  );

  it.skipIf(cannot !== null)('killed during a check: its step says so, and the others are measured', async () => {
    await app.face.client.machine.refresh();
    await app.face.client.checks.start({ mode: 'quick' });
    await app.until(
      ({ checks }) => checks.run?.steps.some(({ state }) => state === 'running') ?? false,
      'a running step',
    );
    process.kill(await probeAtWork(), 'SIGKILL');
    const { checks } = await app.until(
      (state) => state.checks.run?.state !== 'running',
      'the end of the checks',
      120_000,
    );
    const steps = checks.run?.steps.length ?? 0;
    const failed = checks.run?.steps.filter(({ problem }) => problem?.code === 'PROBE_LOST') ?? [];
    expect(failed).toHaveLength(1);
    expect(checks.run?.state).toBe('done');
    expect(checks.run?.steps.filter(({ state }) => state === 'done').length).toBe(steps - 1);
    tells(21, {
      injected: 'the probe killed (SIGKILL) during a check',
      seen: `PROBE_LOST on its step, no retry; ${steps - 1} of ${steps} steps measured`,
      lost: 'that step',
    });
  });
});
