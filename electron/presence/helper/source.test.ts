import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../../tests/fakes/manual-clock.ts';
import type { childLines } from '../child-lines.ts';
import type { OwnerSigns } from '../owner-signs.ts';
import { createHelperSource, helperRequest } from './source.ts';

const request = { file: '/bin/helper', args: [] };
const line = (change: Record<string, unknown> = {}): string =>
  JSON.stringify({
    ...{ fullScreen: false, game: null, idleMs: 500, isOnBattery: false, isMetered: null, programs: [] },
    ...change,
  });

/** What the source reports of a script that says these lines and ends. */
const reported = async (lines: string[], listed: string[] = []): Promise<Partial<OwnerSigns>[]> => {
  const clock = createManualClock(1_700_000_000_000);
  clock.advance(10_000);
  const run: typeof childLines = async (asked, onLine) => {
    expect(asked).toBe(request);
    for (const each of lines) onLine(each);
  };
  const seen: Partial<OwnerSigns>[] = [];
  const source = createHelperSource(request, clock, () => listed, run);
  await source.watch((change) => seen.push(change), new AbortController().signal);
  return seen;
};

describe('the signs of a helper script', () => {
  it('are what it says, with the last input by our own clock', async () => {
    expect(await reported([line({ game: 'doom' })])).toEqual([
      { fullScreen: false, game: 'doom', isOnBattery: false, isMetered: null, lastInputMs: 9_500, programs: [] },
    ]);
    expect((await reported([line({ idleMs: null })]))[0]?.lastInputMs).toBeNull();
    expect((await reported([line({ idleMs: 60_000 })]))[0]?.lastInputMs).toBe(-50_000);
  });

  it('name the owner’s programs as the owner does, and no other', async () => {
    const running = ['svchost', 'Blender', 'chrome'];
    const [signs] = await reported([line({ programs: running })], ['blender.exe', 'doom']);
    expect(signs?.programs).toEqual(['blender.exe']);
  });

  it('pass over lines that are not its own', async () => {
    expect(await reported(['Add-Type : Cannot add type.', '', line(), '{}'])).toHaveLength(1);
  });

  it('fail with the script, and end at the signal given', async () => {
    const failing: typeof childLines = () => Promise.reject(new Error('ended with 1'));
    const clock = createManualClock(0);
    const { signal } = new AbortController();
    const watching = createHelperSource(request, clock, () => [], failing).watch(() => undefined, signal);
    await expect(watching).rejects.toThrow('ended with 1');
    let given: AbortSignal | null = null;
    const noting: typeof childLines = async (_request, _onLine, theSignal) => {
      given = theSignal;
    };
    await createHelperSource(request, clock, () => [], noting).watch(() => undefined, signal);
    expect(given).toBe(signal);
  });
});

describe('the helper script', () => {
  it('is run by the system’s own shell, wherever Windows is', () => {
    const windows = helperRequest('win32', 'res', { SystemRoot: 'D:\\Win' });
    expect(windows?.file).toBe('D:\\Win\\System32\\WindowsPowerShell\\v1.0\\powershell.exe');
    expect(windows?.args.slice(-2)).toEqual(['-File', path.join('res', 'presence', 'windows.ps1')]);
    expect(helperRequest('win32', 'res', {})?.file).toMatch(/^C:\\Windows\\/);
    expect(helperRequest('darwin', 'res', {})).toEqual({
      file: '/usr/bin/osascript',
      args: ['-l', 'JavaScript', path.join('res', 'presence', 'macos.js')],
    });
  });

  it('is none on Linux', () => {
    expect(helperRequest('linux', 'res', {})).toBeNull();
  });
});
