/** How long each check may take and how many windows a figure is made of, by mode. Pure numbers and their sums. */
import type { CheckMode } from '../../shared/contract/app/checks.ts';

export interface Budgets {
  /** Windows of a figure: 15 are the least that its spread can be read from. */
  windows: number;
  /** Of one figure: at most a third of it to warm up in, then windows of 200 ms. */
  figureMs: number;
  /** A software adapter has no speed to be exact about; its windows are long, and few. */
  softwareFigureMs: number;
  /** Of the disk: some of it goes to writing the file. */
  diskMs: number;
  diskBytes: number;
  /** Steady load of the two figures in which heat shows first. */
  sustainMs: number;
  vramMs: number;
  softwareVramMs: number;
  /** What the proof is reckoned with; it takes what it takes. */
  proofMs: number;
}

const mib = 2 ** 20;
const minuteMs = 60_000;

const short: Budgets = {
  windows: 15,
  figureMs: 4_800,
  softwareFigureMs: 2_000,
  diskMs: 6_400,
  diskBytes: 256 * mib,
  sustainMs: 0,
  vramMs: 8_000,
  softwareVramMs: 4_000,
  proofMs: 8_000,
};
const long: Budgets = {
  windows: 20,
  figureMs: 6_000,
  softwareFigureMs: 9_000,
  diskMs: 9_000,
  diskBytes: 1024 * mib,
  sustainMs: 30_000,
  vramMs: 70_000,
  softwareVramMs: 20_000,
  proofMs: 45_000,
};

/** `quick`: the PC and one GPU in a minute; `full`: in five. The memory modes run the memory check alone. */
export const budgets: Readonly<Record<CheckMode, Budgets>> = {
  quick: short,
  full: long,
  memory: { ...long, vramMs: 6 * minuteMs, softwareVramMs: 6 * minuteMs },
  memory_long: { ...long, vramMs: 60 * minuteMs, softwareVramMs: 60 * minuteMs },
};

/**
 * A driver that starts cold, or a machine that is busy elsewhere, may take several times a short budget; a long one is
 * overrun by minutes at most.
 */
export const deadlineFor = (budgetMs: number): number => 30_000 + budgetMs + Math.min(3 * budgetMs, 2 * minuteMs);
