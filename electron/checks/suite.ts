/**
 * The check suite: what is run for a machine, in which order, over how much and for how long. Pure. It measures nothing
 * and decides nothing about pay.
 */
import type { CheckRun, CheckStep, Figure } from '../../shared/contract/app/checks.ts';
import type { Gpu, Inventory } from '../../shared/contract/app/machine.ts';
import type { Difficulty } from '../../shared/domain/proof/difficulty.ts';
import type { MeasureTask } from '../probe/messages.ts';

export type CheckMode = CheckRun['mode'];

/** The part of the inventory that the suite depends on. */
export interface Checkable {
  gpus: readonly Gpu[];
  cpu: Pick<Inventory['cpu'], 'name' | 'threads'>;
  memory: Pick<Inventory['memory'], 'totalBytes'>;
}

export type CheckWork =
  | { via: 'measure'; task: MeasureTask }
  | { via: 'proof'; adapterName: string | null; difficulty: Omit<Difficulty, 'seed'> };

export interface PlannedCheck {
  /** The same in every run on this machine: kind and GPU. */
  id: string;
  kind: CheckStep['kind'];
  /** null: the processor. */
  gpuId: string | null;
  subject: string;
  work: CheckWork;
  deadlineMs: number;
  /** Memory of the subject, for the coverage; null: unknown, or a check that covers none. */
  totalBytes: number | null;
}

const mib = 2 ** 20;
const gib = 2 ** 30;
const smallestCover = 64 * mib;

/** Windows and time of one figure. The quick suite of a GPU and the processor stays under a minute on two cores. */
const plans = {
  quick: { windows: 5, budgetMs: 5000, passes: 1, patternBudgetMs: 8000 },
  full: { windows: 15, budgetMs: 15_000, passes: 6, patternBudgetMs: 60_000 },
} as const;

/** A driver that starts cold, or a machine that is busy elsewhere, may take several times the budget. */
const deadlineFor = (budgetMs: number): number => 30_000 + 4 * budgetMs;

/** Memory that a check of this GPU may take: what others use on a PC in use is left to them. */
const memoryOf = (gpu: Gpu, { memory }: Checkable): number => {
  if (gpu.kind === 'software') return 512 * mib;
  const own = gpu.kind === 'discrete' || gpu.kind === 'virtual' ? gpu.vramBytes.value : null;
  return Math.max(smallestCover, Math.floor(own === null ? memory.totalBytes / 8 : own * 0.75));
};

const rehearsalFor = (gpu: Gpu, memoryBytes: number, mode: CheckMode): Omit<Difficulty, 'seed'> =>
  gpu.kind === 'software'
    ? {
        target: 'gpu',
        coverBytes: 16 * mib,
        maxShardBytes: 256 * mib,
        rounds: 8,
        lanes: 2 ** 14,
        steps: 64,
        expectedShares: 256,
      }
    : {
        target: 'gpu',
        coverBytes: mode === 'quick' ? Math.min(gib, memoryBytes) : memoryBytes,
        maxShardBytes: 512 * mib,
        rounds: 64,
        lanes: 2 ** 18,
        steps: 64,
        expectedShares: 1024,
      };

const gpuChecks = (gpu: Gpu, machine: Checkable, mode: CheckMode): PlannedCheck[] => {
  const { adapterName } = gpu;
  const { windows, budgetMs, passes, patternBudgetMs } = plans[mode];
  const memoryBytes = memoryOf(gpu, machine);
  const isSoftware = gpu.kind === 'software';
  const readBytes = isSoftware ? 64 * mib : Math.min(gib, memoryBytes);
  const quickPattern = isSoftware ? 64 * mib : Math.min(2 * gib, memoryBytes);
  const patternBytes = mode === 'quick' ? quickPattern : memoryBytes;
  const difficulty = rehearsalFor(gpu, memoryBytes, mode);
  const planned = (kind: CheckStep['kind'], budget: number, work: CheckWork): PlannedCheck => ({
    id: `${kind}:${gpu.id}`,
    kind,
    gpuId: gpu.id,
    subject: gpu.name.value ?? adapterName ?? gpu.id,
    work,
    deadlineMs: deadlineFor(budget),
    totalBytes: kind === 'vram_pattern' ? gpu.vramBytes.value : null,
  });
  const measured = (task: MeasureTask): PlannedCheck => planned(task.kind, task.budgetMs, { via: 'measure', task });
  return [
    measured({ kind: 'fp32_throughput', adapterName, windows, budgetMs }),
    measured({ kind: 'memory_bandwidth', adapterName, bytes: readBytes, windows, budgetMs }),
    measured({ kind: 'vram_pattern', adapterName, bytes: patternBytes, passes, budgetMs: patternBudgetMs }),
    planned('proof_rehearsal', patternBudgetMs, { via: 'proof', adapterName, difficulty }),
  ];
};

const cpuChecks = ({ cpu }: Checkable, mode: CheckMode, provesHere: boolean): PlannedCheck[] => {
  const { windows, budgetMs } = plans[mode];
  const own = { gpuId: null, subject: cpu.name ?? '', totalBytes: null };
  const throughput: PlannedCheck = {
    ...own,
    id: 'cpu_throughput:cpu',
    kind: 'cpu_throughput',
    work: {
      via: 'measure',
      task: { kind: 'cpu_throughput', adapterName: null, threads: cpu.threads, windows, budgetMs },
    },
    deadlineMs: deadlineFor(budgetMs),
  };
  if (!provesHere) return [throughput];
  const rehearsal: PlannedCheck = {
    ...own,
    id: 'proof_rehearsal:cpu',
    kind: 'proof_rehearsal',
    work: {
      via: 'proof',
      adapterName: null,
      difficulty: {
        target: 'cpu',
        coverBytes: 16 * mib,
        maxShardBytes: 256 * mib,
        rounds: 8,
        lanes: 2 ** 14,
        steps: 64,
        expectedShares: 256,
      },
    },
    deadlineMs: deadlineFor(budgetMs),
  };
  return [throughput, rehearsal];
};

/**
 * The processor first (it is quick and always there), then each GPU that kernels can run on. Without such a GPU the
 * machine takes part by its processor, so the proof is rehearsed there.
 */
export const planChecks = (machine: Checkable, mode: CheckMode): PlannedCheck[] => {
  const usable = machine.gpus.filter((gpu) => gpu.adapterName !== null && gpu.unusable === null);
  return [...cpuChecks(machine, mode, usable.length === 0), ...usable.flatMap((gpu) => gpuChecks(gpu, machine, mode))];
};

/** Rates do not depend on how long was measured; times and coverage do. */
const isRate = ({ unit }: Figure): boolean => unit === 'GFLOPS' || unit === 'GB/s' || unit === 'MH/s';

/**
 * What a check is compared with: its figure in the last run, or what that one was compared with when it had none.
 *
 * @param last null before the first run
 */
export const previousMedianOf = (id: string, mode: CheckMode, last: CheckRun | null): number | null => {
  const step = last?.steps.find((known) => known.id === id);
  if (!last || !step) return null;
  if (!step.figure) return step.previousMedian;
  return last.mode === mode || isRate(step.figure) ? step.figure.median : null;
};
