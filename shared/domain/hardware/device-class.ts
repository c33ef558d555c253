/**
 * The network's classes of devices: which class a GPU's name belongs to, and how much an hour of that class weighs.
 * One table; a name that is not in it earns nothing until a parameter record adds it. Names are claims: the hardware
 * proof decides whether one is believed.
 */

/** Weights in thousandths. A pool's share of the hourly emission is divided among its own devices. */
export interface DeviceClass {
  /** Stable; part of the network's public records. */
  readonly name: string;
  readonly pool: 'enterprise' | 'community' | 'localnet' | null;
  readonly weightMilli: number;
}

interface Listed extends DeviceClass {
  /** The whole name without the maker's words. A laptop's or a sliced card's longer name never matches. */
  readonly pattern: RegExp;
}

const enterprise = (name: string, weightMilli: number, pattern: RegExp): Listed => ({
  name,
  pool: 'enterprise',
  weightMilli,
  pattern,
});

const community = (name: string, weightMilli: number, pattern: RegExp): Listed => ({
  name,
  pool: 'community',
  weightMilli,
  pattern,
});

const listed: readonly Listed[] = [
  enterprise('b200', 30_000, /^b200$/),
  enterprise('h200', 12_000, /^h200( nvl)?$/),
  enterprise('h100', 10_000, /^h100( (pcie|nvl|80gb hbm3|80gb hbm2e))?$/),
  enterprise('a100-80gb', 5_000, /^a100(-(sxm4?|pcie)-80gb| 80gb pcie)$/),
  enterprise('a100-40gb', 2_000, /^a100-(sxm4?|pcie)-40gb$/),
  enterprise('l40s', 3_000, /^l40s$/),
  enterprise('rtx-4090', 1_250, /^geforce rtx 4090( d)?$/),
  community('rtx-6000-ada', 4_500, /^rtx 6000 ada generation$/),
  community('rtx-5000-ada', 3_000, /^rtx 5000 ada generation$/),
  community('rtx-4080', 2_750, /^geforce rtx 4080$/),
  community('rtx-4070-ti', 2_500, /^geforce rtx 4070 ti$/),
  community('rtx-3090-ti', 2_000, /^geforce rtx 3090 ti$/),
  community('rtx-a6000', 2_000, /^rtx a6000$/),
  community('rtx-3080-ti', 1_750, /^geforce rtx 3080 ti$/),
  community('rtx-3090', 1_750, /^geforce rtx 3090$/),
  community('rtx-3080', 1_500, /^geforce rtx 3080$/),
  community('rtx-4070', 1_500, /^geforce rtx 4070$/),
  community('rtx-a4000', 1_500, /^rtx a4000$/),
  community('rtx-a5000', 1_500, /^rtx a5000$/),
  community('rtx-5000', 1_500, /^quadro rtx 5000$/),
  community('m3-max', 1_500, /^m3 max$/),
  community('m4-max', 1_500, /^m4 max$/),
  community('m3-pro', 1_250, /^m3 pro$/),
  community('m4-pro', 1_250, /^m4 pro$/),
  community('rtx-3070', 1_000, /^geforce rtx 3070$/),
  community('rtx-3070-ti', 1_000, /^geforce rtx 3070 ti$/),
  community('rtx-4060', 1_000, /^geforce rtx 4060$/),
  community('rtx-4060-ti', 1_000, /^geforce rtx 4060 ti$/),
  community('m3', 1_000, /^m3$/),
  community('m4', 1_000, /^m4$/),
  community('rtx-4000-sff-ada', 1_000, /^rtx 4000 sff ada generation$/),
  community('rtx-3060', 750, /^geforce rtx 3060$/),
  community('rtx-3060-ti', 750, /^geforce rtx 3060 ti$/),
  community('rtx-4000', 750, /^quadro rtx 4000$/),
  community('v100', 750, /^(tesla )?v100-(sxm2|sxm3|pcie|fhhl)-(16|32)gb$/),
  community('t4', 500, /^(tesla )?t4$/),
  community('l4', 250, /^l4$/),
];

/** Earns nothing, on any network, until a parameter record lists it. */
export const unlistedClass: DeviceClass = { name: 'unlisted', pool: null, weightMilli: 0 };

/** Classes of Localnet alone, so that a machine without a GPU can earn its play coins. */
export const softwareGpuClass: DeviceClass = { name: 'software-gpu', pool: 'localnet', weightMilli: 250 };
export const cpuClass: DeviceClass = { name: 'cpu', pool: 'localnet', weightMilli: 100 };

/** Every class that has a weight. */
export const deviceClasses: readonly DeviceClass[] = [
  ...listed.map(({ name, pool, weightMilli }) => ({ name, pool, weightMilli })),
  softwareGpuClass,
  cpuClass,
];

export interface ClaimedGpu {
  /** As the vendor's tool or the driver prints it. */
  readonly name: string | null;
  readonly vramBytes: number | null;
  readonly kind: 'discrete' | 'integrated' | 'unified' | 'virtual' | 'software' | 'unknown';
}

const gibibyte = 2 ** 30;

/** The two sizes of A100 differ in name and weight; a board whose memory contradicts its name is neither. */
const memoryRange: Readonly<Record<string, readonly [number, number]>> = {
  'a100-80gb': [70 * gibibyte, 90 * gibibyte],
  'a100-40gb': [36 * gibibyte, 45 * gibibyte],
};

const contradictsMemory = (name: string, vramBytes: number | null): boolean => {
  const [least, most] = memoryRange[name] ?? [0, Number.POSITIVE_INFINITY];
  return vramBytes !== null && (vramBytes < least || vramBytes > most);
};

/** @returns the class that the GPU's own words put it in; `unlisted` when it has no name, a slice's, or an unknown one */
export const classOfGpu = ({ name, vramBytes, kind }: ClaimedGpu): DeviceClass => {
  if (kind === 'software') return softwareGpuClass;
  if (kind === 'virtual' || name === null) return unlistedClass;
  const model = name
    .trim()
    .toLowerCase()
    .replace(/^(nvidia|apple) /, '');
  const found = listed.find(({ pattern }) => pattern.test(model));
  if (!found || contradictsMemory(found.name, vramBytes)) return unlistedClass;
  return { name: found.name, pool: found.pool, weightMilli: found.weightMilli };
};
