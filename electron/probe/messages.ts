/** What the probe's client and its child process say to each other. Both check every message that they receive. */
import { z } from 'zod';
import { coverageSchema, figureSchema } from '../../shared/contract/app/checks.ts';
import { chainReportSchema } from '../../shared/contract/network/benchmarks.ts';
import { fillShareSchema, proofSpecSchema, walkShareSchema } from '../../shared/contract/network/proofs.ts';
import type { DawnAdapter } from '../../shared/domain/hardware/adapter.ts';
import { boundSchema } from './patience.ts';

const adapterName = z.string().nullable();
const bytes = z
  .number()
  .int()
  .min(2 ** 20);
/** How a rate is measured: see windows.ts. */
const plan = {
  /** Windows that the figure is made of. */
  windows: z.number().int().min(3),
  budgetMs: z.number().positive(),
  /** Steady load after the windows, for the sustained figure; 0: none. */
  sustainMs: z.number().nonnegative(),
};

/** How far a memory check is: of `elapsedMs` only what belongs to whole passes, where it was broken off in between. */
const courseSchema = z.object({
  passes: z.number().int().nonnegative(),
  /** Passes that left the data alone. */
  rests: z.number().int().nonnegative(),
  elapsedMs: z.number().nonnegative(),
});

/** One measurement. `adapterName` null: the first adapter. Those of the processor and the disk use none. */
export const measureTaskSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fp32_throughput'), adapterName, ...plan }),
  z.object({ kind: z.literal('fp16_throughput'), adapterName, ...plan }),
  z.object({ kind: z.literal('int32_throughput'), adapterName, ...plan }),
  z.object({ kind: z.literal('dot4_throughput'), adapterName, ...plan }),
  z.object({ kind: z.literal('matrix_throughput'), adapterName, ...plan }),
  z.object({ kind: z.literal('gemm_throughput'), adapterName, ...plan }),
  /** `seed`: 32 bytes in hex. */
  z.object({ kind: z.literal('int8_product'), adapterName, seed: z.string(), ...plan }),
  /** `bytes`: memory to go over. */
  z.object({ kind: z.literal('memory_bandwidth'), adapterName, bytes, ...plan }),
  z.object({ kind: z.literal('memory_copy'), adapterName, bytes, ...plan }),
  z.object({ kind: z.literal('random_read'), adapterName, bytes, ...plan }),
  /** `bytes`: of one transfer. */
  z.object({ kind: z.literal('host_to_device'), adapterName, bytes, ...plan }),
  z.object({ kind: z.literal('device_to_host'), adapterName, bytes, ...plan }),
  z.object({ kind: z.literal('launch_latency'), adapterName, ...plan }),
  z.object({
    kind: z.literal('vram_pattern'),
    adapterName,
    /** Memory to cover; less is covered when less can be had. */
    bytes,
    /** `quick`: ten passes; `standard`: with a preheat and a pause; `extended`: until the budget is spent. */
    depth: z.enum(['quick', 'standard', 'extended']),
    /** No new pass begins after it. */
    budgetMs: z.number().positive(),
    /** Where the same check was when it was broken off; left out: it begins. */
    from: courseSchema.optional(),
  }),
  z.object({ kind: z.literal('cpu_single'), ...plan }),
  z.object({ kind: z.literal('cpu_throughput'), threads: z.number().int().positive(), ...plan }),
  z.object({ kind: z.literal('cpu_memory'), threads: z.number().int().positive(), bytes, ...plan }),
  /** `seed`: 32 bytes in hex. */
  z.object({ kind: z.literal('cpu_chain'), seed: z.string(), ...plan }),
  /** `folder`: where the test file is made and removed; `bytes`: its size. */
  z.object({ kind: z.literal('disk_sequential'), folder: z.string(), bytes, ...plan }),
  z.object({ kind: z.literal('disk_random'), folder: z.string(), bytes, ...plan }),
]);
export type MeasureTask = z.infer<typeof measureTaskSchema>;

