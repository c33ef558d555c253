import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { inventorySchema } from '../../shared/contract/app/machine.ts';
import { PerigeeError } from '../../shared/contract/codes.ts';
import { readCapture } from '../../tests/fixtures/gpu/capture.ts';
import { createMachine, type MachinePorts } from './machine.ts';
import type { RunTool } from './run-tool.ts';

const never = new AbortController().signal;

const clock: MachinePorts['clock'] = { now: () => 1_700_000_000_000, monotonic: () => 0, sleep: async () => {} };

const noEngine = { version: null, name: null, socketPath: null, osType: null, problem: null };

interface RecordedRun {
  readonly tool: string;
  /** Matches a request whose arguments begin with these. */
  readonly args: readonly string[];
  readonly stdout: string;
  readonly exitCode: number;
}

/** Tools of which nothing was recorded count as not installed. */
const toolsOf =
  (runs: readonly RecordedRun[]): RunTool =>
  async ({ tool, args, acceptExitCodes }, signal) => {
    if (signal.aborted) throw new PerigeeError('CANCELLED', {}, { cause: signal.reason });
    const ofTool = runs.filter((run) => run.tool === tool);
    const run = ofTool.find((recorded) => recorded.args.every((arg, index) => args[index]?.startsWith(arg)));
    if (ofTool.length === 0) return null;
    if (!run || !acceptExitCodes.includes(run.exitCode)) {
      const detail = `exit ${run?.exitCode ?? 2}: ${run?.stdout ?? 'not recorded'}`;
      throw new PerigeeError('GPU_TOOL_FAILED', { tool, reason: 'failed', detail });
    }
    return { stdout: run.stdout, exitCode: run.exitCode };
  };

