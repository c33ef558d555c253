/**
 * The device classes that a reward is paid for, each with its weight and pool. It knows names only: which card is of
 * which class is read from the hardware elsewhere.
 * Source: the network's rule set, section (a), the published table of June 2025.
 */

export const poolNames = ['enterprise', 'community'] as const;
export type PoolName = (typeof poolNames)[number];

export interface DeviceClass {
  readonly name: string;
  /** Thousandths: 1,000 is the weight of one reference card. 0 earns nothing. */
  readonly weightMilli: number;
  readonly pool: PoolName;
}

const inPool = (pool: PoolName, weights: Readonly<Record<string, number>>): DeviceClass[] =>
  Object.entries(weights).map(([name, weightMilli]) => ({ name, weightMilli, pool }));

export const publishedClasses: readonly DeviceClass[] = [
  ...inPool('enterprise', {
    B200: 30_000,
    H200: 12_000,
    H100: 10_000,
    'A100-80': 5_000,
    L40S: 3_000,
    'A100-40': 2_000,
    'RTX 4090': 1_250,
    'RTX 4090D': 1_250,
  }),
  ...inPool('community', {
    'RTX 6000 Ada': 4_500,
    'RTX 5000 Ada': 3_000,
    'RTX 4080': 2_750,
    'RTX 4070 Ti': 2_500,
    'RTX 3090 Ti': 2_000,
    'RTX A6000': 2_000,
    'RTX 3080 Ti': 1_750,
    'RTX 3090': 1_750,
    'RTX 3080': 1_500,
    'RTX 4070': 1_500,
    'RTX A4000': 1_500,
    'RTX A5000': 1_500,
    'Quadro RTX 5000': 1_500,
    'M3 Max': 1_500,
    'M4 Max': 1_500,
    'M3 Pro': 1_250,
    'M4 Pro': 1_250,
    'RTX 3070': 1_000,
    'RTX 3070 Ti': 1_000,
    'RTX 4060': 1_000,
    'RTX 4060 Ti': 1_000,
    M3: 1_000,
    M4: 1_000,
    'RTX 4000 SFF Ada': 1_000,
    'RTX 3060': 750,
    'RTX 3060 Ti': 750,
    'Quadro RTX 4000': 750,
    V100: 750,
    T4: 500,
    L4: 250,
  }),
];

/** Classes without a graphics card. They exist only where the parameter record in force lists them. */
export const cardlessClasses: readonly DeviceClass[] = inPool('community', { 'software-gpu': 250, cpu: 100 });

/**
 * The class of a name under the record in force.
 *
 * @returns weight 0 in the community pool when the record does not list the name: supported perhaps, but unpriced
 */
export const classNamed = (name: string, listed: readonly DeviceClass[]): DeviceClass =>
  listed.find((candidate) => candidate.name === name) ?? { name, weightMilli: 0, pool: 'community' };
