import { describe, expect, it } from 'vitest';
import type { DawnAdapter } from '../../shared/domain/hardware/adapter.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { ProbeReport } from './messages.ts';
import { createProbePool } from './pool.ts';
import type { ProbeProcess } from './process.ts';

/** No time passes. */
const still: Clock = {
  now: () => 0,
  monotonic: () => 0,
  sleep: (_, signal) =>
    new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true })),
};
const card = (change: Partial<DawnAdapter> = {}): DawnAdapter => ({
  name: 'RTX 4090',
  vendor: 'nvidia',
  architecture: 'ada',
  device: '',
  description: '',
  backend: 'vulkan',
  isFallback: false,
  subgroupSize: 32,
  selector: null,
  vulkan: { pciAddress: '0000:01:00.0', uuid: null, pciId: '10de:2684', heapBytes: 24 * 2 ** 30 },
  ...change,
});
const first = card({ selector: 'pci:0000:01:00.0', subgroupSize: null });
const second = card({ selector: 'pci:0000:02:00.0', subgroupSize: null });

type Answer = DawnAdapter[] | 'dies' | 'hangs';

/** Children that list what they are told to, by selector. */
const setUp = (answers: Record<string, Answer>) => {
  const spawned: (string | null)[] = [];
  const killed: (string | null)[] = [];
  const spawn = (selector: string | null): ProbeProcess => {
    spawned.push(selector);
    const messages = new Set<(message: ProbeReport) => void>();
    const exits = new Set<(exit: { code: number | null; signal: string | null }) => void>();
    const exit = (signal: string): void => {
      for (const listener of exits) listener({ code: null, signal });
    };
    return {
      send: () => {
        const answer = answers[selector ?? 'all'] ?? [];
        if (answer === 'hangs') return;
        queueMicrotask(() => {
          if (answer === 'dies') return exit('SIGSEGV');
          for (const listener of messages) listener({ kind: 'adapters', adapters: answer });
        });
      },
      onMessage: (listener) => {
        messages.add(listener);
        return () => messages.delete(listener);
      },
      onExit: (listener) => {
        exits.add(listener);
        return () => exits.delete(listener);
      },
      kill: () => {
        killed.push(selector);
        queueMicrotask(() => exit('SIGKILL'));
      },
    };
  };
  const pool = createProbePool({ spawn, clock: still });
  const stop = new AbortController();
  return { pool, spawned, killed, stop, list: () => pool.listAdapters(stop.signal) };
};

describe('the pool', () => {
  it('has one probe a selector', () => {
    const { pool, spawned } = setUp({});
    expect(pool.for('index:0')).toBe(pool.for('index:0'));
    expect(pool.for('index:0')).not.toBe(pool.for('index:1'));
    expect(pool.for(null)).toBe(pool.for(null));
    expect(spawned).toEqual([]);
  });

  it('lists cards of different names without another child', async () => {
    const { list, spawned } = setUp({ all: [card(), card({ name: 'RTX 3060' })] });
    expect((await list()).map(({ name }) => name)).toEqual(['RTX 4090', 'RTX 3060']);
    expect(spawned).toEqual([null]);
  });

  it('lists equal cards each as its own child sees it', async () => {
    const behind = card({ vulkan: null, subgroupSize: 64 });
    const { list, spawned } = setUp({
      all: [first, second],
      'pci:0000:01:00.0': [card()],
      'pci:0000:02:00.0': [behind],
    });
    expect(await list()).toEqual([card({ selector: 'pci:0000:01:00.0' }), { ...behind, selector: 'pci:0000:02:00.0' }]);
    expect(spawned).toEqual([null, 'pci:0000:01:00.0', 'pci:0000:02:00.0']);
  });

  it.each([
    ['sees none', []],
    ['sees several', [card(), card()]],
    ['sees another', [card({ name: 'RTX 3060' })]],
    ['dies', 'dies'],
  ] as [string, Answer][])('gives a card no selector whose child %s', async (_, answer) => {
    const { list } = setUp({ all: [first, second], 'pci:0000:01:00.0': [card()], 'pci:0000:02:00.0': answer });
    expect((await list()).map(({ selector }) => selector)).toEqual(['pci:0000:01:00.0', null]);
  });

  it('leaves out a card that its name would not select, unless its own child sees it', async () => {
    const longer = card({ name: 'RTX 4090 D' });
    const all = [longer, second];
    expect(await setUp({ all }).list()).toEqual([longer]);
    const seen = await setUp({ all, 'pci:0000:02:00.0': [card()] }).list();
    expect(seen.map(({ name, selector }) => [name, selector])).toEqual([
      ['RTX 4090 D', null],
      ['RTX 4090', 'pci:0000:02:00.0'],
    ]);
  });

  it("leaves out another backend's entries of cards that Vulkan tells apart", async () => {
    const direct = card({ backend: 'd3d12', vulkan: null });
    const other = card({ backend: 'd3d12', vulkan: null, name: 'UHD 770' });
    const all = [direct, direct, other, first, second];
    expect(await setUp({ all }).list()).toHaveLength(5);
    const seen = await setUp({ all, 'pci:0000:01:00.0': [card()], 'pci:0000:02:00.0': [card()] }).list();
    expect(seen.map(({ backend, name }) => [backend, name])).toEqual([
      ['d3d12', 'UHD 770'],
      ['vulkan', 'RTX 4090'],
      ['vulkan', 'RTX 4090'],
    ]);
  });

  it('is cancelled while one card is looked at', async () => {
    const { list, stop } = setUp({ all: [first, second], 'pci:0000:01:00.0': [card()], 'pci:0000:02:00.0': 'hangs' });
    const listed = expect(list()).rejects.toMatchObject({ code: 'CANCELLED' });
    await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    await listed;
  });

  it('ends every child when it closes, and starts none afterwards', async () => {
    const { pool, list, killed, spawned } = setUp({
      all: [first, second],
      'pci:0000:01:00.0': [card()],
      'pci:0000:02:00.0': [card()],
    });
    await list();
    await pool.close();
    expect(killed).toEqual([null, 'pci:0000:01:00.0', 'pci:0000:02:00.0']);
    await expect(list()).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(pool.for('index:9').listAdapters(new AbortController().signal)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(spawned).toHaveLength(3);
  });
});
