import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MendingRun } from '../../shared/contract/app/mending.ts';
import type { ProblemCode } from '../../shared/contract/codes.ts';
import { silentLog } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';
import { createMendingDesk, type MendingDesk } from './desk.ts';
import type { Elevation } from './elevation.ts';
import { openMendingRecord } from './mending-record.ts';
import { command, type Plan } from './plan.ts';
import { createRunLogged } from './run-logged.ts';

const clock: Clock = {
  now: Date.now,
  monotonic: () => performance.now(),
  sleep: async (delayMs, signal) => {
    await sleep(delayMs, undefined, { signal: signal as AbortSignal });
  },
};
const never = new AbortController().signal;

let dir = '';
let desk: MendingDesk | null = null;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-desk-'));
});
afterEach(() => {
  desk?.close();
  rmSync(dir, { recursive: true });
});

/** A command that really runs: says a word and writes it at the end of a file. */
const say = (word: string, waitMs = 0): string[] => [
  process.execPath,
  '-e',
  `setTimeout(() => { require('fs').appendFileSync(${JSON.stringify(join(dir, 'ran'))}, '${word} '); console.log('said ${word}') }, ${waitMs})`,
];
const ran = (): string => {
  try {
    return readFileSync(join(dir, 'ran'), 'utf8').trim();
  } catch {
    return '';
  }
};
const planOf = (...words: string[]): Plan => ({
  kind: 'steps',
  name: 'start_engine',
  steps: words.map((word) => command(say(word), { undo: say(`un${word}`) })),
  afterwards: null,
});

const root: Elevation = { platform: process.platform, isRoot: true, asks: 'nobody' };
const open = (
  change: { plan?: () => Plan | null; standing?: () => readonly ProblemCode[]; elevation?: Elevation } = {},
): MendingDesk => {
  desk = createMendingDesk({
    clock,
    log: silentLog,
    elevation: change.elevation ?? root,
    record: openMendingRecord(dir, clock.now),
    findPlan: async () => (change.plan ?? (() => planOf('a', 'b')))(),
    runCommand: (onLine) => createRunLogged({ clock, logPath: join(dir, 'mending.log'), onLine }),
    lookAgain: async () => (change.standing ?? (() => []))(),
  });
  return desk;
};
const shownBy = async (from: MendingDesk): Promise<string> => {
  const plan = await from.plan('ENGINE_ABSENT', never);
  if (plan?.kind !== 'steps') throw new Error('there is no plan');
  return plan.fingerprint;
};
const start = async (from: MendingDesk) => from.start('ENGINE_ABSENT', await shownBy(from), never);
const ended = async ({ state }: MendingDesk): Promise<MendingRun> => {
  for (;;) {
    const { run } = state.get();
    if (run?.state === 'ended') return run;
    await sleep(20);
  }
};

