/** `doctor`: reads the machine and every prerequisite. Changes nothing, not even the data folder. */
import type { Inventory } from '../../../../shared/contract/app/machine.ts';
import type { Problem } from '../../../../shared/contract/codes.ts';
import { inspectMachine } from '../../../core/inspect-machine.ts';
import { headlessPorts } from '../../host.ts';
import { exitCodes } from '../exit-codes.ts';
import { flatGpu } from '../flat-gpu.ts';
import type { Verb, VerbContext } from '../verb.ts';

export interface Finding {
  name: 'gpu' | 'engine' | 'memory' | 'disk' | 'virtualization' | 'tool';
  state: 'ok' | 'warning' | 'problem' | 'unknown';
  code: string | null;
  evidence: Record<string, unknown>;
  problem: Problem | null;
}

const gibibyte = 1024 ** 3;
/** Below these a renter's job seldom fits. */
const leastMemoryBytes = 12 * gibibyte;
const leastDiskBytes = 20 * gibibyte;

const ok = (name: Finding['name'], evidence: Finding['evidence']): Finding => ({
  name,
  state: 'ok',
  code: null,
  evidence,
  problem: null,
});

/** Docker on Windows and macOS runs in a virtual machine; on Linux it does not ask. */
const virtualizationOf = ({ cpu, platform }: Inventory): Finding[] => {
  if (platform === 'linux') return [];
  const { virtualization } = cpu;
  const state = virtualization === null ? 'unknown' : virtualization ? 'ok' : 'warning';
  return [{ ...ok('virtualization', { on: virtualization }), state }];
};

/** What each prerequisite looks like, worked out from one inventory. Pure. */
export const findingsOf = (inventory: Inventory): Finding[] => {
  const usable = inventory.gpus.filter(({ unusable, kind }) => unusable === null && kind !== 'software');
  const { engine, memory, disk } = inventory;
  const gpu: Finding =
    usable.length > 0
      ? ok('gpu', { usable: usable.map(({ id }) => id) })
      : {
          name: 'gpu',
          state: 'warning',
          code: 'NO_GPU',
          evidence: { found: inventory.gpus.length },
          problem: { code: 'NO_GPU', data: {} },
        };
  const docker: Finding =
    engine.problem === null
      ? ok('engine', { name: engine.name, version: engine.version, socketPath: engine.socketPath })
      : {
          name: 'engine',
          state: engine.version === null ? 'problem' : 'warning',
          code: engine.problem.code,
          evidence: engine.problem.data,
          problem: engine.problem,
        };
  const least = (name: 'memory' | 'disk', bytes: number | null, leastBytes: number, evidence: object): Finding => ({
    name,
    state: bytes === null ? 'unknown' : bytes >= leastBytes ? 'ok' : 'warning',
    code: null,
    evidence: { ...evidence, leastBytes },
    problem: null,
  });
  return [
    gpu,
    docker,
    least('memory', memory.totalBytes, leastMemoryBytes, memory),
    least('disk', disk.freeBytes, leastDiskBytes, disk),
    ...virtualizationOf(inventory),
    ...inventory.problems.map(
      (problem): Finding => ({ name: 'tool', state: 'warning', code: problem.code, evidence: problem.data, problem }),
    ),
  ];
};

const marks = { ok: '✓', warning: '!', problem: '✗', unknown: '?' } as const;

const speak = (inventory: Inventory, findings: readonly Finding[], { sentences, say }: VerbContext): void => {
  for (const { name, vramBytes, driver, kind, usable } of inventory.gpus.map(flatGpu)) {
    const unknown = sentences.say('doctor.unknown');
    say(
      sentences.say(usable ? 'doctor.gpu' : 'doctor.gpuUnusable', {
        name: name ?? unknown,
        kind: sentences.say(`doctor.kind.${kind}`),
        memory: vramBytes === null ? unknown : sentences.figures.gigabytes(vramBytes),
        driver: driver ?? unknown,
      }),
    );
  }
  for (const { name, state, problem } of findings) {
    const fix = problem && sentences.problem(problem);
    say(
      `${marks[state]} ${fix ? `${fix.title} ${fix.fix} (${problem.code})` : sentences.say(`doctor.finding.${name}.${state}`)}`,
    );
  }
};

export const doctorVerb: Verb = {
  name: 'doctor',
  options: ['data', 'engine'],
  run: async (context) => {
    const { sentences, signal, answer } = context;
    const inventory = await inspectMachine(headlessPorts(context), signal);
    const findings = findingsOf(inventory);
    speak(inventory, findings, context);
    answer({
      gpus: inventory.gpus.map(flatGpu),
      engine: inventory.engine,
      cpu: inventory.cpu,
      memory: inventory.memory,
      disk: inventory.disk,
      checks: findings.map(({ problem, ...finding }) => ({
        ...finding,
        fix: problem && sentences.problem(problem).fix,
      })),
    });
    return findings.some(({ state }) => state === 'problem') ? exitCodes.needsOwner : exitCodes.done;
  },
};
