/**
 * What is in this PC and what it is doing now. Asks every source through its port, joins the answers, and keeps a
 * source's failure as a problem beside what the others said. Keeps no inventory; the readings keep their own history.
 */
import os from 'node:os';
import { type Gpu, type Inventory, nothingRead, type Reading } from '../../shared/contract/app/machine.ts';
import { isPerigeeError, PerigeeError, type Problem } from '../../shared/contract/codes.ts';
import type { DawnAdapter } from '../../shared/domain/hardware/adapter.ts';
import type { Clock } from '../../shared/units/time.ts';
import { readAmdgpuReading } from './amdgpu/read.ts';
import { settleWithin } from './deadline.ts';
import { loadBetween, readCpuTimes } from './host/cpu-load.ts';
import { readCpuTemperature } from './host/cpu-temperature.ts';
import { readDisk } from './host/disk.ts';
import { mergeGpus } from './merge/merge.ts';
import { readNvidiaReadings } from './nvidia-smi/read.ts';
import { readRocmReadings } from './rocm-smi/read.ts';
import type { RunTool } from './run-tool.ts';
import type { Engine, GpuVendor } from './sighting.ts';
import { askNvidia, askOthers, failedVendors } from './sources.ts';
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
  /** PCI addresses at which a card is listed and no longer answers; without it none is known. */
  readonly readLostAddresses?: () => Promise<readonly string[]>;
  /** The folder whose disk is measured. */
  readonly diskPath: string;
  /** Which tools are asked, and whose rules the system's list of GPUs follows; this machine's unless a test says. */
  readonly platform?: NodeJS.Platform;
  /** Where the system's own `/sys` stands; `/` unless a test says. */
  readonly systemRoot?: string;
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
   * @throws CANCELLED; what neither the tool nor the system says is null
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

/** What a vendor's tool reads of one GPU, with what tells which one it is. */
interface GpuReading extends Omit<Reading, 'at'> {
  readonly pciAddress: string | null;
  readonly uuid: string | null;
}

const figures = Object.keys(nothingRead) as (keyof typeof nothingRead)[];

/** Each figure from the first that has it. */
const readingOf = (gpu: Gpu, found: readonly GpuReading[], unknown: Reading): Reading => {
  const own = found.filter(
    ({ pciAddress, uuid }) =>
      (pciAddress !== null && pciAddress === gpu.pciAddress.value) || (uuid !== null && uuid === gpu.uuid.value),
  );
  const read = figures.map((figure) => [figure, own.find((reading) => reading[figure] !== null)?.[figure] ?? null]);
  return { ...unknown, ...(Object.fromEntries(read) as typeof nothingRead) };
};

export const createMachine = (ports: MachinePorts): Machine => {
  const { clock, runTool, systemInformation, listAdapters, readEngine, diskPath } = ports;
  const readLostAddresses = ports.readLostAddresses ?? (async () => []);
  const platform = ports.platform ?? process.platform;
  const systemRoot = ports.systemRoot ?? '/';
  let lastCpuTimes = readCpuTimes();

  /** systeminformation's list of controllers; null while it must not be asked. */
  const readControllers = (isAllowed: boolean, signal: AbortSignal) =>
    orProblem(isAllowed ? systemInformation.readControllers(signal) : noControllers, []);

  const readGpuLists = async (signal: AbortSignal) => {
    const [fromNvidia, others] = await Promise.all([
      // systeminformation runs nvidia-smi synchronously and without a deadline: after one that hung, asking it would
      // freeze this process for as long as the driver is wedged.
      askNvidia(runTool, platform, signal).then(async (asked) => ({
        ...asked,
        controllers: await readControllers(!asked.hasNvidiaHung, signal),
      })),
      askOthers(runTool, platform, signal),
    ]);
    const { controllers } = fromNvidia;
    const answers = [...fromNvidia.nvidia, ...others];
    return {
      seen: [
        ...answers.flatMap(({ seen }) => (seen === null ? [] : [seen])),
        translateControllers(controllers.value, platform),
      ],
      failedVendors: failedVendors(answers),
      problems: [...answers.map(({ problem }) => problem), controllers.problem],
    };
  };

  const readInventory = async (signal: AbortSignal): Promise<Inventory> => {
    if (signal.aborted) throw new PerigeeError('CANCELLED', {}, { cause: signal.reason });
    const [lists, lostAddresses, adapters, engine, processor, memory, disk] = await Promise.all([
      readGpuLists(signal),
      readLostAddresses(),
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
      ...mergeGpus({ ...lists, adapters: adapters.value, lostAddresses }),
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

  /** What Linux itself says of AMD's GPUs, with no tool of theirs installed. */
  const readAmdgpu = async (gpus: Inventory['gpus']): Promise<GpuReading[]> => {
    if (platform !== 'linux') return [];
    const addresses = gpus.flatMap(({ vendor, pciAddress }) =>
      vendor.value === 'amd' && pciAddress.value !== null ? [pciAddress.value] : [],
    );
    const read = await Promise.all(
      addresses.map(async (pciAddress) => ({ pciAddress, reading: await readAmdgpuReading(pciAddress, systemRoot) })),
    );
    return read.flatMap(({ pciAddress, reading }) =>
      reading ? [{ ...nothingRead, ...reading, pciAddress, uuid: null }] : [],
    );
  };

  /** Of the makers whose GPUs are there, their own tools first; a tool that fails leaves its GPUs to the system. */
  const readVendors = async (gpus: Inventory['gpus'], signal: AbortSignal): Promise<readonly GpuReading[]> => {
    const has = (vendor: GpuVendor): boolean => gpus.some((gpu) => gpu.vendor.value === vendor);
    const read = async (work: Promise<readonly GpuReading[] | null>) => (await orProblem(work, null)).value ?? [];
    const found = await Promise.all([
      has('nvidia') ? read(readNvidiaReadings(runTool, signal)) : [],
      has('amd') ? read(readRocmReadings(runTool, signal)) : [],
      readAmdgpu(gpus),
    ]);
    return found.flat();
  };

  const readReadings: Machine['readReadings'] = async ({ gpus }, signal) => {
    const found = await readVendors(gpus, signal);
    const temperatureCelsius = await readCpuTemperature();
    const cpuTimes = readCpuTimes();
    const load = loadBetween(lastCpuTimes, cpuTimes);
    lastCpuTimes = cpuTimes;
    const at = clock.now();
    const unknown = { at, ...nothingRead };
    return {
      gpus: Object.fromEntries(gpus.map((gpu) => [gpu.id, readingOf(gpu, found, unknown)])),
      cpu: { ...unknown, temperatureCelsius, load },
    };
  };

  return { readInventory, readReadings };
};