describe('mending from the pages', { timeout: 90_000 }, () => {
  it('does what was shown, says each line, looks again, and takes it back', async () => {
    const own = open();
    expect((await start(own)).kind).toBe('started');
    const run = await ended(own);
    expect(run).toMatchObject({ outcome: 'mended', step: 2, steps: 2, failure: null });
    expect(run.lines.map(({ kind, text }) => (kind === 'output' ? text : kind))).toEqual([
      ...['command', 'said a', 'command', 'said b'],
    ]);
    const [done] = own.state.get().done;
    expect(done).toMatchObject({ name: 'start_engine', isWhole: true, canUndo: true });
    expect(own.undo(done?.fingerprint ?? '').kind).toBe('started');
    expect(await ended(own)).toMatchObject({ task: 'undo', outcome: 'undone' });
    expect(ran()).toBe('a b unb una');
    expect(own.state.get().done).toEqual([]);
  });

  it('does nothing where the PC has changed since, or the page made the plan up', async () => {
    let words = ['a'];
    const own = open({ plan: () => planOf(...words) });
    const fingerprint = await shownBy(own);
    words = ['a', 'b'];
    expect(await own.start('ENGINE_ABSENT', fingerprint, never)).toEqual({ kind: 'changed' });
    expect(await own.start('ENGINE_ABSENT', 'made up', never)).toEqual({ kind: 'changed' });
    expect(own.undo('made up')).toEqual({ kind: 'changed' });
    expect([own.state.get().run, ran()]).toEqual([null, '']);
  });

  it('does one at a time', async () => {
    const own = open();
    const fingerprint = await shownBy(own);
    const both = await Promise.all([
      own.start('ENGINE_ABSENT', fingerprint, never),
      own.start('ENGINE_ABSENT', fingerprint, never),
    ]);
    expect(both.map(({ kind }) => kind)).toEqual(['started', 'busy']);
    expect(own.undo('any')).toEqual({ kind: 'busy' });
    await ended(own);
    expect(ran()).toBe('a b');
  });

  it('begins nothing after the command that runs when it is told to stop, and cuts none off', async () => {
    const slow: Plan = { ...planOf('x'), kind: 'steps', name: 'start_engine', afterwards: null, steps: [] };
    const own = open({
      plan: () => ({ ...slow, steps: [command(say('a', 300), { undo: say('una') }), command(say('b'))] }),
    });
    await start(own);
    while (own.state.get().run?.step !== 1) await sleep(5);
    expect(own.stop()).toBe(true);
    expect(await ended(own)).toMatchObject({ outcome: 'stopped', isStopping: true, step: 1 });
    expect(ran()).toBe('a');
    expect(own.state.get().done).toHaveLength(1);
    expect(own.stop()).toBe(false);
  });

  it('says which command failed, and that a look found it still there', async () => {
    const failing = open({
      plan: () => ({
        ...planOf(),
        kind: 'steps',
        name: 'start_engine',
        afterwards: null,
        steps: [command(['no-such-program-here'])],
      }),
    });
    await start(failing);
    expect(await ended(failing)).toMatchObject({
      outcome: 'failed',
      failure: { why: 'not_started', text: 'no-such-program-here', exitCode: null },
    });
    failing.close();
    const later = open({
      plan: () => ({
        ...planOf(),
        kind: 'steps',
        name: 'join_group',
        afterwards: 'log_in_again',
        steps: [command(say('a'))],
      }),
      standing: () => ['ENGINE_ABSENT'],
    });
    await start(later);
    expect(await ended(later)).toMatchObject({ outcome: 'later', afterwards: 'log_in_again' });
  });

  it('says that there is a next step where a plan for what still stands is another', async () => {
    let isThere = false;
    const own = open({
      plan: () =>
        isThere
          ? planOf('b')
          : { kind: 'steps', name: 'install_own_linux', afterwards: null, steps: [command(say('a'))] },
      standing: () => ['ENGINE_UNREACHABLE'],
    });
    await start(own);
    isThere = true;
    expect(await ended(own)).toMatchObject({ name: 'install_own_linux', outcome: 'next' });
  });

  it('offers no way to do it where nobody can be asked, and refuses to', async () => {
    const plan: Plan = {
      ...planOf(),
      kind: 'steps',
      name: 'join_group',
      afterwards: null,
      steps: [command(say('a'), { asRoot: true })],
    };
    const own = open({ plan: () => plan, elevation: { platform: 'linux', isRoot: false, asks: 'nobody' } });
    const shown = await own.plan('ENGINE_DENIED', never);
    expect(shown).toMatchObject({ canRun: false, steps: [{ needsAdministrator: true }] });
    expect(shown?.kind === 'steps' && shown.steps[0]?.text).toMatch(/^sudo /);
    expect(await start(own)).toEqual({ kind: 'by_hand' });
    expect(ran()).toBe('');
  });

  it('takes back the newest first, and says what the app did not see the end of', async () => {
    const undo = { kind: 'command' as const, words: say('un'), asRoot: false };
    const step = { at: 1, run: '1', name: 'start_engine' as const, undo, isDone: true };
    openMendingRecord(dir, clock.now).replace([step, { ...step, at: 2, run: '2', isDone: false }]);
    const own = open();
    const [newest, oldest] = own.state.get().done;
    expect([newest?.at, newest?.isWhole, newest?.canUndo]).toEqual([2, false, true]);
    expect([oldest?.at, oldest?.isWhole, oldest?.canUndo]).toEqual([1, true, false]);
    expect(own.undo(oldest?.fingerprint ?? '')).toEqual({ kind: 'by_hand' });
    own.undo(newest?.fingerprint ?? '');
    await ended(own);
    expect(own.state.get().done).toMatchObject([{ at: 1, canUndo: true }]);
  });
});
