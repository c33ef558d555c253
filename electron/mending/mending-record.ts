/** What was done to this PC, so that all of it can be taken back. One file, written after each step. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { mendings, type Step } from './plan.ts';

const undoSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('command'), words: z.array(z.string()).min(1), asRoot: z.boolean() }),
  z.object({ kind: z.literal('file'), path: z.string(), before: z.string().nullable() }),
]);
export type Undo = z.infer<typeof undoSchema>;

const recordSchema = z.array(z.object({ at: z.number(), name: z.enum(mendings), undo: undoSchema }));
export type DoneStep = z.infer<typeof recordSchema>[number];

/** @returns null for a step that leaves nothing behind */
export const undoOf = (step: Step): Undo | null => {
  if (step.kind === 'file') return { kind: 'file', path: step.path, before: step.before };
  return step.undo && { kind: 'command', words: [...step.undo], asRoot: step.asRoot };
};

export interface MendingRecord {
  /** The oldest first. */
  list(): DoneStep[];
  /** @throws what the file system throws */
  replace(steps: readonly DoneStep[]): void;
}

export const openMendingRecord = (dataDir: string): MendingRecord => {
  const path = join(dataDir, 'mendings.json');
  return {
    list: () => {
      try {
        return recordSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? [];
      } catch {
        return [];
      }
    },
    replace: (steps) => {
      mkdirSync(dataDir, { recursive: true, mode: 0o700 });
      writeFileSync(`${path}.new`, `${JSON.stringify(steps, null, 2)}\n`, { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },
  };
};
