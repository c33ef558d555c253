/** Sums over everything that an account supports. Base units; pure. */
import type { Supported } from '../../../shared/contract/app/supports.ts';

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

export const heldOf = (supported: readonly Supported[]): bigint => sum(supported.map(({ held }) => held));

export const earnedOf = (supported: readonly Supported[]): bigint => sum(supported.map(({ earned }) => earned));

export const claimableOf = (supported: readonly Supported[]): bigint =>
  sum(supported.map(({ claimable }) => claimable));

export const coolingOf = (supported: readonly Supported[]): bigint =>
  sum(supported.flatMap(({ cooling }) => cooling.map(({ amount }) => amount)));

export const worstOf = ({ risks }: Pick<Supported, 'risks'>): bigint =>
  risks.reduce((worst, { loss }) => (loss > worst ? loss : worst), 0n);

/** All devices at once: one owner's misfortune keeps no other away. */
export const mostToLoseOf = (supported: readonly Supported[]): bigint => sum(supported.map(worstOf));
