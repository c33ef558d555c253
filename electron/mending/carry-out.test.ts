import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { carryOut, type Hands, stillRunning, undoAll } from './carry-out.ts';
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
    elevation: { platform: 'linux', isRoot: false, asks: 'terminal' },
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
    expect(await carryOut({ name: 'newer_engine', run: 'r', steps }, hands)).toEqual({ kind: 'done' });
    expect(ran).toEqual(['sudo make key', 'sudo look up', 'tee list < text']);
    ran.length = 0;
    expect(await undoAll(hands)).toEqual({ kind: 'done' });
    expect(ran).toEqual(['rm list', 'sudo rm key']);
    expect(await undoAll(hands)).toEqual({ kind: 'done' });
    expect(ran).toHaveLength(2);
  });

  it('stops where a step fails, and can still take back what was done before', async () => {
    const { ran, hands } = handsWith((words) => words.includes('look'));
    expect(await carryOut({ name: 'newer_engine', run: 'r', steps }, hands)).toEqual({
      kind: 'failed',
      words: ['sudo', 'look', 'up'],
      exitCode: 7,
    });
    ran.length = 0;
    await undoAll(hands);
    expect(ran).toEqual(['sudo rm key']);
  });

  it('can take back a step that nobody saw the end of', async () => {
    const { ran, hands } = handsWith();
    const run: Hands['run'] = async () => stillRunning;
    expect(await carryOut({ name: 'newer_engine', run: 'r', steps }, { ...hands, run })).toMatchObject({
      kind: 'failed',
    });
    expect(hands.record.list()).toMatchObject([{ isDone: false }]);
    expect(await undoAll(hands)).toEqual({ kind: 'done' });
    expect(ran).toEqual(['sudo rm key']);
  });

  it('keeps what could not be taken back for the next time', async () => {
    const { hands } = handsWith((words) => words.includes('rm') && words.includes('key'));
    await carryOut({ name: 'newer_engine', run: 'r', steps }, hands);
    expect((await undoAll(hands)).kind).toBe('failed');
    expect(hands.record.list().map(({ undo }) => undo)).toEqual([
      { kind: 'command', words: ['rm', 'key'], asRoot: true },
    ]);
  });

  it('writes a step down before it begins, and believes what it then finds only half', async () => {
    const { ran, hands } = handsWith();
    const during: boolean[] = [];
    const watching: Hands = {
      ...hands,
      run: (words, input) => {
        during.push(...hands.record.list().map(({ isDone }) => isDone));
        return hands.run(words, input);
      },
    };
    await carryOut({ name: 'newer_engine', run: 'r', steps }, watching);
    expect(during).toEqual([false, true, true, false]);
    const [first] = hands.record.list();
    if (first === undefined) throw new Error('nothing was written down');
    // The app ended in the middle: there may be nothing to take back.
    hands.record.replace([{ ...first, isDone: false }]);
    ran.length = 0;
    const failing = (exitCode: number): Hands => ({ ...hands, run: async () => exitCode });
    expect((await undoAll(failing(1))).kind).toBe('failed');
    expect(await undoAll(failing(3))).toEqual({ kind: 'done' });
    expect(hands.record.list()).toEqual([]);
  });

  it('begins nothing more once it is told so', async () => {
    const { ran, hands } = handsWith();
    let asked = 0;
    const stopping: Hands = {
      ...hands,
      onStep: () => {
        asked += 1;
        return asked < 2;
      },
    };
    expect(await carryOut({ name: 'newer_engine', run: 'r', steps }, stopping)).toEqual({ kind: 'stopped' });
    expect(ran).toEqual(['sudo make key']);
    expect(hands.record.list()).toHaveLength(1);
  });

  it('puts a file back as it was, or takes it away where there was none', async () => {
    const { hands } = handsWith();
    const path = join(dir, 'config');
    writeFileSync(path, 'mine');
    const file = (before: string | null, to: string): Step => ({ kind: 'file', path: to, content: 'ours', before });
    await carryOut(
      { name: 'cap_wsl_memory', run: 'r', steps: [file('mine', path), file(null, join(dir, 'new'))] },
      hands,
    );
    expect([readFileSync(path, 'utf8'), existsSync(join(dir, 'new'))]).toEqual(['ours', true]);
    await undoAll(hands);
    expect([readFileSync(path, 'utf8'), existsSync(join(dir, 'new'))]).toEqual(['mine', false]);
  });

  it('leaves a file as it is that its owner changed since', async () => {
    const { hands } = handsWith();
    const path = join(dir, 'config');
    writeFileSync(path, 'mine');
    const steps: Step[] = [{ kind: 'file', path, content: 'ours', before: 'mine' }];
    await carryOut({ name: 'cap_wsl_memory', run: 'r', steps }, hands);
    writeFileSync(path, 'ours, and then mine');
    expect(await undoAll(hands)).toEqual({ kind: 'done' });
    expect(readFileSync(path, 'utf8')).toBe('ours, and then mine');
    expect(hands.record.list()).toEqual([]);
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
    expect(await carryOut({ name: 'start_engine', run: 'r', steps }, hands)).toEqual({ kind: 'done' });
    expect(readdirSync(dir).toSorted()).toEqual(['mendings.json', 'mendings.json.corrupt-1970-01-01T00-00-00-000Z']);
    ran.length = 0;
    writeFileSync(join(dir, 'file'), '');
    const record = openMendingRecord(join(dir, 'file'), () => 0);
    await expect(carryOut({ name: 'start_engine', run: 'r', steps }, { ...hands, record })).rejects.toMatchObject({
      code: 'DATA_FOLDER_DENIED',
    });
    expect(ran).toEqual([]);
  });
});
