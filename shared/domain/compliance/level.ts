/**
 * C, the compliance level of an owner, from the checks on file, and when it falls next. It decides no check.
 * Source: the network's rule set, section (b), column C.
 */
import type { EpochMs } from '../../units/time.ts';
import type { ComplianceLevel } from '../tiers/tier.ts';
import { type CheckCase, type ComplianceCheck, heldUntil, holds } from './check-case.ts';

/** Checks of one owner; one that is not named has no case. */
export type ComplianceFile = Partial<Readonly<Record<ComplianceCheck, CheckCase>>>;

const first = ['wallet_proof', 'signed_terms', 'sanctions_screen'] as const;

/** Any one of a level's rows is enough. Every level asks for the first three too. */
const asks: readonly { readonly level: ComplianceLevel; readonly checks: readonly ComplianceCheck[] }[] = [
  { level: 4, checks: [...first, 'company', 'security_audit'] },
  { level: 3, checks: [...first, 'identity', 'address'] },
  { level: 3, checks: [...first, 'company'] },
  { level: 2, checks: [...first, 'identity'] },
  { level: 1, checks: first },
];

/** The highest level whose checks all hold; 0 when none does. */
export const complianceLevel = (file: ComplianceFile, now: EpochMs): ComplianceLevel => {
  const counts = (check: ComplianceCheck): boolean => holds(file[check] ?? { kind: 'none' }, now);
  return asks.find(({ checks }) => checks.every(counts))?.level ?? 0;
};

export interface LevelNeeds {
  readonly level: ComplianceLevel;
  /** Ways to it, each with the checks that are missing; any one way is enough. */
  readonly ways: readonly (readonly ComplianceCheck[])[];
}

/** What the lowest level above `level` still asks for; null at the highest. */
export const needsAbove = (level: ComplianceLevel, file: ComplianceFile, now: EpochMs): LevelNeeds | null => {
  const above = asks.filter((each) => each.level > level);
  const next = above.at(-1)?.level;
  if (next === undefined) return null;
  const isMissing = (check: ComplianceCheck): boolean => !holds(file[check] ?? { kind: 'none' }, now);
  return {
    level: next,
    ways: above.filter((each) => each.level === next).map(({ checks }) => checks.filter(isMissing)),
  };
};

/** When the level falls if nothing is renewed; null when no approval that it rests on expires. */
export const levelFallsAt = (file: ComplianceFile, now: EpochMs): EpochMs | null => {
  const level = complianceLevel(file, now);
  const expiries = Object.values(file)
    .flatMap((filed) => heldUntil(filed) ?? [])
    .filter((at) => at > now)
    .toSorted((left, right) => left - right);
  return expiries.find((at) => complianceLevel(file, at) < level) ?? null;
};
