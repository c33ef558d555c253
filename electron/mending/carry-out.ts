/** Does what a plan says, step by step, and takes it back; stops at the first step that fails. */
import { rmSync, writeFileSync } from 'node:fs';
import { type Elevation, elevated } from './elevation.ts';
import { type DoneStep, type MendingRecord, type Undo, undoOf } from './mending-record.ts';
import type { MendingName, Step } from './plan.ts';

/** Runs one command to its end, its words shown as it says them. @returns its exit code; null when it could not start */
export type RunCommand = (words: readonly string[], input: string | null) => Promise<number | null>;

export interface Hands {
  run: RunCommand;
  elevation: Elevation;
  record: MendingRecord;
  now: () => number;
}

export type Outcome = { kind: 'done' } | { kind: 'failed'; words: readonly string[]; exitCode: number | null };

/** The words of a step as they are run, or what it writes where. */
export const wordsOf = (step: Step, elevation: Elevation): readonly string[] =>
  step.kind === 'file' ? ['write', step.path] : elevated(step.command, step, elevation);

const doStep = async (step: Step, { run, elevation }: Hands): Promise<Outcome> => {
  const words = wordsOf(step, elevation);
  if (step.kind === 'file') {
    writeFileSync(step.path, step.content);
    return { kind: 'done' };
  }
  const exitCode = await run(words, step.input);
  return exitCode === 0 ? { kind: 'done' } : { kind: 'failed', words, exitCode };
};

/**
 * Each step that left something behind is written down before the next begins.
 *
 * @throws DISK_FULL, DATA_FOLDER_DENIED, before anything is done where nothing could be written down
 */
export const carryOut = async (name: MendingName, steps: readonly Step[], hands: Hands): Promise<Outcome> => {
  hands.record.prepare();
  for (const step of steps) {
    const outcome = await doStep(step, hands);
    if (outcome.kind === 'failed') return outcome;
    const undo = undoOf(step);
    if (undo !== null) hands.record.replace([...hands.record.list(), { at: hands.now(), name, undo }]);
  }
  return { kind: 'done' };
};

const takeBack = async (undo: Undo, { run, elevation }: Hands): Promise<Outcome> => {
  if (undo.kind === 'file') {
    if (undo.before === null) rmSync(undo.path, { force: true });
    else writeFileSync(undo.path, undo.before);
    return { kind: 'done' };
  }
  const words = elevated(undo.words, undo, elevation);
  const exitCode = await run(words, null);
  return exitCode === 0 ? { kind: 'done' } : { kind: 'failed', words, exitCode };
};

/** Takes back everything that was done, the last first. What was taken back is forgotten at once. */
export const undoAll = async (hands: Hands): Promise<Outcome> => {
  for (;;) {
    const done: DoneStep[] = hands.record.list();
    const last = done.at(-1);
    if (last === undefined) return { kind: 'done' };
    const outcome = await takeBack(last.undo, hands);
    if (outcome.kind === 'failed') return outcome;
    hands.record.replace(done.slice(0, -1));
  }
};
