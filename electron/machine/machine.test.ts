import os from 'node:os';
import { describe, expect, it, vi } from 'vitest';
import { inventorySchema } from '../../shared/contract/app/machine.ts';
import { PerigeeError } from '../../shared/contract/codes.ts';
import { readCapture } from '../../tests/fixtures/gpu/capture.ts';
import { createMachine, type MachinePorts } from './machine.ts';
import { createReplay, type RecordedRun } from './replay.ts';

const never = new AbortController().signal;

const clock: MachinePorts['clock'] = { now: () => 1_700_000_000_000, monotonic: () => 0, sleep: async () => {} };

const noEngine = { version: null, name: null, socketPath: null, osType: null, problem: null };

/** Everything but the vendor tools: a plain PC without a graphics list, an adapter or an engine. */
const ports = (runs: readonly RecordedRun[], given: Partial<MachinePorts> = {}): MachinePorts => ({
  clock,
  runTool: createReplay(runs),
  systemInformation: {
    readControllers: async () => [],
    readProcessor: async () => ({ name: 'AMD Ryzen 7 5800X', virtualization: true }),
    readMemory: async () => ({ totalBytes: 32 * 2 ** 30, freeBytes: 20 * 2 ** 30 }),
  },
  listAdapters: async () => [],
  readEngine: async () => noEngine,
  diskPath: os.tmpdir(),
  ...given,
});

const report = (stdout: string, exitCode = 0): RecordedRun => ({
  tool: 'nvidia-smi',
  args: ['-q', '-x'],
  stdout,
  exitCode,
});

const t4 = report(readCapture('nvidia/xml-tesla-t4-windows-wddm-drv512.xml'));
const h100Readings: RecordedRun = {
  tool: 'nvidia-smi',
  args: [],
  stdout: readCapture('nvidia/csv-query-h100-80gb-drv590.csv'),
  exitCode: 0,
};

describe('the inventory', () => {
  it('is read from recorded outputs and satisfies the contract', async () => {
    const inventory = await createMachine(
      ports([t4], {
        platform: 'win32',
        listAdapters: async () => [
          {
            name: 'Tesla T4',
            vendor: 'nvidia',
            architecture: 'turing',
            device: 'tesla-t4',
            description: 'NVIDIA: 512.78',
            backend: 'vulkan',
            isFallback: false,
          },
        ],
      }),
    ).readInventory(never);
    expect(inventorySchema.parse(inventory)).toEqual(inventory);
    expect(inventory).toMatchObject({
      readAt: 1_700_000_000_000,
      platform: 'win32',
      gpus: [{ id: '0000:01:00.0', adapterName: 'Tesla T4', unusable: null }],
      cpu: { name: 'AMD Ryzen 7 5800X', virtualization: true },
      problems: [],
    });
  });

  it('has no GPU and no problem on a PC without NVIDIA', async () => {
    const inventory = await createMachine(ports([])).readInventory(never);
    expect(inventory.gpus).toEqual([]);
    expect(inventory.problems).toEqual([]);
  });

  it('keeps the failure of a tool beside what the other sources say', async () => {
    const mismatch = report('Failed to initialize NVML: Driver/library version mismatch\n', 18);
    const inventory = await createMachine(
      ports([mismatch], {
        systemInformation: {
          ...ports([]).systemInformation,
          readControllers: async () => [{ vendor: 'NVIDIA', model: 'NVIDIA GeForce RTX 3090', vram: null }],
        },
      }),
    ).readInventory(never);
    expect(inventory.gpus).toMatchObject([{ id: 'NVIDIA GeForce RTX 3090', unusable: 'tool_error' }]);
    expect(inventory.problems).toMatchObject([{ code: 'GPU_TOOL_FAILED', data: { reason: 'driver_mismatch' } }]);
  });

  it('does not ask for the list of controllers when nvidia-smi hung, for that would hang too', async () => {
    const readControllers = vi.fn(async () => []);
    const inventory = await createMachine(
      ports([], {
        runTool: async ({ tool }) => {
          throw new PerigeeError('GPU_TOOL_FAILED', { tool, reason: 'timed_out', detail: '' });
        },
        systemInformation: { ...ports([]).systemInformation, readControllers },
      }),
    ).readInventory(never);
    expect(readControllers).not.toHaveBeenCalled();
    expect(inventory.problems).toMatchObject([{ code: 'GPU_TOOL_FAILED', data: { reason: 'timed_out' } }]);
  });

  it('goes on without a probe and without an engine', async () => {
    const inventory = await createMachine(
      ports([t4], {
        listAdapters: () => Promise.reject(new PerigeeError('PROBE_LOST', { exitCode: null, signal: 'SIGSEGV' })),
        readEngine: () => Promise.reject(new PerigeeError('ENGINE_DENIED', { socketPath: '/run/docker.sock' })),
      }),
    ).readInventory(never);
    expect(inventory.gpus).toMatchObject([{ unusable: 'no_adapter' }]);
    expect(inventory.problems).toMatchObject([{ code: 'PROBE_LOST' }]);
    expect(inventory.engine).toMatchObject({ version: null, problem: { code: 'ENGINE_DENIED' } });
  });

  it('stops at once when cancelled, even while the probe is silent', async () => {
    const controller = new AbortController();
    const silent = ports([t4], { listAdapters: () => new Promise(() => {}) });
    const reading = createMachine(silent).readInventory(controller.signal);
    controller.abort();
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(createMachine(ports([])).readInventory(AbortSignal.abort())).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });

  it('passes a failure that has no code on to its caller', async () => {
    const broken = ports([], { listAdapters: () => Promise.reject(new TypeError('a bug')) });
    await expect(createMachine(broken).readInventory(never)).rejects.toThrow('a bug');
  });
});

describe('the readings', () => {
  const h100 = report(
    t4.stdout.replaceAll('00000000:01:00.0', '00000000:00:09.0').replace('Tesla T4', 'NVIDIA H100 80GB HBM3'),
  );

  it('are matched to the GPUs of the inventory', async () => {
    const machine = createMachine(ports([h100, h100Readings]));
    const inventory = await machine.readInventory(never);
    const { gpus, cpu } = await machine.readReadings(inventory, never);
    expect(gpus).toEqual({
      '0000:00:09.0': { at: clock.now(), temperatureCelsius: 41, powerWatts: 69.85, load: 0, vramUsedBytes: 0 },
    });
    expect(cpu).toMatchObject({ at: clock.now(), powerWatts: null, vramUsedBytes: null });
  });

  it('are null, never 0, for a GPU that the tool no longer lists or cannot read', async () => {
    const unknown = { at: clock.now(), temperatureCelsius: null, powerWatts: null, load: null, vramUsedBytes: null };
    const other = createMachine(ports([t4, h100Readings]));
    const inventory = await other.readInventory(never);
    expect((await other.readReadings(inventory, never)).gpus).toEqual({ '0000:01:00.0': unknown });
    const failing = createMachine(ports([t4]));
    expect((await failing.readReadings(inventory, never)).gpus).toEqual({ '0000:01:00.0': unknown });
  });

  it('start no vendor tool on a PC without its GPUs', async () => {
    const runTool = vi.fn(createReplay([]));
    const machine = createMachine(ports([], { runTool }));
    await machine.readReadings({ gpus: [] }, never);
    expect(runTool).not.toHaveBeenCalled();
  });
});
