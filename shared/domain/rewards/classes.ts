/**
 * The device classes that a reward is paid for, each with its weight and pool, as a parameter record lists them. It knows
 * names only: which card is of which class, and the one table of them, is in `hardware/device-class.ts`.
 * Source: the network's rule set, section (a), the published table of June 2025.
 */
import { deviceClasses, type DeviceClass as KnownClass } from '../hardware/device-class.ts';

export const poolNames = ['enterprise', 'community'] as const;
export type PoolName = (typeof poolNames)[number];

export interface RewardClass {
  readonly name: string;
  /** Thousandths: 1,000 is the weight of one reference card. 0 earns nothing. */
  readonly weightMilli: number;
  readonly pool: PoolName;
}

const inPool = (known: KnownClass['pool'], pool: PoolName): RewardClass[] =>
  deviceClasses
    .filter((candidate) => candidate.pool === known)
    .map(({ name, weightMilli }) => ({ name, weightMilli, pool }));

/** Classes of every network. */
export const publishedClasses: readonly RewardClass[] = [
  ...inPool('enterprise', 'enterprise'),
  ...inPool('community', 'community'),
];

/** `software-gpu` and `cpu`, which earn from the community pool where a record lists them, and nowhere else. */
export const localnetClasses: readonly RewardClass[] = inPool('localnet', 'community');

/**
 * The class of a name under the record in force.
 *
 * @returns weight 0 in the community pool when the record does not list the name: supported perhaps, but unpriced
 */
export const classNamed = (name: string, listed: readonly RewardClass[]): RewardClass =>
  listed.find((candidate) => candidate.name === name) ?? { name, weightMilli: 0, pool: 'community' };
