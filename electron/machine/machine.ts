/**
 * What is in this PC and what it is doing now. Asks every source through its port, joins the answers, and keeps a
 * source's failure as a problem beside what the others said. Keeps no inventory; the readings keep their own history.
 */
import os from 'node:os';
import type { Inventory, Reading } from '../../shared/contract/app/machine.ts';
import { isPerigeeError, PerigeeError, type Problem } from '../../shared/contract/codes.ts';
import type { DawnAdapter } from '../../shared/domain/hardware/adapter.ts';
import type { Clock } from '../../shared/units/time.ts';
import { settleWithin } from './deadline.ts';
import { loadBetween, readCpuTimes } from './host/cpu-load.ts';
import { readCpuTemperature } from './host/cpu-temperature.ts';
import { readDisk } from './host/disk.ts';
import { mergeGpus } from './merge/merge.ts';
import { readNvidiaGpus, readNvidiaReadings } from './nvidia-smi/read.ts';
import type { RunTool } from './run-tool.ts';
import type { Engine, GpuSighting } from './sighting.ts';
import { type GraphicsController, translateControllers } from './system-information/graphics-controllers.ts';
import type { SystemInformation } from './system-information/read.ts';

export interface MachinePorts {
  readonly clock: Clock;
  readonly runTool: RunTool;
  readonly systemInformation: SystemInformation;
  /** The adapters that the probe can select. */
  readonly listAdapters: (signal: AbortSignal) => Promise<readonly DawnAdapter[]>;
  /** Settles by a deadline of its own. */
  readonly readEngine: (signal: AbortSignal) => Promise<Engine>;
  /** The folder whose disk is measured. */
  readonly diskPath: string;
  /** Whose rules the system's list of GPUs follows; this machine's unless a recording is read. */
  readonly platform?: NodeJS.Platform;
}

/** One look at the processor and at every GPU of an inventory; unknown figures are null. */
export interface Sample {
  readonly gpus: Readonly<Record<string, Reading>>;
  readonly cpu: Reading;
}

export interface Machine {
  /** @throws CANCELLED; a source that fails is in the inventory's `problems` */
  readInventory(signal: AbortSignal): Promise<Inventory>;
  /**
   * @param inventory its GPUs are the ones sampled
   * @throws CANCELLED; a tool that fails leaves its GPUs' figures null
   */
  readReadings(inventory: Pick<Inventory, 'gpus'>, signal: AbortSignal): Promise<Sample>;
}

const adaptersTimeoutMs = 30_000;

/** Keeps an expected failure as a problem; anything else, and being cancelled, goes on up. */
const orProblem = async <T>(work: Promise<T>, instead: T): Promise<{ value: T; problem: Problem | null }> => {
  try {
    return { value: await work, problem: null };
  } catch (error) {
    if (!isPerigeeError(error) || error.code === 'CANCELLED') throw error;
    return { value: instead, problem: error.problem };
  }
};

const lateAdapters = (): never => {
  throw new PerigeeError('PROBE_TIMED_OUT', { task: 'list-adapters', deadlineMs: adaptersTimeoutMs });
};

const noControllers: Promise<readonly GraphicsController[]> = Promise.resolve([]);

const noEngine: Engine = { version: null, name: null, socketPath: null, osType: null, problem: null };

export const createMachine = (ports: MachinePorts): Machine => {
  const { clock, runTool, systemInformation, listAdapters, readEngine, diskPath } = ports;
  const platform = ports.platform ?? process.platform;
  let lastCpuTimes = readCpuTimes();

  const readGpuLists = async (signal: AbortSignal) => {
    const nvidia = await orProblem<GpuSighting[] | null>(readNvidiaGpus(runTool, signal), null);
    const hasHung = nvidia.problem?.code === 'GPU_TOOL_FAILED' && nvidia.problem.data.reason === 'timed_out';
    // systeminformation runs nvidia-smi synchronously and without a deadline: after one that hung, asking it would
    // freeze this process for as long as the driver is wedged.
    const controllers = await orProblem(hasHung ? noControllers : systemInformation.readControllers(signal), []);
    return {
      nvidiaSmi: nvidia.value ?? [],
      hasNvidiaSmiFailed: nvidia.problem !== null,
      systemInformation: translateControllers(controllers.value, platform),
      problems: [nvidia.problem, controllers.problem],
    };
  };

  const readInventory = async (signal: AbortSignal): Promise<Inventory> => {
    if (signal.aborted) throw new PerigeeError('CANCELLED', {}, { cause: signal.reason });
    const [lists, adapters, engine, processor, memory, disk] = await Promise.all([
      readGpuLists(signal),
      orProblem(settleWithin(listAdapters(signal), adaptersTimeoutMs, signal, lateAdapters), []),
      orProblem(readEngine(signal), noEngine),
      systemInformation.readProcessor(signal),
      systemInformation.readMemory(signal),
      readDisk(diskPath, signal),
    ]);
    return {
      readAt: clock.now(),
      hostName: os.hostname(),
      platform,
      gpus: mergeGpus({ ...lists, adapters: adapters.value }),
      cpu: {
        name: processor.name ?? os.cpus()[0]?.model ?? null,
        threads: os.availableParallelism(),
        virtualization: processor.virtualization,
      },
      memory,
      disk,
      engine: engine.problem ? { ...engine.value, problem: engine.problem } : engine.value,
      problems: [...lists.problems, adapters.problem].filter((problem) => problem !== null),
    };
  };

  const readReadings: Machine['readReadings'] = async ({ gpus }, signal) => {
    const hasNvidia = gpus.some(({ vendor }) => vendor.value === 'nvidia');
    const nvidia = hasNvidia ? await orProblem(readNvidiaReadings(runTool, signal), null) : null;
    const temperatureCelsius = await readCpuTemperature();
    const cpuTimes = readCpuTimes();
    const load = loadBetween(lastCpuTimes, cpuTimes);
    lastCpuTimes = cpuTimes;
    const at = clock.now();
    const unknown: Reading = { at, temperatureCelsius: null, powerWatts: null, load: null, vramUsedBytes: null };
    const readingOf = (gpu: Inventory['gpus'][number]): Reading => {
      const found = nvidia?.value?.find(
        ({ pciAddress, uuid }) =>
          (pciAddress !== null && pciAddress === gpu.pciAddress.value) || (uuid !== null && uuid === gpu.uuid.value),
      );
      if (!found) return unknown;
      const { temperatureCelsius, powerWatts, load, vramUsedBytes } = found;
      return { at, temperatureCelsius, powerWatts, load, vramUsedBytes };
    };
    return {
      gpus: Object.fromEntries(gpus.map((gpu) => [gpu.id, readingOf(gpu)])),
      cpu: { ...unknown, temperatureCelsius, load },
    };
  };

  return { readInventory, readReadings };
};
