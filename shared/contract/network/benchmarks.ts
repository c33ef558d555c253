/**
 * The processor's benchmark as the network takes it: it gives the seed of a chain, clocks the time until the report comes,
 * and computes some of its segments again. What a device says of its own speed is not asked.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';

/** Checkpoints of a report; 64 of 64 bytes each are 8 KiB of hex. */
export const mostCheckpoints = 64;

export const chainReportSchema = z.object({
  permutationsPerSegment: z.number().int().positive(),
  /** The state after each segment, 64 bytes in lower-case hex, little-endian words. */
  checkpoints: z.array(z.string().max(128)).max(mostCheckpoints),
});
export type ChainReport = z.infer<typeof chainReportSchema>;

/** `malformed`: not a report. `invalid_segment`: a segment does not lead where the report says. */
export const chainVerdicts = ['passed', 'invalid_segment', 'malformed'] as const;

export const benchmarksContract = {
  begin: oc
    .route({
      method: 'POST',
      path: '/benchmarks',
      tags: ['benchmarks'],
      summary: 'Get a seed; the clock runs from now',
    })
    .output(
      z.object({
        benchmarkId: z.string(),
        /** 32 bytes. */
        seed: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    ),
  finish: oc
    .route({
      method: 'POST',
      path: '/benchmarks/{benchmarkId}',
      tags: ['benchmarks'],
      summary: 'Hand over the chain of that seed',
    })
    .input(z.object({ benchmarkId: z.string(), chain: chainReportSchema }))
    .output(
      z.object({
        verdict: z.enum(chainVerdicts),
        /** By the network's own clock, the way there and back included; null unless it passed. */
        permutationsPerSecond: z.number().positive().nullable(),
      }),
    )
    /** Never begun, finished before, or begun more than five minutes ago. */
    .errors({ BENCHMARK_UNKNOWN: { status: 404 } }),
};
