import { describe, expect, it, vi } from 'vitest';
import { type Inventory, nothingRead, type Readings } from '../../../shared/contract/app/machine.ts';
import { PerigeeError, type Problem } from '../../../shared/contract/codes.ts';
import { createManualClock } from '../../../tests/fakes/manual-clock.ts';
import { mergeGpus } from '../merge/merge.ts';
import { sightingOf } from '../sighting.ts';
import type { HardwareSigns } from './hardware-signs.ts';
import { createHardwareWatch, type HardwareWatchPorts } from './hardware-watch.ts';

/** A PC with T4s in these slots. */
const inventoryOf = (slots: readonly string[], driver = '590.48.01', problems: readonly Problem[] = []): Inventory => ({
  readAt: 0,
  hostName: 'pc',
  platform: 'linux',
  ...mergeGpus({
    seen: [
      {
        gpus: slots.map((pciAddress) =>
          sightingOf({ source: 'nvidia-smi-xml', name: 'Tesla T4', vendor: 'nvidia', pciAddress, driver }),
        ),
        displays: [],
      },
    ],
    adapters: null,
    failedVendors: [],
    lostAddresses: [],
  }),
  cpu: { name: null, threads: 1, virtualization: null },
  memory: { totalBytes: 1, freeBytes: 1 },
  disk: { path: '/', totalBytes: null, freeBytes: null },
  engine: { version: null, name: null, socketPath: null, osType: null, problem: null },
  problems: [...problems],
});

const signsOf = (slots: readonly string[], silent: readonly string[] = []): HardwareSigns => ({
  cards: Object.fromEntries(slots.map((slot) => [slot, { driver: 'nvidia', isSilent: silent.includes(slot) }])),
  drivers: '590',
});

const [one, two] = ['0000:01:00.0', '0000:02:00.0'];

const setUp = async (given: Partial<HardwareWatchPorts> = {}, first = signsOf([one, two])) => {
  const clock = createManualClock(1_000_000);
  const pc = { signs: first, now: inventoryOf([one, two]) as Inventory | null, next: inventoryOf([one, two]) };
  const events: unknown[] = [];
  const readInventory = vi.fn(async () => {
    pc.now = pc.next;
    return pc.next;
  });
  const watch = createHardwareWatch({
    clock,
    readSigns: async () => pc.signs,
    inventory: () => pc.now,
    readInventory,
    onLost: (lost) => events.push(['lost', lost.gpuId, lost.name]),
    onBack: (gpuId, missing) => events.push(['back', gpuId, missing.map((lost) => lost.gpuId)]),
    onChange: ({ gone, come, driverChanged }) =>
      events.push(['change', gone.length, come.length, driverChanged.length]),
    onError: (error) => events.push(error),
    ...given,
  });
  watch.start();
  watch.start();
  await clock.pass(0);
  return { pass: clock.pass, pc, events, readInventory, watch };
};

