/** The check suite: what was measured, whether it is right, and how far a run has come. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { problemData, problemSchema } from '../codes.ts';

export const checkKinds = [
  'cpu_throughput',
  'fp32_throughput',
  'memory_bandwidth',
  'vram_pattern',
  'proof_rehearsal',
] as const;

export const figureUnits = ['GFLOPS', 'GB/s', 'MB', 'MH/s', 's'] as const;

/** Spread of one measured figure over its windows, all in `unit`. */
export const figureSchema = z.object({
  unit: z.enum(figureUnits),
  median: z.number(),
  p10: z.number(),
  p90: z.number(),
  windows: z.number().int().positive(),
});
export type Figure = z.infer<typeof figureSchema>;

export const checkStepSchema = z.object({
  id: z.string(),
  kind: z.enum(checkKinds),
  /** null: the check is about the processor. */
  gpuId: z.string().nullable(),
  subject: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'cancelled', 'failed']),
  /** 0..1 */
  progress: z.number().min(0).max(1),
  figure: figureSchema.nullable(),
  /** `invalid`: the output was wrong, so there is no figure. */
  verdict: z.enum(['passed', 'invalid', 'failed']).nullable(),
  /** For the memory pattern: how much was really covered, and how many words were wrong. */
  coverage: z
    .object({ coveredBytes: z.number().int(), totalBytes: z.number().int().nullable(), wrongWords: z.number().int() })
    .nullable(),
  /** The same check on this machine the last time; null the first time. */
  previousMedian: z.number().nullable(),
  problem: problemSchema.nullable(),
});
export type CheckStep = z.infer<typeof checkStepSchema>;

export const checkRunSchema = z.object({
  id: z.string(),
  mode: z.enum(['quick', 'full']),
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
    .input(z.object({ mode: z.enum(['quick', 'full']) }))
    .output(z.object({ runId: z.string() }))
    .errors({ CHECKS_BUSY: { data: z.object({ runId: z.string() }) } }),
  /** Ends the run within a second. Answers when it has ended. */
  cancel: oc.output(z.object({ cancelled: z.boolean() })).errors({ INTERNAL: { data: problemData.INTERNAL } }),
};
