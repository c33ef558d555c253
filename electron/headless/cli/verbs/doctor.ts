/**
 * `doctor`: reads the machine and every prerequisite, or in their place what tools printed on another machine. Changes
 * nothing, not even the data folder, unless it is told to mend what is missing or to take that back.
 */
import type { Display, Gpu, Inventory } from '../../../../shared/contract/app/machine.ts';
import { inspectMachine } from '../../../core/inspect-machine.ts';
import { replay } from '../../../machine/replay.ts';
import { createRunTool } from '../../../machine/run-tool.ts';
import { missingForGpus } from '../../../mending/read-facts.ts';
import { headlessPorts } from '../../host.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Finding, findingsOf, findingsOfReplay, type GpuContainersGap } from '../findings.ts';
import { factsOfGpu, flatGpu } from '../flat-gpu.ts';
import { mend, planFor, undoMendings } from '../mending.ts';
import { UsageError } from '../options.ts';
import { readRecordings } from '../recordings.ts';
import type { Verb, VerbContext } from '../verb.ts';

/** What there is to tell; null where nobody looked. */
interface Examination {
  gpus: readonly Gpu[];
  displays: readonly Display[];
  engine: Inventory['engine'] | null;
  cpu: Inventory['cpu'] | null;
  memory: Inventory['memory'] | null;
  disk: Inventory['disk'] | null;
  findings: readonly Finding[];
}

const marks = { ok: '✓', warning: '!', problem: '✗', unknown: '?' } as const;

const speakOfGpu = (gpu: Gpu, { sentences, say }: VerbContext): void => {
  const unknown = sentences.say('doctor.unknown');
  const textOf = (fact: string, value: string | number | null): string => {
    if (value === null) return unknown;
    return fact === 'vramBytes' ? sentences.figures.gigabytes(Number(value)) : String(value);
  };
  say(
    sentences.say(gpu.unusable === null ? 'doctor.gpu' : 'doctor.gpuUnusable', {
      name: gpu.name.value ?? unknown,
      kind: sentences.say(`doctor.kind.${gpu.kind}`),
      memory: textOf('vramBytes', gpu.vramBytes.value),
      driver: gpu.driver.value ?? unknown,
      why: gpu.unusable === null ? '' : sentences.say(`doctor.unusable.${gpu.unusable}`),
    }),
  );
  for (const device of gpu.mig ?? [])
    say(
      sentences.say('doctor.mig', {
        profile: device.profile ?? unknown,
        memory: textOf('vramBytes', device.memoryBytes),
      }),
    );
  for (const [fact, { value, source, conflicts }] of Object.entries(factsOfGpu(gpu)))
    for (const other of conflicts)
      say(
        sentences.say('doctor.conflict', {
          fact: sentences.say(`doctor.fact.${fact}`),
          source,
          value: textOf(fact, value),
          other: other.source,
          otherValue: textOf(fact, other.value),
        }),
      );
};

const speak = ({ gpus, displays, findings }: Examination, context: VerbContext): void => {
  const { sentences, say } = context;
  for (const gpu of gpus) speakOfGpu(gpu, context);
  for (const { name, reason } of displays)
    say(sentences.say('doctor.display', { name, why: sentences.say(`doctor.displayReason.${reason}`) }));
  const hasGpu = gpus.some(({ kind }) => kind !== 'software');
  for (const { name, state, problem } of findings) {
    // Where there is a GPU that cannot take part, its own line says why.
    const fix = problem && !(problem.code === 'NO_GPU' && hasGpu) ? sentences.problem(problem) : null;
    const words = fix ? `${fix.title} ${fix.fix} (${problem?.code})` : sentences.say(`doctor.finding.${name}.${state}`);
    say(`${marks[state]} ${words.replace(/\s+/g, ' ')}`);
  }
};

const examine = async (context: VerbContext): Promise<Examination> => {
  const { options, sentences, signal, say } = context;
  if (options.replay.length === 0) {
    const inventory = await inspectMachine(headlessPorts(context), signal);
    return { ...inventory, findings: findingsOf(inventory, await gpuContainersGap(signal)) };
  }
  const replayed = replay(await readRecordings(options.replay, signal));
  say(sentences.say('doctor.replayed'));
  return {
    ...replayed,
    cpu: null,
    memory: null,
    disk: null,
    findings: findingsOfReplay(replayed, options.replay),
  };
};

const gpuContainersGap = async (signal: AbortSignal): Promise<GpuContainersGap | null> =>
  process.platform === 'darwin' ? 'platform' : missingForGpus(createRunTool(), signal);

export const doctorVerb: Verb = {
  name: 'doctor',
  options: ['fix', 'undo', 'yes', 'wsl', 'data', 'engine', 'replay'],
  run: async (context) => {
    const { options, sentences, say, answer } = context;
    if (options.isFix && options.isUndo) throw new UsageError('usage.fixOrUndo');
    if ((options.isFix || options.isUndo) && options.replay.length > 0) throw new UsageError('usage.fixReplay');
    if (options.isUndo) return undoMendings(context);
    const examination = await examine(context);
    const plan = options.replay.length > 0 ? null : await planFor(examination, context);
    if (options.isFix) {
      speak(examination, context);
      return mend(plan, context, async () => {
        const after = await examine(context);
        return after.findings.flatMap(({ problem }) => (problem ? [problem.code] : []));
      });
    }
    const { gpus, displays, engine, cpu, memory, disk, findings } = examination;
    speak(examination, context);
    if (plan?.plan.kind === 'steps')
      say(sentences.say('mend.offer', { what: sentences.say(`mending:plan.${plan.plan.name}`) }));
    answer({
      gpus: gpus.map(flatGpu),
      displays,
      engine,
      cpu,
      memory,
      disk,
      checks: findings.map(({ problem, ...finding }) => ({
        ...finding,
        fix: problem && sentences.problem(problem).fix,
      })),
    });
    return findings.some(({ state }) => state === 'problem') ? exitCodes.needsOwner : exitCodes.done;
  },
};
