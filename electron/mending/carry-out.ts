/** Does what a plan says, step by step, and takes it back; stops at the first step that fails. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { MendingName } from '../../shared/contract/app/mending.ts';
import { type Elevation, elevated, mayBeRefusal } from './elevation.ts';
import { type DoneStep, type MendingRecord, type Undo, undoOf } from './mending-record.ts';
import type { Step } from './plan.ts';

/**
 * Runs one command to its end, its words shown as it says them.
 *
 * @returns its exit code; `stillRunning` when nobody waits longer for it; null when it could not start
 */
export type RunCommand = (words: readonly string[], input: string | null) => Promise<number | null>;

/** No exit code: it goes on without us, and may do all that it was to do. */
export const stillRunning = -1;

export interface Hands {
  run: RunCommand;
  elevation: Elevation;
  record: MendingRecord;
  now: () => number;
  /** Told of each step before it begins. @param words as `wordsOf` @returns false: nothing more is to begin */
  onStep?: (words: readonly string[]) => boolean;
}

export type Outcome =
  | { kind: 'done' }
  | { kind: 'stopped' }
  | { kind: 'failed'; words: readonly string[]; exitCode: number | null };

/** The words of a step as they are run, or what it writes where. */
export const wordsOf = (step: Step, elevation: Elevation): readonly string[] =>
  step.kind === 'file' ? ['write', step.path] : elevated(step.command, step, elevation);

const doStep = async (step: Step, words: readonly string[], { run }: Hands): Promise<Outcome> => {
  if (step.kind === 'file') {
    writeFileSync(step.path, step.content);
    return { kind: 'done' };
  }
  const exitCode = await run(words, step.input);
  return exitCode === 0 ? { kind: 'done' } : { kind: 'failed', words, exitCode };
};

/**
 * Each step that leaves something behind is written down before it begins, and marked when it is done.
 *
 * @param plan `run` is the same for all steps of one mending
 * @throws DISK_FULL, DATA_FOLDER_DENIED, before anything is done where nothing could be written down
 */
export const carryOut = async (
  plan: { name: MendingName; run: string; steps: readonly Step[] },
  hands: Hands,
): Promise<Outcome> => {
  const { record, elevation } = hands;
  record.prepare();
  for (const step of plan.steps) {
    const words = wordsOf(step, elevation);
    if (hands.onStep?.(words) === false) return { kind: 'stopped' };
    const before = record.list();
    const undo = undoOf(step);
    const mark = (isDone: boolean): void => {
      if (undo === null) return;
      record.replace([...before, { at: hands.now(), run: plan.run, name: plan.name, undo, isDone }]);
    };
    mark(false);
    const outcome = await doStep(step, words, hands);
    if (outcome.kind !== 'done') {
      const goesOn = outcome.kind === 'failed' && outcome.exitCode === stillRunning;
      if (undo !== null && !goesOn) record.replace(before);
      return outcome;
    }
    mark(true);
  }
  return { kind: 'done' };
};

/** What taking it back does, as a step. */
export const asStep = (undo: Undo): Step =>
  undo.kind === 'file'
    ? { kind: 'file', path: undo.path, content: undo.before ?? '', before: null }
    : { kind: 'command', command: undo.words, asRoot: undo.asRoot, input: null, undo: null };

/** null: there is none. */
const textOf = (path: string): string | null => (existsSync(path) ? readFileSync(path, 'utf8') : null);

/** A file that somebody changed after us is theirs: it is left as it is. */
const restore = ({ path, before, content }: Extract<Undo, { kind: 'file' }>): void => {
  if (content !== null && textOf(path) !== content) return;
  if (before === null) rmSync(path, { force: true });
  else writeFileSync(path, before);
};

const takeBack = async ({ undo, isDone }: DoneStep, words: readonly string[], { run }: Hands): Promise<Outcome> => {
  if (undo.kind === 'file') {
    restore(undo);
    return { kind: 'done' };
  }
  const exitCode = await run(words, null);
  // Of a step that the app did not see the end of, there may be nothing to take back.
  const isMoot = !isDone && exitCode !== null && !mayBeRefusal(words, exitCode);
  return exitCode === 0 || isMoot ? { kind: 'done' } : { kind: 'failed', words, exitCode };
};

/**
 * Takes back what was done, the last first. What was taken back is forgotten at once.
 *
 * @param isWanted false for the first step that is to stay, and with it all before it
 */
export const undoWhile = async (isWanted: (step: DoneStep) => boolean, hands: Hands): Promise<Outcome> => {
  for (;;) {
    const done = hands.record.list();
    const last = done.at(-1);
    if (last === undefined || !isWanted(last)) return { kind: 'done' };
    const words = wordsOf(asStep(last.undo), hands.elevation);
    if (hands.onStep?.(words) === false) return { kind: 'stopped' };
    const outcome = await takeBack(last, words, hands);
    if (outcome.kind !== 'done') return outcome;
    hands.record.replace(done.slice(0, -1));
  }
};

export const undoAll = (hands: Hands): Promise<Outcome> => undoWhile(() => true, hands);
