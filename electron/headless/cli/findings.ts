/** What each prerequisite of a job looks like, worked out from what was seen of a machine. Pure. */
import type { Gpu, Inventory } from '../../../shared/contract/app/machine.ts';
import type { Problem, ProblemData } from '../../../shared/contract/codes.ts';
import type { Replayed } from '../../machine/replay.ts';

export interface Finding {
  name: 'gpu' | 'gpu_containers' | 'engine' | 'memory' | 'disk' | 'virtualization' | 'tool';
  state: 'ok' | 'warning' | 'problem' | 'unknown';
  code: string | null;
  evidence: Record<string, unknown>;
  problem: Problem | null;
}

const gibibyte = 1024 ** 3;
/** Below these a renter's job seldom fits. */
const leastMemoryBytes = 12 * gibibyte;
const leastDiskBytes = 20 * gibibyte;

const gapProblem = (missing: GpuContainersGap): Problem => ({ code: 'GPU_CONTAINERS_OFF', data: { missing } });

const ok = (name: Finding['name'], evidence: Finding['evidence']): Finding => ({
  name,
  state: 'ok',
  code: null,
  evidence,
  problem: null,
});

const failed = (name: Finding['name'], state: 'warning' | 'problem', problem: Problem, evidence: object): Finding => ({
  name,
  state,
  code: problem.code,
  evidence: { ...problem.data, ...evidence },
  problem,
});

const gpuFinding = (gpus: readonly Gpu[]): Finding => {
  const usable = gpus.filter(({ unusable, kind }) => unusable === null && kind !== 'software');
  if (usable.length > 0) return ok('gpu', { usable: usable.map(({ id }) => id) });
  return failed('gpu', 'warning', { code: 'NO_GPU', data: {} }, { found: gpus.length });
};

const engineFinding = ({ problem, name, version, socketPath }: Inventory['engine']): Finding =>
  problem === null
    ? ok('engine', { name, version, socketPath })
    : failed('engine', version === null ? 'problem' : 'warning', problem, {});

/** Docker on Windows and macOS runs in a virtual machine; on Linux it does not ask. */
const virtualizationOf = ({ cpu, platform }: Inventory): Finding[] => {
  if (platform === 'linux') return [];
  const { virtualization } = cpu;
  const state = virtualization === null ? 'unknown' : virtualization ? 'ok' : 'warning';
  return [{ ...ok('virtualization', { on: virtualization }), state }];
};

const least = (name: 'memory' | 'disk', bytes: number | null, leastBytes: number, evidence: object): Finding => ({
  ...ok(name, { ...evidence, leastBytes }),
  state: bytes === null ? 'unknown' : bytes >= leastBytes ? 'ok' : 'warning',
});

export type GpuContainersGap = ProblemData<'GPU_CONTAINERS_OFF'>['missing'];

/** Said only where there is a GPU that a container could be given. */
const gpuContainersFinding = ({ gpus }: Inventory, missing: GpuContainersGap | null): Finding[] => {
  const isThere = gpus.some(({ vendor, unusable }) => vendor.value === 'nvidia' && unusable === null);
  if (missing === 'platform') return [failed('gpu_containers', 'warning', gapProblem(missing), {})];
  if (!isThere) return [];
  return missing === null ? [ok('gpu_containers', {})] : [failed('gpu_containers', 'warning', gapProblem(missing), {})];
};

/** @param gap what keeps GPUs out of containers; null: nothing, or nobody looked */
export const findingsOf = (inventory: Inventory, gap: GpuContainersGap | null): Finding[] => [
  gpuFinding(inventory.gpus),
  ...gpuContainersFinding(inventory, gap),
  engineFinding(inventory.engine),
  least('memory', inventory.memory.totalBytes, leastMemoryBytes, inventory.memory),
  least('disk', inventory.disk.freeBytes, leastDiskBytes, inventory.disk),
  ...virtualizationOf(inventory),
  ...inventory.problems.map((problem) => failed('tool', 'warning', problem, {})),
];

/** Of what recordings told: nothing is said of what none of them is about. */
export const findingsOfReplay = (
  { gpus, engine, failures }: Replayed,
  recorded: readonly { readonly name: string }[],
): Finding[] => [
  ...(recorded.some(({ name }) => name !== 'docker-info') ? [gpuFinding(gpus)] : []),
  ...(engine === null ? [] : [engineFinding(engine)]),
  ...failures.map(({ name, problem }) =>
    failed(name === 'docker-info' ? 'engine' : 'tool', 'warning', problem, { recording: name }),
  ),
];
