/** `check`: runs the check suite, in the running core where there is one, else in a core of its own. */
import type { CheckMode, CheckRun, CheckStep } from '../../../../shared/contract/app/checks.ts';
import { createCore } from '../../../core/create-core.ts';
import { headlessPorts } from '../../host.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Face, faceOfCore, findRunning } from '../face.ts';
import { scalingLine, stepLines } from '../step-lines.ts';
import type { Verb, VerbContext } from '../verb.ts';

/** Starts a run and follows it to its end. @param onStep told of each step as it ends */
export const runChecks = async (
  face: Face,
  mode: CheckMode,
  signal: AbortSignal,
  onStep: (step: CheckStep) => void,
): Promise<CheckRun> => {
  const { runId } = await face.client.checks.start({ mode });
  const told = new Set<string>();
  const ended = new AbortController();
  const onAbort = (): void => void face.client.checks.cancel().catch(() => undefined);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    for await (const { checks } of face.watch(ended.signal)) {
      const run = checks.run;
      if (run?.id !== runId) continue;
      for (const step of run.steps) {
        if (told.has(step.id) || step.state === 'waiting' || step.state === 'running') continue;
        told.add(step.id);
        onStep(step);
      }
      if (run.state !== 'running') return run;
    }
    throw new Error('the live state ended before the checks did');
  } finally {
    signal.removeEventListener('abort', onAbort);
    ended.abort();
  }
};

export const stepLine = (step: CheckStep, { sentences }: VerbContext): string => stepLines(step, sentences).join('\n');

const withFace = async <T>(context: VerbContext, use: (face: Face) => Promise<T>): Promise<T> => {
  const running = await findRunning(context.options.dataDir);
  if (running) return use(running).finally(() => running.close());
  const core = await createCore(headlessPorts(context));
  return use(faceOfCore(core)).finally(() => core.close());
};

const isWell = ({ verdict }: CheckStep): boolean => verdict === 'passed' || verdict === 'not_offered';

export const checkVerb: Verb = {
  name: 'check',
  options: ['quick', 'full', 'memory', 'memory-long', 'data', 'engine'],
  run: async (context) => {
    const { options, sentences, signal, say, answer } = context;
    const run = await withFace(context, async (face) => {
      const { cpu } = await face.client.machine.refresh();
      const ended = await runChecks(face, options.mode, signal, (step) => say(stepLine(step, context)));
      const scaling = scalingLine(ended, cpu.threads, sentences);
      if (scaling !== null) say(scaling);
      return ended;
    });
    answer(run);
    if (run.state === 'cancelled') return exitCodes.interrupted;
    if (run.steps.length === 0) say(sentences.say('check.nothing'));
    return run.steps.length > 0 && run.steps.every(isWell) ? exitCodes.done : exitCodes.needsOwner;
  },
};
