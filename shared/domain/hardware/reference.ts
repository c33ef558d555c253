/**
 * What a model's data sheet promises for a check, and what it may mean when a figure stays below it. Pure; a gap is
 * explained to the owner here and never held against him.
 */
import type { CheckKind, Conditions, Figure, gapReasons, Reference } from '../../contract/app/checks.ts';
import type { Gpu } from '../../contract/app/machine.ts';
import type { Architecture, GpuModel } from './catalogue-schema.ts';

export type GapReason = (typeof gapReasons)[number];

/** Two multiply-adds a lane and clock, if the compiler finds a pair: a data sheet takes for granted that it always does. */
const dualIssue: readonly Architecture[] = ['rdna3', 'rdna3.5', 'rdna4'];
const isDualIssue = ({ architecture }: GpuModel): boolean => dualIssue.includes(architecture);

/** Shift at half the rate of an addition, or at one that the maker does not publish. */
const slowRotation: readonly Architecture[] = ['pascal', 'pascal-gp100', 'blackwell', 'blackwell-gb100'];

/** 10^9 bytes a second of one lane in one direction, after its line code. */
const laneGBPerS: Readonly<Record<number, number>> = { 1: 0.25, 2: 0.5, 3: 0.985, 4: 1.969, 5: 3.938, 6: 7.563 };

const linkGBPerS = (generation: number | null, lanes: number | null): number | null => {
  const lane = generation === null ? undefined : laneGBPerS[generation];
  return lane === undefined || lanes === null ? null : lane * lanes;
};

/** The processor holds up a GPU that shares its memory. */
const ownsMemory = ({ kind }: GpuModel): boolean => kind === 'discrete';

/**
 * Value and expected part of it. Sources: 0.85, 0.8 and 0.6 of the bandwidth and 0.7 of fp32 are the project's targets
 * for portable kernels; dual-issue cards reach 0.69 of their fp32 even with native ones. Packed halves don't pair with
 * anything, so a dual-issue card is expected to do half of its fp16. Transfers lose to packet heads and staging.
 */
const promiseOf = (
  model: GpuModel,
  kind: CheckKind,
  unit: Figure['unit'] | null,
): readonly [value: number | null, expectedRatio: number] | null => {
  switch (kind) {
    case 'fp32_throughput':
      return [model.fp32Gflops, isDualIssue(model) ? 0.65 : 0.7];
    case 'fp16_throughput':
      return [model.fp16Gflops, isDualIssue(model) ? 0.45 : 0.6];
    case 'int32_throughput':
      return [model.int32Gops, slowRotation.includes(model.architecture) ? 0.5 : 0.7];
    case 'matrix_throughput':
      return [unit === 'GFLOPS' ? model.tensorFp16Gflops : model.tensorInt8Gops, 0.4];
    case 'memory_bandwidth':
      return [model.bandwidthGBPerS, ownsMemory(model) ? 0.85 : 0.7];
    case 'memory_copy':
      return [model.bandwidthGBPerS, ownsMemory(model) ? 0.8 : 0.65];
    case 'random_read':
      return [model.bandwidthGBPerS, 0.6];
    case 'host_to_device':
    case 'device_to_host':
      return [linkGBPerS(model.pcieGeneration, model.pcieLanes), 0.7];
    default:
      // No data sheet says how fast a product of matrices in fp32, a launch or what is done with bytes outside of the
      // matrix units is; the other checks are not about the model.
      return null;
  }
};

/**
 * @param unit of the figure; matrix units are promised GOPS of bytes and GFLOPS of halves
 * @returns null where the data sheet promises nothing, or we don't know what
 */
export const referenceFor = (
  model: GpuModel,
  kind: CheckKind,
  unit: Figure['unit'] | null = null,
): Reference | null => {
  const [value, expectedRatio] = promiseOf(model, kind, unit) ?? [null, 0];
  return value === null ? null : { value, source: 'catalogue', url: model.source, expectedRatio };
};

export interface Gap {
  readonly kind: CheckKind;
  /** Figure over reference, the larger the better; null: there is nothing to hold it against. */
  readonly ratio: number | null;
  readonly expectedRatio: number;
  readonly model: GpuModel | null;
  readonly gpuKind: Gpu['kind'];
  /** While the check ran. */
  readonly conditions: Conditions | null;
  readonly powerLimitWatts: number | null;
  /** Of the link under load. */
  readonly pcieGeneration: number | null;
  readonly pcieLanes: number | null;
  /** What others held of the GPU's memory. */
  readonly vramUsedBytes: number | null;
  readonly throttleRatio: number | null;
}

const heldUpRatio = 0.95;
/** Where GeForce boards begin to give up clocks; others can take more, and then their clocks tell. */
const hotCelsius = 83;
/** A desktop and its windows take less. */
const busyBytes = 2 ** 30;

const isTransfer = ({ kind }: Gap): boolean => kind === 'host_to_device' || kind === 'device_to_host';

const isThermal = ({ throttleRatio, conditions }: Gap): boolean =>
  (throttleRatio !== null && throttleRatio < heldUpRatio) || (conditions?.temperatureCelsius ?? 0) >= hotCelsius;

/** AMD's tools show what a Radeon's chip may draw, its data sheet what the board does: they can't be compared. */
const isPowerLimited = ({ model, powerLimitWatts }: Gap): boolean => {
  if (!model || model.tdpWatts === null || powerLimitWatts === null) return false;
  return !model.architecture.startsWith('rdna') && powerLimitWatts < model.tdpWatts * heldUpRatio;
};

/** NVIDIA's tools print half of the data rate of a pin, of every kind of memory. */
const isMemorySlowed = ({ model, kind, conditions }: Gap): boolean => {
  const clockMhz = conditions?.memoryClockMhz ?? null;
  if (!/^(memory_|random_read)/.test(kind) || model?.vendor !== 'nvidia' || clockMhz === null) return false;
  if (model.bandwidthGBPerS === null || model.busBits === null) return false;
  return clockMhz < ((model.bandwidthGBPerS * 8_000) / model.busBits / 2) * heldUpRatio;
};

const isLinkNarrow = ({ model, pcieGeneration, pcieLanes }: Gap): boolean => {
  const promised = model && linkGBPerS(model.pcieGeneration, model.pcieLanes);
  const generation = pcieGeneration ?? model?.pcieGeneration ?? null;
  const found = linkGBPerS(generation, pcieLanes ?? model?.pcieLanes ?? null);
  return promised !== null && found !== null && found < promised;
};

const isUnpaired = ({ model, kind }: Gap): boolean =>
  model !== null && isDualIssue(model) && (kind === 'fp32_throughput' || kind === 'fp16_throughput');

/** @returns what the gap may come from, likeliest first; empty while there is none */
export const gapReasonsFor = (gap: Gap): GapReason[] => {
  if (gap.ratio === null || gap.ratio >= gap.expectedRatio) return [];
  if (gap.gpuKind === 'software') return ['software_adapter'];
  const found: [GapReason, boolean][] = [
    ['thermal', !isTransfer(gap) && isThermal(gap)],
    ['power_limit', !isTransfer(gap) && isPowerLimited(gap)],
    ['pcie_lanes', isTransfer(gap) && isLinkNarrow(gap)],
    ['memory_clock', isMemorySlowed(gap)],
    ['dual_issue', isUnpaired(gap)],
    ['in_use', (gap.vramUsedBytes ?? 0) >= busyBytes],
    ['driver', true],
  ];
  return found.filter(([, isLikely]) => isLikely).map(([reason]) => reason);
};
