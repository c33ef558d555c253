/** What is in this PC, and what its GPUs are doing now. */
import { z } from 'zod';
import { problemSchema } from '../codes.ts';

export const factSources = ['nvidia-smi', 'systeminformation', 'dawn', 'os', 'docker'] as const;

/** A reading with its origin. `value` null: nobody could say. `conflicts`: other sources that say otherwise. */
const fact = <T extends z.ZodType>(value: T) =>
  z.object({
    value: value.nullable(),
    source: z.enum(factSources).nullable(),
    conflicts: z.array(z.object({ value, source: z.enum(factSources) })),
  });

/** `software`: SwiftShader, llvmpipe; accepted by Localnet only. */
export const gpuKinds = ['discrete', 'integrated', 'unified', 'virtual', 'software', 'unknown'] as const;

export const gpuSchema = z.object({
  /** Stable while the hardware is: the PCI address, else the UUID, else the source's own name. */
  id: z.string(),
  name: fact(z.string()),
  vendor: fact(z.enum(['nvidia', 'amd', 'intel', 'apple', 'google', 'mesa', 'other'])),
  kind: z.enum(gpuKinds),
  vramBytes: fact(z.number().int().positive()),
  driver: fact(z.string()),
  /** `0000:01:00.0`, lower case. */
  pciAddress: fact(z.string()),
  uuid: fact(z.string()),
  powerLimitWatts: fact(z.number().positive()),
  /** The name by which the probe selects it; null when no kernel can run on it. */
  adapterName: z.string().nullable(),
  /** Why it cannot take part; null when it can. */
  unusable: z.enum(['no_adapter', 'not_separable', 'tool_error']).nullable(),
});
export type Gpu = z.infer<typeof gpuSchema>;

export const engineSchema = z.object({
  /** null while there is none to speak to; the reason is in `problem`. */
  version: z.string().nullable(),
  name: z.string().nullable(),
  socketPath: z.string().nullable(),
  osType: z.string().nullable(),
  problem: problemSchema.nullable(),
});

export const inventorySchema = z.object({
  readAt: z.number(),
  hostName: z.string(),
  platform: z.string(),
  gpus: z.array(gpuSchema),
  cpu: z.object({ name: z.string().nullable(), threads: z.number().int(), virtualization: z.boolean().nullable() }),
  memory: z.object({ totalBytes: z.number().int(), freeBytes: z.number().int() }),
  disk: z.object({ path: z.string(), totalBytes: z.number().nullable(), freeBytes: z.number().nullable() }),
  engine: engineSchema,
  /** Tools that are installed and failed; each with its reason. */
  problems: z.array(problemSchema),
});
export type Inventory = z.infer<typeof inventorySchema>;

export const readingSchema = z.object({
  at: z.number(),
  temperatureCelsius: z.number().nullable(),
  powerWatts: z.number().nullable(),
  /** 0..1 */
  load: z.number().min(0).max(1).nullable(),
  vramUsedBytes: z.number().nullable(),
});
export type Reading = z.infer<typeof readingSchema>;

/** Per GPU id: the newest reading, and one per minute of the last hour (at most 60, oldest first). */
export const readingsSchema = z.object({
  gpus: z.record(z.string(), z.object({ now: readingSchema, lastHour: z.array(readingSchema) })),
  cpu: z.object({ now: readingSchema, lastHour: z.array(readingSchema) }).nullable(),
  /** What Perigee's core itself uses. */
  own: z.object({ cpuCores: z.number(), memoryBytes: z.number() }).nullable(),
});
export type Readings = z.infer<typeof readingsSchema>;
