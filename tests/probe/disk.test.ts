/** The disk's measurements through the real probe, on the disk that the tests run on: nothing may stay behind. */
import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Probe } from '../../electron/probe/client.ts';
import type { MeasureTask } from '../../electron/probe/messages.ts';
import { realProbe } from './real-probe.ts';

const mib = 2 ** 20;
const plan = { windows: 3, budgetMs: 1500, sustainMs: 0 };
const kinds = ['disk_sequential', 'disk_random'] as const;
/** What statfs(2) calls a tmpfs. */
const tmpfsMagic = 0x01021994;
const call = (signal = new AbortController().signal) => ({ signal, deadlineMs: 60_000 });

let folder = '';
let probe: Probe;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perigee-disk-'));
  probe = realProbe();
});
afterEach(async () => {
  await probe.close();
  rmSync(folder, { recursive: true });
});
const task = (kind: (typeof kinds)[number], change: Partial<MeasureTask> = {}): MeasureTask =>
  ({ kind, folder, bytes: 32 * mib, ...plan, ...change }) as MeasureTask;
/** Files of the check that have no name any more and still take room, because a process holds them; Linux only. */
const heldFiles = (): string[] =>
  !existsSync('/proc')
    ? []
    : readdirSync('/proc')
        .filter((entry) => /^\d+$/.test(entry))
        .flatMap((pid) => {
          try {
            return readdirSync(join('/proc', pid, 'fd')).map((fd) => readlinkSync(join('/proc', pid, 'fd', fd)));
          } catch {
            // it has ended meanwhile, or is another user's
            return [];
          }
        })
        .filter((target) => target.startsWith(join(folder, 'perigee-disk-check-')));

describe('the disk', () => {
  it.each([
    ['disk_sequential', 'MB/s'],
    ['disk_random', 'IOPS'],
  ] as const)('has its %s in %s, or says why not, and keeps no file', async (kind, unit) => {
    const { verdict, figure, detail } = await probe.measure(task(kind), call());
    if (verdict === 'not_offered') expect(detail).not.toBeNull();
    else expect([verdict, figure?.unit, figure?.windows]).toEqual(['passed', unit, 3]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(kinds)('is not filled by %s', async (kind) => {
    const { verdict, figure, detail } = await probe.measure(task(kind, { bytes: 2 ** 52 }), call());
    expect([verdict, figure, detail]).toEqual(['not_offered', null, 'less than a tenth of the disk would stay free']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('in memory is no disk', async (context) => {
    // Windows and macOS have none. In CI, which runs on Linux, a test that was skipped is a failure.
    if (!existsSync('/dev/shm') || statfsSync('/dev/shm').type !== tmpfsMagic)
      return context.skip('no folder in memory on this system: /dev/shm is not tmpfs');
    const measurement = await probe.measure(task('disk_sequential', { folder: '/dev/shm' }), call());
    expect(measurement).toMatchObject({ verdict: 'not_offered', detail: 'the folder lies in memory' });
  });

  it('loses the file of a run that was cancelled, and of one that was killed before', async () => {
    const left = join(folder, 'perigee-disk-check-99-deadbeef.tmp');
    writeFileSync(left, 'left behind');
    writeFileSync(join(folder, 'state.db'), 'not ours to remove');
    const stop = new AbortController();
    let begun = (): void => {};
    const progressing = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const endless = task('disk_sequential', { bytes: 64 * mib, windows: 10_000, budgetMs: 60_000 });
    const measured = probe.measure(endless, { ...call(stop.signal), onProgress: begun });
    const cancelled = expect(measured).rejects.toMatchObject({ code: 'CANCELLED' });
    await progressing;
    if (process.platform === 'linux') expect(heldFiles()).toHaveLength(1);
    const from = performance.now();
    stop.abort();
    await cancelled;
    expect(performance.now() - from).toBeLessThan(1000);
    await probe.close();
    expect(readdirSync(folder)).toEqual(['state.db']);
    expect(heldFiles()).toEqual([]);
  });

  it('that cannot be written is a failure, not a figure', async () => {
    const nowhere = task('disk_random', { folder: join(folder, 'nowhere') });
    await expect(probe.measure(nowhere, call())).rejects.toMatchObject({ code: 'PROBE_FAILED' });
  });
});
