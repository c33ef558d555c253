/**
 * The check suite: what is run for a machine, in which order, over how much and for how long. Pure. It measures nothing
 * and decides nothing about pay.
 */
import type { CheckKind, CheckMode, CheckRun, Figure } from '../../shared/contract/app/checks.ts';
import type { Gpu, Inventory } from '../../shared/contract/app/machine.ts';
import type { Difficulty } from '../../shared/domain/proof/difficulty.ts';
import type { MeasureTask } from '../probe/messages.ts';
import { type Budgets, budgets, deadlineFor } from './budgets.ts';
import { type MemoryShare, memoryShareOf } from './memory-share.ts';

/** The part of the inventory that the suite depends on. */
export interface Checkable {
  gpus: readonly Gpu[];
  cpu: Pick<Inventory['cpu'], 'name' | 'threads'>;
  memory: Pick<Inventory['memory'], 'totalBytes'>;
}

export interface SuiteFacts {
  /** Where the disk's test file is made. */
  folder: string;
  /** Of the seeded chain and the seeded matrices: 32 bytes in hex. */
  seed: string;
  /** What others hold of a GPU's memory; null when no tool says. */
  vramUsedBytes: (gpuId: string) => number | null;
}

export type CheckWork =
  | { via: 'measure'; task: MeasureTask }
  | { via: 'proof'; adapterName: string | null; difficulty: Omit<Difficulty, 'seed'> }
  /** Told by the network, which measured it. */
  | { via: 'link' };

export interface PlannedCheck {
  /** The same in every run on this machine: kind and subject. */
  id: string;
  kind: CheckKind;
  /** null: the PC itself. */
  gpuId: string | null;
  /** Of the probe that it is measured in. */
  selector: string | null;
  subject: string;
  work: CheckWork;
  /** What it is reckoned with: steady load too. */
  budgetMs: number;
  deadlineMs: number;
  /** Memory of the subject, for the coverage; null: unknown, or a check that covers none. */
  totalBytes: number | null;
}

const mib = 2 ** 20;

/** The least proof that says something: for a software adapter, and for the processor where there is no other. */
const smallProof = {
  coverBytes: 16 * mib,
  maxShardBytes: 256 * mib,
  rounds: 8,
  lanes: 2 ** 14,
  steps: 64,
  expectedShares: 256,
} as const;

const rehearsalFor = (gpu: Gpu, { proofBytes }: MemoryShare): Omit<Difficulty, 'seed'> =>
  gpu.kind === 'software'
    ? { target: 'gpu', ...smallProof }
    : {
        target: 'gpu',
        coverBytes: proofBytes,
        maxShardBytes: 512 * mib,
        rounds: 64,
        lanes: 2 ** 18,
        steps: 64,
        expectedShares: 1024,
      };

/** What the proof asks of a card comes first among what a minute has room for. */
const inQuick: readonly CheckKind[] = [
  'fp32_throughput',
  'int32_throughput',
  'memory_bandwidth',
  'random_read',
  'host_to_device',
];

const planned = (
  subject: Pick<PlannedCheck, 'gpuId' | 'selector' | 'subject'> & { name: string },
  kind: CheckKind,
  budgetMs: number,
  work: CheckWork,
): PlannedCheck => ({
  id: `${kind}:${subject.name}`,
  kind,
  gpuId: subject.gpuId,
  selector: subject.selector,
  subject: subject.subject,
  work,
  budgetMs,
  deadlineMs: deadlineFor(budgetMs),
  totalBytes: null,
});

const gpuFigures = (gpu: Gpu, budget: Budgets, share: MemoryShare, seed: string): MeasureTask[] => {
  const { adapterName } = gpu;
  const budgetMs = gpu.kind === 'software' ? budget.softwareFigureMs : budget.figureMs;
  const plan = { adapterName, windows: budget.windows, budgetMs, sustainMs: 0 };
  const steady = { ...plan, sustainMs: budget.sustainMs };
  const { workBytes, transferBytes } = share;
  return [
    { kind: 'launch_latency', ...plan },
    { kind: 'fp32_throughput', ...steady },
    { kind: 'fp16_throughput', ...plan },
    { kind: 'int32_throughput', ...plan },
    { kind: 'dot4_throughput', ...plan },
    { kind: 'matrix_throughput', ...plan },
    { kind: 'gemm_throughput', ...plan },
    { kind: 'int8_product', seed, ...plan },
    { kind: 'memory_bandwidth', bytes: workBytes, ...steady },
    { kind: 'memory_copy', bytes: workBytes, ...plan },
    { kind: 'random_read', bytes: workBytes, ...plan },
    { kind: 'host_to_device', bytes: transferBytes, ...plan },
    { kind: 'device_to_host', bytes: transferBytes, ...plan },
  ];
};

const durationOf = (task: MeasureTask): number => task.budgetMs + ('sustainMs' in task ? task.sustainMs : 0);

const depths = { quick: 'quick', full: 'quick', memory: 'standard', memory_long: 'extended' } as const;

