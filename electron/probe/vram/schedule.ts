/** How long a memory check goes on, and when it leaves the data alone. Pure; the time is told. */
import type { MeasureTask } from '../messages.ts';

export type Depth = Extract<MeasureTask, { kind: 'vram_pattern' }>['depth'];

/** What is asked for. */
export interface Plan {
  depth: Depth;
  /** No new pass begins after it. */
  budgetMs: number;
}

/** How far it is. */
export interface Course {
  passes: number;
  /** Passes that left the data alone. */
  rests: number;
  elapsedMs: number;
}

const quickPasses = 10;
const restEveryMs = 360_000;
const mostRestMs = 20_000;

/** Rests that are due: one in the middle of a standard check, in an extended one of the same kind every six minutes. */
const dueRests = ({ depth, budgetMs }: Plan, elapsedMs: number): number => {
  if (depth === 'quick') return 0;
  const everyMs = depth === 'standard' ? budgetMs : Math.min(budgetMs, restEveryMs);
  return Math.floor(elapsedMs / everyMs + 0.5);
};

/**
 * The next pass, or null when the check is over; there is at least one. What comes before a rest has heated the memory,
 * what comes after loads it again from cooler.
 *
 * @returns `restMs`: how long the data is left alone between being written and read, twice in the pass; 0: not at all
 */
export const nextPass = (plan: Plan, { passes, rests, elapsedMs }: Course): { restMs: number } | null => {
  const isOver = elapsedMs >= plan.budgetMs || (plan.depth === 'quick' && passes >= quickPasses);
  if (passes > 0 && isOver) return null;
  const isDue = rests < dueRests(plan, elapsedMs);
  return { restMs: isDue ? Math.min(mostRestMs, plan.budgetMs / 24) : 0 };
};

/**
 * Whichever end is nearer: that of the passes or that of the time.
 *
 * @param passShare how much of the pass under way is done, 0..1
 * @returns 0..1
 */
export const progressOf = ({ depth, budgetMs }: Plan, { passes, elapsedMs }: Course, passShare: number): number => {
  const byPasses = depth === 'quick' ? (passes + passShare) / quickPasses : 0;
  const byTime = Math.min(elapsedMs / budgetMs, passes === 0 ? passShare : 1);
  return Math.min(1, Math.max(byPasses, byTime));
};
