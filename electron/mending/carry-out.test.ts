import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { carryOut, type Hands, undoAll } from './carry-out.ts';
import { elevated } from './elevation.ts';
import { openMendingRecord } from './mending-record.ts';
import { command, type Step } from './plan.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-mending-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const handsWith = (fails: (words: readonly string[]) => boolean = () => false) => {
  const ran: string[] = [];
  const hands: Hands = {
    run: async (words, input) => {
      ran.push([...words, ...(input === null ? [] : ['<', input])].join(' '));
      return fails(words) ? 7 : 0;
    },
    elevation: { platform: 'linux', isRoot: false, hasTerminal: true },
    record: openMendingRecord(dir, () => 0),
    now: () => 5,
  };
  return { ran, hands };
};
const steps: Step[] = [
  command(['make', 'key'], { asRoot: true, undo: ['rm', 'key'] }),
  command(['look', 'up'], { asRoot: true }),
  command(['tee', 'list'], { input: 'text', undo: ['rm', 'list'] }),
];

describe('a mending', () => {
  it('does each step in order, and takes back what left something, the last first', async () => {
    const { ran, hands } = handsWith();
    expect(await carryOut('newer_engine', steps, hands)).toEqual({ kind: 'done' });
    expect(ran).toEqual(['sudo make key', 'sudo look up', 'tee list < text']);
    ran.length = 0;
    expect(await undoAll(hands)).toEqual({ kind: 'done' });
    expect(ran).toEqual(['rm list', 'sudo rm key']);
    expect(await undoAll(hands)).toEqual({ kind: 'done' });
    expect(ran).toHaveLength(2);
  });

  it('stops where a step fails, and can still take back what was done before', async () => {
    const { ran, hands } = handsWith((words) => words.includes('look'));
    expect(await carryOut('newer_engine', steps, hands)).toEqual({
      kind: 'failed',
      words: ['sudo', 'look', 'up'],
      exitCode: 7,
    });
    ran.length = 0;
    await undoAll(hands);
    expect(ran).toEqual(['sudo rm key']);
  });

  it('keeps what could not be taken back for the next time', async () => {
    const { hands } = handsWith((words) => words.includes('rm') && words.includes('key'));
    await carryOut('newer_engine', steps, hands);
    expect((await undoAll(hands)).kind).toBe('failed');
    expect(hands.record.list().map(({ undo }) => undo)).toEqual([
      { kind: 'command', words: ['rm', 'key'], asRoot: true },
    ]);
  });

  it('puts a file back as it was, or takes it away where there was none', async () => {
    const { hands } = handsWith();
    const path = join(dir, 'config');
    writeFileSync(path, 'mine');
    const file = (before: string | null, to: string): Step => ({ kind: 'file', path: to, content: 'ours', before });
    await carryOut('cap_wsl_memory', [file('mine', path), file(null, join(dir, 'new'))], hands);
    expect([readFileSync(path, 'utf8'), existsSync(join(dir, 'new'))]).toEqual(['ours', true]);
    await undoAll(hands);
    expect([readFileSync(path, 'utf8'), existsSync(join(dir, 'new'))]).toEqual(['mine', false]);
  });

  it('believes no record that it did not write', () => {
    writeFileSync(join(dir, 'mendings.json'), '[{"undo":{"kind":"command","words":["rm","-rf","/"]}}]');
    expect(openMendingRecord(dir, () => 0).list()).toEqual([]);
  });
});

describe('the record of what was done', () => {
  it('keeps what lies in its place and is no record, and does nothing where it cannot be written', async () => {
    const { ran, hands } = handsWith();
    mkdirSync(join(dir, 'mendings.json'));
    expect(await carryOut('start_engine', steps, hands)).toEqual({ kind: 'done' });
    expect(readdirSync(dir).toSorted()).toEqual(['mendings.json', 'mendings.json.corrupt-1970-01-01T00-00-00-000Z']);
    ran.length = 0;
    writeFileSync(join(dir, 'file'), '');
    const record = openMendingRecord(join(dir, 'file'), () => 0);
    await expect(carryOut('start_engine', steps, { ...hands, record })).rejects.toMatchObject({
      code: 'DATA_FOLDER_DENIED',
    });
    expect(ran).toEqual([]);
  });
});

describe('a command as administrator', () => {
  const asRoot = { asRoot: true };
  it.each([
    ['linux', true, true, ['apt-get', 'update']],
    ['linux', false, true, ['sudo', 'apt-get', 'update']],
    ['linux', false, false, ['pkexec', 'apt-get', 'update']],
  ] as const)('on %s, as root: %s, with a terminal: %s', (platform, isRoot, hasTerminal, words) =>
    expect(elevated(['apt-get', 'update'], asRoot, { platform, isRoot, hasTerminal })).toEqual(words),
  );

  it('is asked for by Windows itself, with no word of it read as PowerShell', () => {
    const here = { platform: 'win32' as const, isRoot: false, hasTerminal: true };
    expect(elevated(['wsl.exe', '--install', "it's; $x"], asRoot, here).at(-1)).toBe(
      "exit (Start-Process -FilePath 'wsl.exe' -ArgumentList '--install','it''s; $x' -Verb RunAs -Wait -PassThru).ExitCode",
    );
  });

  it('is not asked for where it is not needed', () =>
    expect(elevated(['open'], { asRoot: false }, { platform: 'win32', isRoot: false, hasTerminal: true })).toEqual([
      'open',
    ]));
});
