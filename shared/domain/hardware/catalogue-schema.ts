/** The shape of one entry of resources/gpu-catalogue. Facts of the maker, never a judgement of a device. */
import { z } from 'zod';

/** The suffix names a chip whose units differ from those of its generation: twice the lanes, or half of them. */
export const architectures = [
  'pascal-gp100',
  'pascal',
  'volta',
  'turing',
  'ampere-ga100',
  'ampere',
  'ada',
  'hopper',
  'blackwell-gb100',
  'blackwell',
  'rdna2',
  'rdna3',
  'rdna3.5',
  'rdna4',
  'cdna',
  'cdna2',
  'cdna3',
  'cdna4',
  'alchemist',
  'battlemage',
  'ponte-vecchio',
  'apple-m1',
  'apple-m2',
  'apple-m3',
  'apple-m4',
  'apple-m5',
] as const;
export type Architecture = (typeof architectures)[number];

const bytes = z.number().int().positive();
const rate = z.number().positive();

/** What the network's own devices did, once enough of them have. */
const measuredSchema = z.object({
  seqReadGBPerS: rate.nullable(),
  rand128GBPerS: rate.nullable(),
  /** Additions, rotations and xors, counted one by one. */
  arxGops: rate.nullable(),
  /** Medians of passed proofs. */
  fillMs: rate.nullable(),
  walkMs: rate.nullable(),
  samples: z.number().int().positive(),
  /** The driver that most of them ran. */
  driver: z.string(),
  date: z.iso.date(),
});

/**
 * null: the maker does not say, or nobody here is sure. Where boards of one name differ in a figure, it is the least of
 * them, so that nobody is measured against a better board than his own.
 */
export const gpuModelSchema = z.strictObject({
  /** Stable: it stands in the network's records. */
  id: z
    .string()
    .max(64)
    .regex(/^(nvidia|amd|intel|apple)(-[a-z0-9]+)+$/),
  vendor: z.enum(['nvidia', 'amd', 'intel', 'apple']),
  /** As the maker's tool prints it. */
  name: z.string().min(1),
  /** What else tools and drivers call it. */
  aliases: z.array(z.string().min(1)),
  /** `10de:2684`. Empty for Apple's. AMD gives one id to several models; then each of them has it. */
  pciIds: z.array(z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/)),
  architecture: z.enum(architectures),
  /** Month of its announcement, `2022-10`. */
  released: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/),
  kind: z.enum(['discrete', 'integrated', 'unified']),
  /** Gibibytes of the data sheet; a driver reports a little less. null: see `vramVariants`, or a part of the system's. */
  vramBytes: bytes.nullable(),
  /** The sizes that it is sold with, where they differ; else empty. */
  vramVariants: z.array(bytes),
  memoryType: z
    .enum([
      'GDDR5',
      'GDDR5X',
      'GDDR6',
      'GDDR6X',
      'GDDR7',
      'HBM2',
      'HBM2e',
      'HBM3',
      'HBM3e',
      'LPDDR4X',
      'LPDDR5',
      'LPDDR5X',
    ])
    .nullable(),
  busBits: z.number().int().positive().nullable(),
  /** 10^9 bytes a second. */
  bandwidthGBPerS: rate.nullable(),
  boostClockMhz: rate.nullable(),
  /** Streaming multiprocessors, compute units, Xe cores, or Apple's GPU cores. Of one die, where a board has two. */
  computeUnits: z.number().int().positive().nullable(),
  /** A multiply-add as two. */
  fp32Gflops: rate.nullable(),
  /** Without matrix units; a multiply-add as two. */
  fp16Gflops: rate.nullable(),
  /** Additions, one a lane and clock. Makers that count a multiply-add print twice as much. */
  int32Gops: rate.nullable(),
  /** Of the matrix units, without sparsity. */
  tensorInt8Gops: rate.nullable(),
  /** Of the matrix units, without sparsity, summed in the faster of the widths that it offers. */
  tensorFp16Gflops: rate.nullable(),
  subgroupSizes: z.array(z.number().int().positive()).min(1),
  pcieGeneration: z.number().int().min(3).max(6).nullable(),
  pcieLanes: z.union([z.literal(4), z.literal(8), z.literal(16)]).nullable(),
  /** The power limit that it is shipped with. Of AMD's Radeon cards the whole board, of which tools see only the chip. */
  tdpWatts: rate.nullable(),
  /** The maker's page or data sheet with these facts. */
  source: z.url({ protocol: /^https$/ }),
  measured: measuredSchema.nullable(),
});
export type GpuModel = z.infer<typeof gpuModelSchema>;
