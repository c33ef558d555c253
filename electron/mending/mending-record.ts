/** What was done to this PC, so that all of it can be taken back. One file, written before and after each step. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { mendings } from '../../shared/contract/app/mending.ts';
import { setAside } from '../storage/set-aside.ts';
import { storageError } from '../storage/storage-error.ts';
import type { Step } from './plan.ts';

const undoSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('command'), words: z.array(z.string()).min(1), asRoot: z.boolean() }),
  z.object({
    kind: z.literal('file'),
    path: z.string(),
    before: z.string().nullable(),
    /** What was written; null in records of before it was kept. */
    content: z.string().nullable().default(null),
  }),
]);
export type Undo = z.infer<typeof undoSchema>;

const doneStepSchema = z.object({
  at: z.number(),
  /** Steps of one mending have the same; '' in records of before there was one. */
  run: z.string().default(''),
  name: z.enum(mendings),
  undo: undoSchema,
  /** False from before the step until it has ended: the app may have ended in between. */
  isDone: z.boolean().default(true),
});
const recordSchema = z.array(doneStepSchema);
export type DoneStep = z.infer<typeof recordSchema>[number];

/** @returns null for a step that leaves nothing behind */
export const undoOf = (step: Step): Undo | null => {
  if (step.kind === 'file') return { kind: 'file', path: step.path, before: step.before, content: step.content };
  return step.undo && { kind: 'command', words: [...step.undo], asRoot: step.asRoot };
};

export interface MendingRecord {
  /**
   * To be called before anything is done: makes sure that it can be written down, and keeps what lies in its place and
   * is no record.
   *
   * @throws DISK_FULL, DATA_FOLDER_DENIED
   */
  prepare(): void;
  /** The oldest first. */
  list(): DoneStep[];
  /** @throws DISK_FULL, DATA_FOLDER_DENIED */
  replace(steps: readonly DoneStep[]): void;
}

export const openMendingRecord = (dataDir: string, now: () => number): MendingRecord => {
  const path = join(dataDir, 'mendings.json');
  /** null when what lies there is no record of ours. */
  const read = (): DoneStep[] | null => {
    try {
      return recordSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? null;
    } catch {
      return existsSync(path) ? null : [];
    }
  };
  const replace: MendingRecord['replace'] = (steps) => {
    try {
      mkdirSync(dataDir, { recursive: true, mode: 0o700 });
      writeFileSync(`${path}.new`, `${JSON.stringify(steps, null, 2)}\n`, { mode: 0o600 });
      renameSync(`${path}.new`, path);
    } catch (error) {
      throw storageError(error, path);
    }
  };
  return {
    prepare: () => {
      const known = read();
      if (known === null) setAside(path, now());
      replace(known ?? []);
    },
    list: () => read() ?? [],
    replace,
  };
};
