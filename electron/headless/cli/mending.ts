/** `doctor --fix` and `doctor --undo`: shows exactly what would be done, asks, does it, and looks again. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import type { Inventory } from '../../../shared/contract/app/machine.ts';
import { createRunTool } from '../../machine/run-tool.ts';
import {
  asStep,
  carryOut,
  type Hands,
  type Outcome,
  type RunCommand,
  undoAll,
  wordsOf,
} from '../../mending/carry-out.ts';
import { type Elevation, typed } from '../../mending/elevation.ts';
import { elevationHere } from '../../mending/elevation-here.ts';
import { openMendingRecord } from '../../mending/mending-record.ts';
import { isStanding } from '../../mending/outcome-of.ts';
import type { Plan, Step } from '../../mending/plan.ts';
import { planOf } from '../../mending/plan-of.ts';
import { readFacts } from '../../mending/read-facts.ts';
import { planMemoryCap } from '../../mending/windows/plan-windows.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Finding } from './findings.ts';
import type { VerbContext } from './verb.ts';

/** The first thing that is missing and can be mended; null: nothing. @throws CANCELLED */
export const planFor = async (
  { findings, cpu }: { findings: readonly Finding[]; cpu: Inventory['cpu'] | null },
  { options, signal }: Pick<VerbContext, 'options' | 'signal'>,
): Promise<{ code: string; plan: Plan } | null> => {
  const problems = findings.flatMap(({ state, problem }) => (problem && state !== 'ok' ? [problem] : []));
  const wishes = { isVirtualizationOn: cpu?.virtualization ?? null, wantsOwnLinux: options.isWsl };
  const facts = await readFacts(createRunTool(), wishes, signal);
  for (const { code } of problems) {
    const plan = planOf(code, facts);
    if (plan !== null) return { code, plan };
  }
  const cap = facts.of === 'windows' ? planMemoryCap(facts.windows) : null;
  return cap && { code: cap.name, plan: cap };
};

/** What a command says goes where the user looks; with `--json` to standard error, for standard output is one object. */
const runShown =
  (isJson: boolean): RunCommand =>
  ([file = '', ...args], input) =>
    new Promise((resolve) => {
      const child = spawn(file, args, {
        stdio: [input === null ? 'inherit' : 'pipe', isJson ? 2 : 'inherit', 'inherit'],
      });
      child.stdin?.end(input);
      child.once('error', () => resolve(null));
      child.once('close', resolve);
    });

const handsOf = ({ options, clock }: VerbContext): Hands => ({
  run: runShown(options.isJson),
  elevation: elevationHere(process.stdin.isTTY === true),
  record: openMendingRecord(options.dataDir, clock.now),
  now: clock.now,
});

const showSteps = (steps: readonly Step[], { say }: VerbContext, elevation: Elevation): void => {
  for (const step of steps) {
    say(`  $ ${typed(wordsOf(step, elevation), elevation.platform)}`);
    const content = step.kind === 'file' ? step.content : step.input;
    for (const line of content?.trimEnd().split('\n') ?? []) say(`      ${line}`);
  }
};

/** @returns null where nobody can be asked */
const isAgreed = async ({ options, sentences, signal }: VerbContext): Promise<boolean | null> => {
  if (options.isYes) return true;
  if (options.isJson || process.stdin.isTTY !== true) return null;
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await lines.question(`${sentences.say('mend.ask')} `, { signal });
    return /^(y|yes|s|sí|si|ن|نعم)$/i.test(answer.trim());
  } finally {
    lines.close();
  }
};

const tellOutcome = (outcome: Outcome, { sentences, say }: VerbContext): void => {
  if (outcome.kind === 'failed')
    say(
      sentences.say('mend.failed', {
        command: typed(outcome.words, process.platform),
        exitCode: String(outcome.exitCode ?? '–'),
      }),
    );
};

/** @param lookAgain what stands in the way afterwards, by its codes */
export const mend = async (
  found: { code: string; plan: Plan } | null,
  context: VerbContext,
  lookAgain: () => Promise<readonly string[]>,
): Promise<ExitCode> => {
  const { sentences, say, answer } = context;
  if (found === null) {
    say(sentences.say('mend.nothing'));
    answer({ plan: null, outcome: 'nothing_to_do' });
    return exitCodes.done;
  }
  const { code, plan } = found;
  say(sentences.say(`mending:plan.${plan.name}`));
  if (plan.kind === 'by_hand') {
    answer({ plan: { name: plan.name, steps: [] }, outcome: 'by_hand' });
    return exitCodes.needsOwner;
  }
  const hands = handsOf(context);
  const shown = {
    name: plan.name,
    code,
    afterwards: plan.afterwards,
    steps: plan.steps.map((step) => ({
      command: wordsOf(step, hands.elevation),
      input: step.kind === 'file' ? step.content : step.input,
    })),
  };
  showSteps(plan.steps, context, hands.elevation);
  const agreed = await isAgreed(context);
  if (agreed !== true) {
    say(sentences.say(agreed === null ? 'mend.sayYes' : 'mend.left'));
    answer({ plan: shown, outcome: 'not_agreed' });
    return exitCodes.needsOwner;
  }
  const outcome = await carryOut({ name: plan.name, run: randomUUID(), steps: plan.steps }, hands);
  tellOutcome(outcome, context);
  if (outcome.kind === 'failed') {
    answer({ plan: shown, outcome: 'failed', exitCode: outcome.exitCode });
    return exitCodes.failed;
  }
  if (plan.afterwards !== null) say(sentences.say(`mending:afterwards.${plan.afterwards}`));
  const isMended = !isStanding(code, await lookAgain());
  say(sentences.say(isMended ? 'mend.mended' : plan.afterwards === null ? 'mend.stillThere' : 'mend.notYet'));
  answer({ plan: shown, outcome: isMended ? 'mended' : 'still_there' });
  return isMended || plan.afterwards !== null ? exitCodes.done : exitCodes.needsOwner;
};

export const undoMendings = async (context: VerbContext): Promise<ExitCode> => {
  const { sentences, say, answer } = context;
  const hands = handsOf(context);
  const done = hands.record.list().toReversed();
  if (done.length === 0) {
    say(sentences.say('mend.nothingDone'));
    answer({ undone: 0, outcome: 'nothing_to_do' });
    return exitCodes.done;
  }
  say(sentences.say('mend.undoing'));
  const asSteps = done.map(({ undo }) => asStep(undo));
  showSteps(asSteps, context, hands.elevation);
  const agreed = await isAgreed(context);
  if (agreed !== true) {
    say(sentences.say(agreed === null ? 'mend.sayYes' : 'mend.left'));
    answer({ undone: 0, outcome: 'not_agreed' });
    return exitCodes.needsOwner;
  }
  const outcome = await undoAll(hands);
  tellOutcome(outcome, context);
  answer({ undone: done.length - hands.record.list().length, outcome: outcome.kind });
  if (outcome.kind === 'done') say(sentences.say('mend.undone'));
  return outcome.kind === 'done' ? exitCodes.done : exitCodes.failed;
};
