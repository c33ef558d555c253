/** Where this device stands on the ladder and what the next step asks. Pure; the words are the page's. */
import type { TierState } from '../../../shared/contract/app/tier.ts';

export type LadderStep = TierState['ladder'][number];
export type Requirement = LadderStep['requirements'][number];
export type RequirementKind = Requirement['kind'];

/** The lowest step that is not reached; null at the top, and when the network named no steps. */
export const nextStep = (tier: TierState): LadderStep | null => tier.ladder.find((step) => !step.isReached) ?? null;

export const gapsOf = (step: LadderStep): Requirement[] =>
  step.requirements.filter((requirement) => !requirement.isMet);

export type Standing = 'passed' | 'here' | 'next' | 'far';

export const standingOf = (step: LadderStep, tier: TierState): Standing => {
  if (step.tier === tier.tier) return 'here';
  if (step.isReached) return 'passed';
  return step === nextStep(tier) ? 'next' : 'far';
};

/** How much of what is needed is there, 0..1. Something that needs nothing is whole. */
export const shareOf = ({ has, needs }: Pick<Requirement, 'has' | 'needs'>): number => {
  if (needs <= 0n || has >= needs) return 1;
  return has <= 0n ? 0 : Number((has * 10_000n) / needs) / 10_000;
};

/** What is still missing, in the requirement's own unit; never negative. */
export const missingOf = ({ has, needs }: Pick<Requirement, 'has' | 'needs'>): bigint =>
  needs > has ? needs - has : 0n;

const rowOrder: readonly RequirementKind[] = ['compliance', 'quality', 'uptime', 'connectivity', 'stake'];

/** The rows of the ladder's table: every kind that some step asks for. */
export const rowKinds = (tier: TierState): RequirementKind[] =>
  rowOrder.filter((kind) =>
    tier.ladder.some((step) => step.requirements.some((requirement) => requirement.kind === kind)),
  );

export const requirementOf = (step: LadderStep, kind: RequirementKind): Requirement | null =>
  step.requirements.find((requirement) => requirement.kind === kind) ?? null;

/**
 * What this device has of one kind, for the column "You, now". Stake is asked per step in the same unit, so any step
 * that names the kind will do; the next one is the one on show.
 */
export const hasNow = (tier: TierState, kind: RequirementKind): bigint | null => {
  const next = nextStep(tier);
  const named =
    (next && requirementOf(next, kind)) ??
    tier.ladder.map((step) => requirementOf(step, kind)).find((found) => found !== null);
  return named?.has ?? null;
};

/** The factor that multiplies an hourly reward on the step where this device stands; 0 when it is unranked. */
export const factorNow = (tier: TierState): number =>
  tier.ladder.find((step) => step.tier === tier.tier)?.factorBps ?? 0;
