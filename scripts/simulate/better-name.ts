/**
 * Names that a card can be registered under and still keep the deadlines of: the pairs of the attack bench, by class. It
 * proves nothing itself.
 */

import { classOfGpu } from '../../shared/domain/hardware/device-class.ts';
import { classNamed, publishedClasses, type RewardClass } from '../../shared/domain/rewards/classes.ts';
import { type BetterNameClaim, betterNameClaims } from '../attacks/better-name.ts';
import { fleetAfterHours } from './habits.ts';

export interface BetterName {
  readonly className: string;
  /** Its proofs keep the deadlines of the data sheet. */
  readonly passes: boolean;
  /** And also those of the model's own fleet. */
  readonly passesBesideFleet: boolean;
}

/** Whether proofs under the name pass in an hour: by the data sheet's deadlines at first, by a fleet's later. */
export const passesIn = ({ passes, passesBesideFleet }: BetterName, hour: number): boolean =>
  hour < fleetAfterHours ? passes : passesBesideFleet;

const pairOf = ({ own, claimed }: BetterNameClaim): string => `${classOfGpu(own).name} ${classOfGpu(claimed).name}`;

const passedPairs = (besideFleet: boolean): Set<string> =>
  new Set(
    betterNameClaims(besideFleet)
      .filter(({ reason }) => reason === 'passed')
      .map(pairOf),
  );

/**
 * Those of the enterprise pool if there are any, because it pays far more for the same weight, and nobody leaves it for a
 * heavier name; and of these the ones that last.
 */
const mostWanted = (names: readonly BetterName[], own: RewardClass): readonly BetterName[] => {
  const inEnterprise = names.filter(({ className }) => classNamed(className, publishedClasses).pool === 'enterprise');
  const paying = inEnterprise.length > 0 || own.pool === 'enterprise' ? inEnterprise : names;
  const lasting = paying.filter(({ passesBesideFleet }) => passesBesideFleet);
  return lasting.length > 0 ? lasting : paying;
};

/** @returns by the name of a card's own class, the names that it would choose among; classes without any are left out */
export const betterNamesByClass = (): ReadonlyMap<string, readonly BetterName[]> => {
  const passes = passedPairs(false);
  const beside = passedPairs(true);
  const named = publishedClasses.map((own): [string, readonly BetterName[]] => {
    const names = publishedClasses
      .filter(({ name }) => passes.has(`${own.name} ${name}`))
      .map(({ name }) => ({ className: name, passes: true, passesBesideFleet: beside.has(`${own.name} ${name}`) }));
    return [own.name, mostWanted(names, own)];
  });
  return new Map(named.filter(([, names]) => names.length > 0));
};

/** Classes that weigh more than a card's own, whose proofs it would make late. */
export const hopelessNames = (own: RewardClass): readonly BetterName[] =>
  publishedClasses
    .filter(({ weightMilli }) => weightMilli > own.weightMilli)
    .map(({ name }) => ({ className: name, passes: false, passesBesideFleet: false }));
