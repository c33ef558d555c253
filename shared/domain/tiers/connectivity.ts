/**
 * The connectivity tier of a device, 0..4, from its link tests.
 * Source: the network's rule set, section (b), with the operator's published steps in Mbps down and up.
 */

export type ConnectivityTier = 0 | 1 | 2 | 3 | 4;

export interface LinkTest {
  readonly downMbps: number;
  readonly upMbps: number;
}

const steps: readonly { tier: ConnectivityTier; downMbps: number; upMbps: number }[] = [
  { tier: 4, downMbps: 1_600, upMbps: 1_200 },
  { tier: 3, downMbps: 800, upMbps: 600 },
  { tier: 2, downMbps: 400, upMbps: 300 },
  { tier: 1, downMbps: 100, upMbps: 10 },
];

const tierOfTest = ({ downMbps, upMbps }: LinkTest): ConnectivityTier =>
  steps.find((step) => downMbps >= step.downMbps && upMbps >= step.upMbps)?.tier ?? 0;

const countedTests = 12;

/**
 * Median of the last twelve tests, the lower of the middle two when their number is even.
 *
 * @param tests  oldest first
 * @returns 0 when there is no test, or when the median is below 100 down or 10 up
 */
export const connectivityTier = (tests: readonly LinkTest[]): ConnectivityTier => {
  const tiers = tests.slice(-countedTests).map(tierOfTest).toSorted();
  return tiers[Math.ceil(tiers.length / 2) - 1] ?? 0;
};
