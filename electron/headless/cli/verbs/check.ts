/** `check`: runs the check suite, in the running core where there is one, else in a core of its own. */
import type { CheckRun, CheckStep } from '../../../../shared/contract/app/checks.ts';
import { isPerigeeError } from '../../../../shared/contract/codes.ts';
import { createCore } from '../../../core/create-core.ts';
import { headlessPorts } from '../../host.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Face, faceOfCore, faceOfRunning } from '../face.ts';
import type { Verb, VerbContext } from '../verb.ts';

/** Starts a run and follows it to its end. @param onStep told of each step as it ends */
export const runChecks = async (
  face: Face,
  mode: 'quick' | 'full',
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

export const stepLine = (
  { kind, subject, figure, verdict, problem }: CheckStep,
  { sentences }: VerbContext,
): string => {
  const what = `${subject}: ${sentences.say(`checks:kind.${kind}`)}`;
  if (problem) return `✗ ${what}. ${sentences.problem(problem).title} (${problem.code})`;
  const measured = figure ? `: ${sentences.figures.measured(figure.median, figure.unit)}` : '';
  return `${verdict === 'passed' ? '✓' : '✗'} ${what}${measured}`;
};

const withFace = async <T>(context: VerbContext, use: (face: Face) => Promise<T>): Promise<T> => {
  const running = await faceOfRunning(context.options.dataDir).catch((error: unknown) => {
    if (isPerigeeError(error) && error.code === 'NOT_RUNNING') return null;
    throw error;
  });
  if (running) return use(running).finally(() => running.close());
  const core = await createCore(headlessPorts(context));
  return use(faceOfCore(core)).finally(() => core.close());
};

export const checkVerb: Verb = {
  name: 'check',
  options: ['quick', 'full', 'data', 'engine'],
  run: async (context) => {
    const { options, signal, say, answer } = context;
    const run = await withFace(context, async (face) => {
      await face.client.machine.refresh();
      return runChecks(face, options.mode, signal, (step) => say(stepLine(step, context)));
    });
    answer(run);
    if (run.state === 'cancelled') return exitCodes.interrupted;
    return run.steps.every(({ verdict }) => verdict === 'passed') ? exitCodes.done : exitCodes.needsOwner;
  },
};
