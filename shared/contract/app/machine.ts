/** What is in this PC, and what its GPUs are doing now. */
import { z } from 'zod';
import { problemSchema } from '../codes.ts';

/** Every voice that says something of a GPU. The tools bear the names by which `doctor --replay` reads a recording. */
export const toolSources = [
  'nvidia-smi-xml',
  'nvidia-smi-csv',
  'nvidia-smi-list',
  'rocm-smi',
  'amd-smi-static',
  'xpu-smi',
  'intel-gpu-top',
  'system-profiler',
  'win32-videocontroller',
  'dxdiag',
  'lspci',
] as const;
/** `vulkan`: what the driver says of the device behind an adapter. `catalogue`: known of the model by its PCI id. */
export const factSources = [...toolSources, 'systeminformation', 'vulkan', 'dawn', 'catalogue'] as const;

/** A reading with its origin. `value` null: nobody could say. `conflicts`: other sources that say otherwise. */
const fact = <T extends z.ZodType>(value: T) =>
  z.object({
    value: value.nullable(),
    source: z.enum(factSources).nullable(),
    conflicts: z.array(z.object({ value, source: z.enum(factSources) })),
  });

/**
 * - `unified`: shares all of the system's memory, as Apple silicon and GB10 do
 * - `virtual`: a hypervisor's slice of a larger board, or a guest's own stand-in
 * - `software`: SwiftShader, llvmpipe; accepted by Localnet only
 */
export const gpuKinds = ['discrete', 'integrated', 'unified', 'virtual', 'software', 'unknown'] as const;

/** One instance of a GPU that is cut by Multi-Instance GPU. */
export const migDeviceSchema = z.object({
  /** `1g.10gb`, `1c.3g.71gb`; null where the tool gives none. */
  profile: z.string().nullable(),
  uuid: z.string().nullable(),
  memoryBytes: z.number().int().positive().nullable(),
});
export type MigDevice = z.infer<typeof migDeviceSchema>;

/**
 * A screen without a processor behind it that could compute: no GPU, and shown so that nobody looks for it among them.
 *
 * - `remote`: a remote desktop's; `indirect`: a virtual or USB monitor's
 * - `console`: a server's or a hypervisor's own picture
 * - `no_driver`: the system's stand-in for a card whose driver is missing
 */
export const displaySchema = z.object({
  name: z.string(),
  reason: z.enum(['remote', 'indirect', 'console', 'no_driver']),
  source: z.enum(factSources),
});
export type Display = z.infer<typeof displaySchema>;

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
  /** Vendor and device id, `10de:2684`, lower case. */
  pciId: fact(z.string()),
  powerLimitWatts: fact(z.number().positive()),
  /** Its MIG devices; empty while it is not cut; null where no source speaks of MIG. */
  mig: z.array(migDeviceSchema).nullable(),
  /** The model of resources/gpu-catalogue; null when it is not listed. */
  model: z.string().nullable(),
  /** The name by which the probe selects it; null when no kernel can run on it. */
  adapterName: z.string().nullable(),
  /** How the probe finds this very card among equals; null where the adapter's name is enough. */
  selector: z.string().nullable(),
  /**
   * Why it cannot take part; null when it can.
   *
   * - `lost`: it fell off the bus; `stopped`: the system disabled it, or its driver failed
   * - `mig_mode`: cut into instances, which no graphics driver runs on
   * - `impostor`: it does not compute like the maker whose name it bears
   * - `paravirtual`: a virtual machine's own adapter
   */
  unusable: z
    .enum(['no_adapter', 'not_separable', 'tool_error', 'lost', 'stopped', 'mig_mode', 'impostor', 'paravirtual'])
    .nullable(),
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
  displays: z.array(displaySchema),
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
  /** Of its fastest, as its driver says; a maker may let it go beyond 100. null: no fan of its own, or it does not say. */
  fanPercent: z.number().min(0).nullable(),
  vramUsedBytes: z.number().nullable(),
  coreClockMhz: z.number().nullable(),
  memoryClockMhz: z.number().nullable(),
  /** Of the link as it is now: it narrows at idle. */
  pcieGeneration: z.number().int().nullable(),
  pcieLanes: z.number().int().nullable(),
});
export type Reading = z.infer<typeof readingSchema>;

/** What is known of a GPU or processor that nothing could be read of. */
export const nothingRead: Omit<Reading, 'at'> = {
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

/** Per GPU id: the newest reading, and one per minute of the last hour (at most 60, oldest first). */
export const readingsSchema = z.object({
  gpus: z.record(z.string(), z.object({ now: readingSchema, lastHour: z.array(readingSchema) })),
  cpu: z.object({ now: readingSchema, lastHour: z.array(readingSchema) }).nullable(),
  /** What Perigee's core itself uses. */
  own: z.object({ cpuCores: z.number(), memoryBytes: z.number() }).nullable(),
});
export type Readings = z.infer<typeof readingsSchema>;
