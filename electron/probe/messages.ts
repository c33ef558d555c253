/** What the probe's client and its child process say to each other. Both check every message that they receive. */
import { z } from 'zod';
import { checkStepSchema, figureSchema } from '../../shared/contract/app/checks.ts';
import { fillShareSchema, proofSpecSchema, walkShareSchema } from '../../shared/contract/network/proofs.ts';
import type { DawnAdapter } from '../../shared/domain/hardware/adapter.ts';

const adapterName = z.string().nullable();
const budgetMs = z.number().positive();
/** Windows that the figure is made of. */
const windows = z.number().int().min(3);
const bytes = z
  .number()
  .int()
  .min(2 ** 20);

/** One measurement. `adapterName` null: the first adapter (for the processor: none). */
export const measureTaskSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fp32_throughput'), adapterName, windows, budgetMs }),
  /** `bytes`: memory to read over. */
  z.object({ kind: z.literal('memory_bandwidth'), adapterName, bytes, windows, budgetMs }),
  /** `bytes`: memory to cover; `passes`: pairs of a pattern and its inverse. */
  z.object({ kind: z.literal('vram_pattern'), adapterName, bytes, passes: z.number().int().positive(), budgetMs }),
  z.object({
    kind: z.literal('cpu_throughput'),
    adapterName: z.null(),
    threads: z.number().int().positive(),
    windows,
    budgetMs,
  }),
]);
export type MeasureTask = z.infer<typeof measureTaskSchema>;

export const measurementSchema = z.object({
  /** `invalid`: the output was wrong or missing, so there is no figure. `failed`: it is right that something is wrong. */
  verdict: z.enum(['passed', 'invalid', 'failed']),
  figure: figureSchema.nullable(),
  /** Of vram_pattern only; `totalBytes` is the caller's to know. */
  coverage: checkStepSchema.shape.coverage,
  /** For the log; null when it passed. */
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
});

/** Client to child. One request at a time; `nonce` belongs to the proof in progress. */
export const requestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('list_adapters') }),
  z.object({ kind: z.literal('measure'), task: measureTaskSchema }),
  z.object({ kind: z.literal('prove'), spec: proofSpecSchema, adapterName }),
  z.object({ kind: z.literal('nonce'), nonce: z.string() }),
]);
export type ProbeRequest = z.infer<typeof requestSchema>;

/** Child to client. A request ends with `adapters`, `measurement`, `walked` or `failed`. */
export const reportSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), progress: z.number().min(0).max(1) }),
  z.object({ kind: z.literal('adapters'), adapters: z.array(adapterSchema) }),
  z.object({ kind: z.literal('measurement'), measurement: measurementSchema }),
  z.object({ kind: z.literal('filled'), shares: z.array(fillShareSchema) }),
  z.object({ kind: z.literal('walked'), shares: z.array(walkShareSchema) }),
  z.object({ kind: z.literal('failed'), detail: z.string() }),
]);
export type ProbeReport = z.infer<typeof reportSchema>;