const gpuChecks = (gpu: Gpu, machine: Checkable, mode: CheckMode, facts: SuiteFacts): PlannedCheck[] => {
  const { adapterName, id, selector } = gpu;
  const budget = budgets[mode];
  const share = memoryShareOf(gpu, machine.memory.totalBytes, facts.vramUsedBytes(id), mode);
  const subject = { name: id, gpuId: id, selector, subject: gpu.name.value ?? adapterName ?? id };
  const measured = (task: MeasureTask): PlannedCheck =>
    planned(subject, task.kind, durationOf(task), { via: 'measure', task });
  const pattern: PlannedCheck = {
    ...measured({
      kind: 'vram_pattern',
      adapterName,
      bytes: share.coverBytes,
      depth: depths[mode],
      budgetMs: gpu.kind === 'software' ? budget.softwareVramMs : budget.vramMs,
    }),
    totalBytes: gpu.vramBytes.value,
  };
  if (mode === 'memory' || mode === 'memory_long') return [pattern];
  const figures = gpuFigures(gpu, budget, share, facts.seed).filter(
    ({ kind }) => mode === 'full' || inQuick.includes(kind),
  );
  const proof: CheckWork = { via: 'proof', adapterName, difficulty: rehearsalFor(gpu, share) };
  return [...figures.map(measured), pattern, planned(subject, 'proof_rehearsal', budget.proofMs, proof)];
};

/** Of each thread; a whole processor's share stays within an eighth of the memory. */
const threadBytes = ({ cpu, memory }: Checkable): number =>
  Math.max(mib, Math.min(96 * mib, Math.floor(memory.totalBytes / 8 / cpu.threads)));

const pcChecks = (machine: Checkable, mode: CheckMode, { folder, seed }: SuiteFacts): PlannedCheck[] => {
  const { windows, figureMs, diskMs, diskBytes } = budgets[mode];
  const { threads } = machine.cpu;
  const own = { gpuId: null, selector: null };
  const cpu = { ...own, name: 'cpu', subject: machine.cpu.name ?? '' };
  const disk = { ...own, name: 'disk', subject: folder };
  const plan = { windows, budgetMs: figureMs, sustainMs: 0 };
  const diskPlan = { folder, bytes: diskBytes, windows, budgetMs: diskMs, sustainMs: 0 };
  const measured = (subject: typeof cpu, task: MeasureTask): PlannedCheck =>
    planned(subject, task.kind, task.budgetMs, { via: 'measure', task });
  const link = planned({ ...own, name: 'network', subject: '' }, 'network_link', 0, { via: 'link' });
  const single = measured(cpu, { kind: 'cpu_single', ...plan });
  const all = measured(cpu, { kind: 'cpu_throughput', threads, ...plan });
  const sequential = measured(disk, { kind: 'disk_sequential', ...diskPlan });
  if (mode === 'quick') return [link, single, all, sequential];
  return [
    link,
    single,
    all,
    measured(cpu, { kind: 'cpu_memory', threads, bytes: threadBytes(machine), ...plan }),
    measured(cpu, { kind: 'cpu_chain', seed, ...plan }),
    sequential,
    measured(disk, { kind: 'disk_random', ...diskPlan }),
  ];
};

const cpuRehearsal = ({ cpu }: Checkable, mode: CheckMode): PlannedCheck => {
  const subject = { name: 'cpu', gpuId: null, selector: null, subject: cpu.name ?? '' };
  const difficulty = { target: 'cpu', ...smallProof } as const;
  return planned(subject, 'proof_rehearsal', budgets[mode].proofMs, { via: 'proof', adapterName: null, difficulty });
};

/**
 * The PC first (it is quick and always there), then each GPU that kernels can run on, from light to heavy. Without such a
 * GPU the machine takes part by its processor, so the proof is rehearsed there. The memory modes check GPUs alone, and
 * plan nothing where there is none.
 */
export const planChecks = (machine: Checkable, mode: CheckMode, facts: SuiteFacts): PlannedCheck[] => {
  const usable = machine.gpus.filter((gpu) => gpu.adapterName !== null && gpu.unusable === null);
  const ofGpus = usable.flatMap((gpu) => gpuChecks(gpu, machine, mode, facts));
  if (mode === 'memory' || mode === 'memory_long') return ofGpus;
  const ofPc = pcChecks(machine, mode, facts);
  return usable.length === 0 ? [...ofPc, cpuRehearsal(machine, mode)] : [...ofPc, ...ofGpus];
};

/** Rates do not depend on how long or over how much was measured; the time of a proof and what was covered do. */
const isRate = ({ unit }: Figure): boolean => unit !== 's' && unit !== 'MB';

/**
 * What a check is compared with: its figure in the latest run that has a comparable one, or what that run was compared
 * with when the check had none.
 *
 * @param recent the last run of each mode, newest first
 */
export const previousMedianOf = (id: string, mode: CheckMode, recent: readonly CheckRun[]): number | null => {
  for (const run of recent) {
    const step = run.steps.find((known) => known.id === id);
    if (!step) continue;
    if (step.figure && (run.mode === mode || isRate(step.figure))) return step.figure.median;
    if (!step.figure && run.mode === mode && step.previousMedian !== null) return step.previousMedian;
  }
  return null;
};