/** Everything but the vendor tools: a plain PC without a graphics list, an adapter or an engine. */
const ports = (runs: readonly RecordedRun[], given: Partial<MachinePorts> = {}): MachinePorts => ({
  clock,
  runTool: toolsOf(runs),
  systemInformation: {
    readControllers: async () => [],
    readProcessor: async () => ({ name: 'AMD Ryzen 7 5800X', virtualization: true }),
    readMemory: async () => ({ totalBytes: 32 * 2 ** 30, freeBytes: 20 * 2 ** 30 }),
  },
  listAdapters: async () => [],
  readEngine: async () => noEngine,
  diskPath: os.tmpdir(),
  platform: 'linux',
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
  args: ['--query-gpu=pci.bus_id'],
  stdout: readCapture('nvidia/csv-query-h100-80gb-drv590.csv'),
  exitCode: 0,
};

const h100Table: RecordedRun = {
  tool: 'nvidia-smi',
  args: ['--query-gpu='],
  stdout: readCapture('nvidia/csv-query-h100-80gb-drv590.csv'),
  exitCode: 0,
};
const h200List: RecordedRun = {
  tool: 'nvidia-smi',
  args: ['-L'],
  stdout: readCapture('nvidia/list-L-h200-mig-drv590.txt'),
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
            subgroupSize: 32,
            selector: null,
            vulkan: null,
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

  it('counts a card in a virtual machine once, although systeminformation puts it elsewhere', async () => {
    const h200 = report(readCapture('nvidia/xml-h200-vm-drv580.xml'));
    const { controllers } = JSON.parse(readCapture('system-information/h200-opencl-only.json'));
    const systemInformation = { ...ports([]).systemInformation, readControllers: async () => controllers };
    const { gpus } = await createMachine(ports([h200], { platform: 'linux', systemInformation })).readInventory(never);
    expect(gpus).toMatchObject([
      { id: '0000:00:06.0', name: { value: 'NVIDIA H200' }, vramBytes: { value: 143_771 * 2 ** 20 } },
    ]);
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

  it('asks nvidia-smi once while its report can be read, then for its table, then for its list', async () => {
    const asked: string[] = [];
    const answering = (...exits: readonly RecordedRun[]): RunTool => {
      const run = toolsOf(exits);
      return (request, signal) => {
        if (request.tool === 'nvidia-smi') asked.push(request.args[0]?.split('=')[0] ?? '');
        return run(request, signal);
      };
    };
    const read = (runTool: RunTool) => createMachine(ports([], { runTool })).readInventory(never);
    await read(answering(t4));
    const cut = report(t4.stdout.slice(0, 4_000));
    const fromTable = await read(answering(cut, h100Table));
    const fromList = await read(answering(cut, { ...h100Table, stdout: 'garbage' }, h200List));
    const mismatch = report('Failed to initialize NVML: Driver/library version mismatch\n', 18);
    const none = await read(answering(mismatch, h100Table));
    expect(asked).toEqual(['-q', '-q', '--query-gpu', '-q', '--query-gpu', '-L', '-q']);
    expect([fromTable, fromList, none].map(({ gpus }) => gpus.map(({ name }) => name.value))).toEqual([
      ['NVIDIA H100 80GB HBM3'],
      ['NVIDIA H200'],
      [],
    ]);
    expect(fromList.gpus[0]?.mig).toHaveLength(5);
  });

  it('gives the reason that a tool complained of when it ended badly', async () => {
    const denied: RecordedRun = {
      tool: 'rocm-smi',
      args: [],
      stdout: 'User is missing the following required groups: render, video',
      exitCode: 1,
    };
    const inventory = await createMachine(ports([denied])).readInventory(never);
    expect(inventory.problems).toMatchObject([
      { code: 'GPU_TOOL_FAILED', data: { tool: 'rocm-smi', reason: 'permission_denied' } },
    ]);
  });

  it('asks intel_gpu_top only where nothing else knows an Intel GPU', async () => {
    const tools: string[] = [];
    const lspciOf = (stdout: string): RecordedRun => ({ tool: 'lspci', args: [], stdout, exitCode: 0 });
    const readWith = async (stdout: string) => {
      const run = toolsOf([lspciOf(stdout)]);
      await createMachine(
        ports([], {
          runTool: (request, signal) => {
            tools.push(request.tool);
            return run(request, signal);
          },
        }),
      ).readInventory(never);
      return tools.splice(0).includes('intel_gpu_top');
    };
    const uhd = [
      'Slot:\t0000:00:02.0',
      'Class:\tVGA compatible controller [0300]',
      'Vendor:\tIntel Corporation [8086]',
      'Device:\tAlderLake-S GT1 [4680]',
      '',
    ].join('\n');
    expect(await readWith(uhd)).toBe(false);
    expect(await readWith(uhd.replace('0300', '0200'))).toBe(true);
  });

  it('says of a card that the bus lost that it is lost', async () => {
    const inventory = await createMachine(
      ports([t4], { readLostAddresses: async () => ['0000:01:00.0'] }),
    ).readInventory(never);
    expect(inventory.gpus).toMatchObject([{ id: '0000:01:00.0', unusable: 'lost' }]);
  });

  it('does not ask for the list of controllers when nvidia-smi hung, for that would hang too', async () => {
    const readControllers = vi.fn(async () => []);
    const inventory = await createMachine(
      ports([], {
        runTool: async ({ tool }) => {
          if (tool !== 'nvidia-smi') return null;
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
      '0000:00:09.0': {
        at: clock.now(),
        temperatureCelsius: 41,
        powerWatts: 69.85,
        load: 0,
        fanPercent: null,
        vramUsedBytes: 0,
        coreClockMhz: 345,
        memoryClockMhz: 2619,
        pcieGeneration: 5,
        pcieLanes: 16,
      },
    });
    expect(cpu).toMatchObject({ at: clock.now(), powerWatts: null, vramUsedBytes: null });
  });

  it('are null, never 0, for a GPU that the tool no longer lists or cannot read', async () => {
    const unknown = {
      at: clock.now(),
      temperatureCelsius: null,
      powerWatts: null,
      load: null,
      fanPercent: null,
      vramUsedBytes: null,
      coreClockMhz: null,
      memoryClockMhz: null,
      pcieGeneration: null,
      pcieLanes: null,
    };
    const other = createMachine(ports([t4, h100Readings]));
    const inventory = await other.readInventory(never);
    expect((await other.readReadings(inventory, never)).gpus).toEqual({ '0000:01:00.0': unknown });
    const failing = createMachine(ports([t4]));
    expect((await failing.readReadings(inventory, never)).gpus).toEqual({ '0000:01:00.0': unknown });
  });

  it('of an AMD GPU come from the system where its tool is missing, and fill what the tool leaves out', async () => {
    const systemRoot = mkdtempSync(path.join(os.tmpdir(), 'perigee-machine-'));
    const device = path.join(systemRoot, 'sys/bus/pci/devices/0000:07:00.0');
    mkdirSync(path.join(device, 'hwmon/hwmon2'), { recursive: true });
    writeFileSync(path.join(device, 'mem_info_vram_used'), '734003200\n');
    writeFileSync(path.join(device, 'hwmon/hwmon2/temp1_input'), '50000\n');
    writeFileSync(path.join(device, 'hwmon/hwmon2/pwm1'), '51\n');
    const rocm: RecordedRun = {
      tool: 'rocm-smi',
      args: [],
      stdout: readCapture('amd/rocm-smi-rx6700xt-rocm430-cardseries-hex.json'),
      exitCode: 0,
    };
    const read = async (runs: readonly RecordedRun[], platform: NodeJS.Platform) => {
      const { gpus } = await createMachine(ports([rocm])).readInventory(never);
      const machine = createMachine(ports(runs, { platform, systemRoot }));
      return Object.values((await machine.readReadings({ gpus }, never)).gpus)[0];
    };
    try {
      expect(await read([], 'linux')).toMatchObject({
        ...{ vramUsedBytes: 734_003_200, temperatureCelsius: 50, fanPercent: 20, powerWatts: null },
      });
      expect(await read([rocm], 'linux')).toMatchObject({
        ...{ vramUsedBytes: 1_622_728_704, temperatureCelsius: 45, fanPercent: 20, powerWatts: 6, pcieLanes: 16 },
      });
      expect(await read([], 'win32')).toMatchObject({ vramUsedBytes: null, temperatureCelsius: null });
    } finally {
      rmSync(systemRoot, { recursive: true });
    }
  });

  it('start no vendor tool on a PC without its GPUs', async () => {
    const runTool = vi.fn(toolsOf([]));
    const machine = createMachine(ports([], { runTool }));
    await machine.readReadings({ gpus: [] }, never);
    expect(runTool).not.toHaveBeenCalled();
  });
});
