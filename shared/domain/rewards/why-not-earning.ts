/**
 * Why a device earns nothing now, as one code with its facts: the first thing that has to change, and nothing that would
 * change nothing. What the owner decided comes first, then what this PC cannot do, then what the network's rules ask. It
 * writes no sentence and looks at nothing itself.
 */
import type { activities } from '../../contract/app/status.ts';
import { isBlocking } from '../../contract/blocking-codes.ts';
import type { ProblemCode } from '../../contract/codes.ts';
import type { RequirementKind } from '../tiers/tier.ts';
import type { HourOutlook } from './hour-outlook.ts';

export interface NowFacts {
  readonly activity: (typeof activities)[number];
  /** The session with the network stands. */
  readonly isOnline: boolean;
  /** Gravest first. */
  readonly problems: readonly ProblemCode[];
  /** null: the network has not said yet. */
  readonly hour: {
    readonly outlook: Pick<
      HourOutlook,
      'closedBy' | 'minutes' | 'continuousUptimeMinutes' | 'proofsPassed' | 'proofsFailed'
    >;
    readonly endsAt: number;
    readonly class: string;
    readonly minutesNeeded: number;
    readonly proofsNeeded: number;
    readonly verifiedHours: number;
    readonly verifiedHoursNeeded: number;
    readonly uptimeMinutesNeeded: number;
    /** Base units. */
    readonly staked: bigint;
    readonly ownStaked: bigint;
    readonly required: bigint;
    /** What the first tier asks and the device lacks. */
    readonly missing: readonly RequirementKind[];
    /** What it earns is held back by a slash. */
    readonly isHeldBack: boolean;
  } | null;
}

export type WhyNotEarning =
  | { readonly kind: 'off' | 'paused' | 'aside' | 'joining' | 'offline' }
  | { readonly kind: 'problem'; readonly code: ProblemCode }
  | { readonly kind: 'part_hour' | 'joined_this_hour'; readonly endsAt: number }
  | { readonly kind: 'class'; readonly class: string }
  | { readonly kind: 'minutes'; readonly atBest: number; readonly needed: number; readonly endsAt: number }
  /** `code`: a problem of this PC that keeps it from proving; null: none is known. */
  | { readonly kind: 'proofs'; readonly failed: number; readonly needed: number; readonly code: ProblemCode | null }
  | { readonly kind: 'stake'; readonly staked: bigint; readonly required: bigint }
  /** Enough in all, and less than half of it the owner's own. */
  | { readonly kind: 'own_stake'; readonly ownStaked: bigint; readonly needed: bigint }
  | { readonly kind: 'tier'; readonly missing: readonly RequirementKind[] }
  | { readonly kind: 'verified_hours' | 'uptime'; readonly has: number; readonly needed: number }
  | { readonly kind: 'held_back' };

/** Problems that keep a device from answering a proof, gravest first. */
const ofProofs: readonly ProblemCode[] = [
  ...(['APP_OUTDATED', 'GPU_LOST', 'PROBE_LOST', 'PROBE_TIMED_OUT', 'PROBE_FAILED', 'GPU_TOOL_FAILED'] as const),
  ...(['VRAM_SHORT', 'PACE_UNDER_REVIEW', 'UNDER_REVIEW'] as const),
];

const byRules = ({ hour, problems }: NowFacts): WhyNotEarning | null => {
  if (hour === null) return null;
  const { outlook, endsAt, staked, ownStaked, required } = hour;
  switch (outlook.closedBy) {
    case null:
      return hour.isHeldBack ? { kind: 'held_back' } : null;
    case 'part_hour':
    case 'joined_this_hour':
      return { kind: outlook.closedBy, endsAt };
    case 'class':
      return { kind: 'class', class: hour.class };
    case 'minutes':
      return { kind: 'minutes', atBest: outlook.minutes, needed: hour.minutesNeeded, endsAt };
    case 'proofs': {
      const code = ofProofs.find((each) => problems.includes(each)) ?? null;
      return { kind: 'proofs', failed: outlook.proofsFailed, needed: hour.proofsNeeded, code };
    }
    case 'stake':
      return staked < required
        ? { kind: 'stake', staked, required }
        : { kind: 'own_stake', ownStaked, needed: (required + 1n) / 2n };
    case 'tier':
      return { kind: 'tier', missing: hour.missing };
    case 'verified_hours':
      return { kind: 'verified_hours', has: hour.verifiedHours, needed: hour.verifiedHoursNeeded };
    case 'uptime':
      return { kind: 'uptime', has: outlook.continuousUptimeMinutes, needed: hour.uptimeMinutesNeeded };
  }
};

/** @returns null while it earns, as far as is known */
export const whyNotEarning = (now: NowFacts): WhyNotEarning | null => {
  switch (now.activity) {
    case 'new':
    case 'off':
      return { kind: 'off' };
    case 'paused':
    case 'aside':
    case 'joining':
      return { kind: now.activity };
    case 'blocked': {
      const code = now.problems.find(isBlocking) ?? now.problems[0];
      return code === undefined ? { kind: 'offline' } : { kind: 'problem', code };
    }
    case 'ready':
      return now.isOnline ? byRules(now) : { kind: 'offline' };
    // A job is paid whatever the hour comes to.
    case 'working':
    case 'finishing':
      return now.isOnline ? null : { kind: 'offline' };
  }
};
