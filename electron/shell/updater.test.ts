import { describe, expect, it } from 'vitest';
import { createCell } from '../../shared/live/cell.ts';
import { silentLog } from '../../shared/log.ts';
import type { UpdateRefusal } from './update-state.ts';
import { startUpdater, type UpdateEngine } from './updater.ts';

const setUp = (options: { refusal?: UpdateRefusal; found?: string; isRunning?: boolean } = {}) => {
  const acts: string[] = [];
  const sleeps: { delayMs: number; wake(): void }[] = [];
  const isJobRunning = createCell(options.isRunning ?? false);
  const end = new AbortController();
  let download: () => Promise<string[]> = async () => [];
  let found = options.found ?? null;
  let loads = 0;
  const engine = {
    // As a channel in the configuration would leave it.
    autoDownload: true,
    autoInstallOnAppQuit: true,
    allowPrerelease: true,
    allowDowngrade: true,
    disableWebInstaller: false,
    checkForUpdates: async () => {
      acts.push('check');
      return { isUpdateAvailable: found !== null, updateInfo: { version: found ?? '0.1.0' } };
    },
    downloadUpdate: () => {
      acts.push('download');
      return download();
    },
    quitAndInstall: () => acts.push('install'),
  };
  const updater = startUpdater({
    refusal: options.refusal ?? null,
    loadEngine: async () => {
      loads += 1;
      return engine as unknown as UpdateEngine;
    },
    isJobRunning,
    prepareToQuit: async () => {
      acts.push('close');
    },
    clock: {
      sleep: (delayMs) => new Promise((wake) => sleeps.push({ delayMs, wake })),
    },
    log: silentLog,
    signal: end.signal,
  });
  return {
    acts,
    engine,
    updater,
    isJobRunning,
    end,
    sleeps,
    loads: () => loads,
    publish: (version: string) => {
      found = version;
    },
    failDownload: (fails: boolean) => {
      download = fails ? () => Promise.reject(new Error('sha512 mismatch')) : async () => [];
    },
  };
};

describe('updates', () => {
  it('never load the engine where they are refused', async () => {
    const { updater, loads } = setUp({ refusal: 'no_publisher' });
    expect(updater.state.get()).toEqual({ kind: 'off', refusal: 'no_publisher' });
    await updater.install();
    expect(loads()).toBe(0);
  });

  it('download nothing unasked, take no prerelease and never go back', async () => {
    const { engine, acts } = setUp({ found: '1.0.0' });
    await expect.poll(() => acts).toEqual(['check']);
    expect(engine).toMatchObject({
      autoDownload: false,
      autoInstallOnAppQuit: false,
      allowPrerelease: false,
      allowDowngrade: false,
      disableWebInstaller: true,
    });
  });

  it('are looked for every 12 hours', async () => {
    const { acts, sleeps, publish, updater } = setUp();
    await expect.poll(() => sleeps.length).toBe(1);
    expect(sleeps[0]?.delayMs).toBe(12 * 3_600_000);
    expect(updater.state.get()).toEqual({ kind: 'current' });
    publish('1.1.0');
    sleeps[0]?.wake();
    await expect.poll(() => updater.state.get()).toEqual({ kind: 'available', version: '1.1.0' });
    expect(acts).toEqual(['check', 'check']);
  });

  it('install at once when no job runs, after the core has closed', async () => {
    const { updater, acts } = setUp({ found: '1.0.0' });
    await expect.poll(() => updater.state.get().kind).toBe('available');
    await updater.install();
    expect(acts).toEqual(['check', 'download', 'close', 'install']);
  });

  it('wait for the running job to end', async () => {
    const { updater, acts, isJobRunning } = setUp({ found: '1.0.0', isRunning: true });
    await expect.poll(() => updater.state.get().kind).toBe('available');
    const installed = updater.install();
    await expect.poll(() => updater.state.get()).toEqual({ kind: 'waiting', version: '1.0.0' });
    expect(acts).not.toContain('install');
    isJobRunning.set(false);
    await installed;
    expect(acts).toEqual(['check', 'download', 'close', 'install']);
  });

  it('install nothing when the app quits during the wait', async () => {
    const { updater, acts, end } = setUp({ found: '1.0.0', isRunning: true });
    await expect.poll(() => updater.state.get().kind).toBe('available');
    const installed = updater.install();
    await expect.poll(() => updater.state.get().kind).toBe('waiting');
    end.abort();
    await installed;
    expect(acts).toEqual(['check', 'download']);
  });

  it('say that a download failed, and try again when asked', async () => {
    const { updater, acts, failDownload } = setUp({ found: '1.0.0' });
    await expect.poll(() => updater.state.get().kind).toBe('available');
    failDownload(true);
    await updater.install();
    expect(updater.state.get()).toEqual({ kind: 'failed' });
    expect(acts).not.toContain('install');
    failDownload(false);
    await updater.install();
    expect(acts.at(-1)).toBe('install');
  });

  it('do nothing when asked while there is none', async () => {
    const { updater, acts } = setUp();
    await expect.poll(() => acts).toEqual(['check']);
    await updater.install();
    expect(acts).toEqual(['check']);
  });
});