export const measurementSchema = z.object({
  /**
   * `invalid`: the output was wrong or missing, so there is no figure. `failed`: it is right that something is wrong.
   * `not_offered`: the device or its driver has no such thing.
   */
  verdict: z.enum(['passed', 'invalid', 'failed', 'not_offered']),
  figure: figureSchema.nullable(),
  /** Of vram_pattern only; `totalBytes` and `heldBy` are the caller's to know. */
  coverage: coverageSchema.nullable(),
  /** Of cpu_chain only: what a network verifies. */
  chain: chainReportSchema.optional(),
  /** Of int8_product only: what whoever has the seed can compute again, SHA-256 in hex over the tiles of an n×n product. */
  product: z.object({ n: z.number().int().positive(), tiles: z.string() }).optional(),
  /** For the log: what was wrong, or what a check that passed had to do without. */
  detail: z.string().nullable(),
});
export type Measurement = z.infer<typeof measurementSchema>;

const adapterSchema: z.ZodType<DawnAdapter> = z.object({
  name: z.string(),
  vendor: z.string(),
  architecture: z.string(),
  device: z.string(),
  description: z.string(),
  backend: z.string(),
  isFallback: z.boolean(),
  subgroupSize: z.number().int().positive().nullable(),
  selector: z.string().nullable(),
  vulkan: z
    .object({
      pciAddress: z.string().nullable(),
      uuid: z.string().nullable(),
      pciId: z.string().nullable(),
      heapBytes: z.number().int().nonnegative().nullable(),
    })
    .nullable(),
});

/** Client to child. One request at a time; `nonce` belongs to the proof in progress. */
export const requestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('list_adapters') }),
  z.object({ kind: z.literal('measure'), task: measureTaskSchema }),
  z.object({ kind: z.literal('prove'), spec: proofSpecSchema, adapterName }),
  z.object({ kind: z.literal('nonce'), nonce: z.string() }),
]);
export type ProbeRequest = z.infer<typeof requestSchema>;

/** Child to client. A request ends with `adapters`, `measurement`, `walked`, `short`, `hung`, `lost` or `failed`. */
export const reportSchema = z.discriminatedUnion('kind', [
  /** The child lives; `bound` says how long it may be silent after it (patience.ts). */
  z.object({ kind: z.literal('beat'), bound: boundSchema }),
  z.object({ kind: z.literal('progress'), progress: z.number().min(0).max(1) }),
  /** Of a memory check: one more pass is done, `coverage` is what this request has found so far. */
  z.object({ kind: z.literal('pass_done'), course: courseSchema, coverage: coverageSchema }),
  z.object({ kind: z.literal('adapters'), adapters: z.array(adapterSchema) }),
  z.object({ kind: z.literal('measurement'), measurement: measurementSchema }),
  z.object({ kind: z.literal('filled'), shares: z.array(fillShareSchema) }),
  /** The memory that is asked for cannot be had; ends the request. */
  z.object({ kind: z.literal('short'), heldBytes: z.number().int(), neededBytes: z.number().int() }),
  z.object({
    kind: z.literal('walked'),
    shares: z.array(walkShareSchema),
    /** Durations of the walk's dispatches, at most 64; none on the processor. */
    dispatchMs: z.array(z.number()).max(64),
    subgroupSize: z.number().int().nullable(),
    /** SHA-256 over limits and features, hex. */
    adapterHash: z.string().nullable(),
  }),
  /** The device did not come back within the bound; the child cannot end its wait. */
  z.object({ kind: z.literal('hung'), waitedMs: z.number().positive() }),
  /** The driver gave the device up; another child may have it again. */
  z.object({ kind: z.literal('lost'), detail: z.string() }),
  z.object({ kind: z.literal('failed'), detail: z.string() }),
]);
export type ProbeReport = z.infer<typeof reportSchema>;
export type PassDone = Omit<Extract<ProbeReport, { kind: 'pass_done' }>, 'kind'>;