describe('watching the hardware', () => {
  it('reads nothing anew while nothing changes', async () => {
    const { pass, readInventory, events, watch } = await setUp();
    for (let look = 0; look < 20; look += 1) await pass(5_000);
    expect(readInventory).not.toHaveBeenCalled();
    expect(events).toEqual([]);
    await watch.stop();
  });

  it('reports a card that left the bus, and when it is back', async () => {
    const { pass, pc, events, watch } = await setUp();
    pc.signs = signsOf([one]);
    pc.next = inventoryOf([one]);
    await pass(5_000);
    expect(events).toEqual([
      ['lost', two, 'Tesla T4'],
      ['change', 1, 0, 0],
    ]);
    pc.signs = signsOf([one, two]);
    pc.next = inventoryOf([one, two]);
    await pass(5_000);
    expect(events.slice(2)).toEqual([
      ['change', 0, 1, 0],
      ['back', two, []],
    ]);
    await watch.stop();
  });

  it('reports a silent card once, before the tools have had their say', async () => {
    const reading: { settle?: (inventory: Inventory) => void } = {};
    const { pass, pc, events, watch } = await setUp({
      readInventory: () => new Promise((resolve) => Object.assign(reading, { settle: resolve })),
    });
    pc.signs = signsOf([one, two], [one]);
    await pass(5_000);
    expect(events).toEqual([['lost', one, 'Tesla T4']]);
    reading.settle?.(inventoryOf([one, two]));
    await pass(5_000);
    await pass(5_000);
    expect(events).toEqual([['lost', one, 'Tesla T4']]);
    await watch.stop();
  });

  it('reports a driver update and an eGPU', async () => {
    const { pass, pc, events, watch } = await setUp();
    pc.signs = { ...pc.signs, drivers: '595' };
    pc.next = inventoryOf([one, two], '595.84');
    await pass(5_000);
    pc.signs = { ...signsOf([one, two, '0000:44:00.0']), drivers: '595' };
    pc.next = inventoryOf([one, two, '0000:44:00.0'], '595.84');
    await pass(5_000);
    expect(events).toEqual([
      ['change', 0, 0, 2],
      ['change', 0, 1, 0],
    ]);
    await watch.stop();
  });

  it('tries again after a failure, and reports one that is nobody’s code', async () => {
    const readInventory = vi
      .fn<HardwareWatchPorts['readInventory']>()
      .mockRejectedValueOnce(new TypeError('a bug'))
      .mockRejectedValueOnce(new PerigeeError('CANCELLED', {}));
    const { pass, pc, events, watch } = await setUp({ readInventory });
    readInventory.mockImplementation(async () => {
      pc.now = inventoryOf([one]);
      return pc.now;
    });
    pc.signs = signsOf([one]);
    for (let look = 0; look < 5; look += 1) await pass(5_000);
    expect(readInventory).toHaveBeenCalledTimes(3);
    expect(events).toEqual([['lost', two, 'Tesla T4'], new TypeError('a bug'), ['change', 1, 0, 0]]);
    await watch.stop();
  });

  it('reads again, a few times, when the probe was busy', async () => {
    const busy: Problem = { code: 'PROBE_TIMED_OUT', data: { task: 'list-adapters', deadlineMs: 30_000 } };
    const { pass, pc, readInventory, watch } = await setUp();
    pc.signs = { ...pc.signs, drivers: '595' };
    pc.next = inventoryOf([one, two], '590.48.01', [busy]);
    for (let look = 0; look < 40; look += 1) await pass(5_000);
    expect(readInventory).toHaveBeenCalledTimes(3);
    await watch.stop();
  });

  it('sees a card go that somebody else’s reading of the machine already lacks', async () => {
    const { pass, pc, events, readInventory, watch } = await setUp({}, signsOf([]));
    const hung: Problem = {
      code: 'GPU_TOOL_FAILED',
      data: { tool: 'nvidia-smi', reason: 'timed_out', detail: '' },
    };
    pc.now = inventoryOf([], '590.48.01', [hung]);
    await pass(5_000);
    expect(events).toEqual([]);
    pc.now = inventoryOf([one]);
    await pass(5_000);
    expect(events).toEqual([
      ['lost', two, 'Tesla T4'],
      ['change', 1, 0, 0],
    ]);
    expect(readInventory).not.toHaveBeenCalled();
    await watch.stop();
  });

  it.each([
    ['there is no bus to see', { cards: null, drivers: '' }],
    ['the bus does not list the card', signsOf([])],
  ])('takes silence for a sign where %s', async (_where, signs) => {
    const { pass, pc, events, readInventory, watch } = await setUp({}, signs);
    const reading = (temperatureCelsius: number | null): Readings => {
      const now = { at: 0, ...nothingRead, temperatureCelsius };
      return { gpus: { [two]: { now, lastHour: [] } }, cpu: null, own: null };
    };
    watch.noteReadings(reading(40));
    watch.noteReadings(reading(null));
    pc.next = inventoryOf([one]);
    await pass(5_000);
    watch.noteReadings(reading(null));
    await pass(5_000);
    expect(readInventory).toHaveBeenCalledTimes(1);
    expect(events[0]).toEqual(['lost', two, 'Tesla T4']);
    await watch.stop();
  });

  it('waits for the first inventory, and looks at nothing once stopped', async () => {
    const { pass, pc, readInventory, events, watch } = await setUp();
    pc.now = null;
    pc.signs = signsOf([one]);
    await pass(5_000);
    expect(events).toEqual([]);
    await watch.stop();
    pc.now = pc.next;
    await pass(60_000);
    expect(readInventory).not.toHaveBeenCalled();
  });
});
