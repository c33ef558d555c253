/** The check suite: what was measured, whether it is right, and how far a run has come. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { problemData, problemSchema } from '../codes.ts';

/** Benchmarks of a GPU. */
export const gpuBenchmarkKinds = [
  'fp32_throughput',
  'fp16_throughput',
  'int32_throughput',
  'dot4_throughput',
  'matrix_throughput',
  'gemm_throughput',
  'int8_product',
  'memory_bandwidth',
  'memory_copy',
  'random_read',
  'host_to_device',
  'device_to_host',
  'launch_latency',
] as const;

export const checkKinds = [
  // the processor
  'cpu_single',
  'cpu_throughput',
  'cpu_memory',
  'cpu_chain',
  // the disk that Perigee's data lies on
  'disk_sequential',
  'disk_random',
  // the line, as the network measured it
  'network_link',
  // each GPU
  ...gpuBenchmarkKinds,
  'vram_pattern',
  'proof_rehearsal',
] as const;
export type CheckKind = (typeof checkKinds)[number];

/** `GOPS`: 10^9 integer operations a second; a dot product of four is eight. */
export const figureUnits = ['GFLOPS', 'GOPS', 'GB/s', 'MB/s', 'MB', 'MH/s', 'Mbit/s', 'IOPS', 's', 'µs'] as const;

/** Spread of one measured figure over its windows, all in `unit`. */
export const figureSchema = z.object({
  unit: z.enum(figureUnits),
  median: z.number(),
  p10: z.number(),
  p90: z.number(),
  best: z.number(),
  /** Standard deviation over mean, 0 upwards; null for a single window. */
  cv: z.number().nonnegative().nullable(),
  windows: z.number().int().positive(),
  /** The time was over before there were 15 windows: the spread says little. */
  isBrief: z.boolean().default(false),
  /** Median of the last third of a 30 s run; null where it was not held that long. */
  sustained: z.number().nullable(),
  /** Sustained over the best window, 0..1 and seldom above: how much heat or power took away. */
  throttleRatio: z.number().nonnegative().nullable(),
});
export type Figure = z.infer<typeof figureSchema>;

/** What a memory check covered and found. */
export const coverageSchema = z.object({
  coveredBytes: z.number().int(),
  /** Of the subject; null when nobody knows. */
  totalBytes: z.number().int().nullable(),
  wrongWords: z.number().int(),
  /** The first wrong words: byte address over all that was covered, and the bits that differed. */
  firstWrong: z.array(z.object({ address: z.number().int(), differing: z.number().int() })).max(16),
  /** Wrong words by bit, 32 entries from bit 0; null when none was wrong. */
  wrongBits: z.array(z.number().int()).length(32).nullable(),
  shards: z.number().int().positive(),
  /** Shards whose timed reads were so slow that they cannot lie in the GPU's own memory. */
  slowShards: z.number().int().nonnegative(),
  /** Who held the rest while it ran, where the driver says so. */
  heldBy: z.array(z.object({ name: z.string(), bytes: z.number().int() })),
});
export type Coverage = z.infer<typeof coverageSchema>;

/** What a gap to the reference may mean, likeliest first. */
export const gapReasons = [
  'software_adapter',
  'thermal',
  'power_limit',
  'pcie_lanes',
  'in_use',
  'dual_issue',
  'driver',
  'memory_clock',
] as const;

/** The GPU's own readings while a check ran; null where no tool says. */
export const conditionsSchema = z.object({
  coreClockMhz: z.number().nullable(),
  memoryClockMhz: z.number().nullable(),
  /** The highest seen. */
  temperatureCelsius: z.number().nullable(),
  powerWatts: z.number().nullable(),
});
export type Conditions = z.infer<typeof conditionsSchema>;

/** What the figure is held against. */
export const referenceSchema = z.object({
  /** In the figure's unit. */
  value: z.number().positive(),
  /** `catalogue`: the maker's data sheet; `fleet`: the middle of at least 20 devices of the model. */
  source: z.enum(['catalogue', 'fleet']),
  /** Where the value is published; null for the fleet's. */
  url: z.string().nullable(),
  /** From here on, as a part of `value`, a figure is as it should be. */
  expectedRatio: z.number().positive(),
});
export type Reference = z.infer<typeof referenceSchema>;

export const checkStepSchema = z.object({
  id: z.string(),
  kind: z.enum(checkKinds),
  /** null: the check is about the processor. */
  gpuId: z.string().nullable(),
  subject: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'cancelled', 'failed']),
  /** 0..1 */
  progress: z.number().min(0).max(1),
  /** How often a proof of the network came first, and this step was run again from its start or its last pass. */
  gaveWay: z.number().int().nonnegative().default(0),
  figure: figureSchema.nullable(),
  /**
   * `invalid`: the output was wrong, so there is no figure. `not_offered`: this GPU, driver or network has no such
   * thing, which is no fault.
   */
  verdict: z.enum(['passed', 'invalid', 'failed', 'not_offered']).nullable(),
  /** Of the memory check. */
  coverage: coverageSchema.nullable(),
  reference: referenceSchema.nullable(),
  /** Why the figure may lie below its reference; empty while it does not. */
  gap: z.array(z.enum(gapReasons)),
  conditions: conditionsSchema.nullable(),
  /** The same check on this machine the last time; null the first time. */
  previousMedian: z.number().nullable(),
  problem: problemSchema.nullable(),
});
export type CheckStep = z.infer<typeof checkStepSchema>;

/**
 * - `quick`: at most a minute for a GPU; `full`: at most five, with every kernel and half a minute of steady load
 * - `memory`: six minutes of one GPU's memory after another; `memory_long`: an hour of it
 */
export const checkModes = ['quick', 'full', 'memory', 'memory_long'] as const;
export type CheckMode = (typeof checkModes)[number];

export const checkRunSchema = z.object({
  id: z.string(),
  mode: z.enum(checkModes),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  startedAt: z.number(),
  finishedAt: z.number().nullable(),
  steps: z.array(checkStepSchema),
});
export type CheckRun = z.infer<typeof checkRunSchema>;

export const checksSchema = z.object({
  /** The run in progress or the latest one; null before the first. */
  run: checkRunSchema.nullable(),
});
export type ChecksState = z.infer<typeof checksSchema>;

export const checksContract = {
  /** Starts a run and answers at once; its progress is in the live state. */
  start: oc
    .input(z.object({ mode: z.enum(checkModes) }))
    .output(z.object({ runId: z.string() }))
    .errors({ CHECKS_BUSY: { data: z.object({ runId: z.string() }) } }),
  /** Ends the run within a second. Answers when it has ended. */
  cancel: oc.output(z.object({ cancelled: z.boolean() })).errors({ INTERNAL: { data: problemData.INTERNAL } }),
};
