/**
 * Mending this PC from the pages: the one action for a problem, shown whole before anybody agrees, carried out, looked at
 * again, and taken back. A face names a problem and the plan that it showed; it never sends a command.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { type ProblemCode, problemCodes } from '../codes.ts';

/** Each has its words in `locales/<language>/mending.json`, under `plan`. */
export const mendings = [
  'install_engine',
  'start_engine',
  'join_group',
  'newer_engine',
  'gpu_in_containers',
  'install_wsl',
  'wsl_version_2',
  'update_wsl',
  'cap_wsl_memory',
  'install_docker_desktop',
  'install_own_linux',
  'install_own_engine',
  'install_colima',
  'start_colima',
] as const;
export type MendingName = (typeof mendings)[number];

/** What only a person can do. */
export const mendingsByHand = ['turn_on_virtualization', 'install_docker_desktop_mac', 'unknown_distribution'] as const;
export type MendingByHand = (typeof mendingsByHand)[number];

/** What has to happen before it takes effect. */
export const mendingAfterwards = ['log_in_again', 'restart_pc'] as const;

const shownStepSchema = z.object({
  /** 1.., in the order in which they run. */
  number: z.number().int(),
  /** The command as somebody would type it, or what is written where. */
  text: z.string(),
  /** Given to the command, or written into the file; null: nothing. */
  input: z.string().nullable(),
  needsAdministrator: z.boolean(),
  /** What takes it back; null: nothing does. */
  undo: z.string().nullable(),
});
export type ShownStep = z.infer<typeof shownStepSchema>;

export const mendingPlanSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('steps'),
    name: z.enum(mendings),
    steps: z.array(shownStepSchema).min(1),
    afterwards: z.enum(mendingAfterwards).nullable(),
    /** False where nobody could be asked to allow it: the commands are then shown to be run by hand. */
    canRun: z.boolean(),
    /** Names exactly this plan on exactly this PC. */
    fingerprint: z.string(),
  }),
  z.object({ kind: z.literal('by_hand'), name: z.enum(mendingsByHand) }),
]);
export type MendingPlan = z.infer<typeof mendingPlanSchema>;

/**
 * - `dismissed`: whoever was asked for an administrator's password said no
 * - `not_authorized`: the system asked nobody, or took the answer for wrong
 * - `not_started`: there is no such program; `failed`: it ended with `exitCode`; `not_ended`: not within an hour
 * - `not_written`: a file, or the record of what was done, could not be written
 */
export const mendingFailures = [
  'dismissed',
  'not_authorized',
  'not_started',
  'failed',
  'not_ended',
  'not_written',
] as const;

/**
 * - `mended`: looked again, and the problem is gone; `later`: it takes effect after `afterwards`
 * - `next`: all was done, and another plan is there for what still stands
 * - `still_there`: all was done, and the problem stands as before
 * - `undone`: all of it was taken back
 * - `failed`, `stopped`: not all was done; what was done can be taken back
 */
export const mendingOutcomes = ['mended', 'later', 'next', 'still_there', 'undone', 'failed', 'stopped'] as const;

export const mendingRunSchema = z.object({
  id: z.string(),
  task: z.enum(['mend', 'undo']),
  name: z.enum(mendings),
  /** The problem that it is to mend; null when it takes something back. */
  code: z.enum(problemCodes as [ProblemCode, ...ProblemCode[]]).nullable(),
  /** `looking`: all was done, and the PC is looked at again. */
  state: z.enum(['running', 'looking', 'ended']),
  /** The owner said stop: nothing begins after the command that runs now. */
  isStopping: z.boolean(),
  startedAt: z.number(),
  /** 1.. of `steps` */
  step: z.number().int(),
  steps: z.number().int(),
  /** What was run and what it said, the oldest first; the last few hundred lines, numbered from the run's first. */
  lines: z.array(z.object({ seq: z.number().int(), kind: z.enum(['command', 'output']), text: z.string() })),
  afterwards: z.enum(mendingAfterwards).nullable(),
  /** null until it ended */
  outcome: z.enum(mendingOutcomes).nullable(),
  failure: z
    .object({ why: z.enum(mendingFailures), text: z.string(), exitCode: z.number().int().nullable() })
    .nullable(),
});
export type MendingRun = z.infer<typeof mendingRunSchema>;

export const doneMendingSchema = z.object({
  /** Names exactly these steps. */
  fingerprint: z.string(),
  name: z.enum(mendings),
  at: z.number(),
  /** What taking it back runs, in that order. */
  steps: z.array(shownStepSchema),
  /** False when the app ended in the middle of it. */
  isWhole: z.boolean(),
  /** What was done after this may stand on it and is taken back first. */
  canUndo: z.boolean(),
});
export type DoneMending = z.infer<typeof doneMendingSchema>;

export const mendingSchema = z.object({
  /** The one that runs, or the last one since the app started; null before the first. */
  run: mendingRunSchema.nullable(),
  /** What Perigee changed on this PC and can take back, the newest first. */
  done: z.array(doneMendingSchema),
});
export type MendingState = z.infer<typeof mendingSchema>;

const errors = {
  /** Another one runs. */
  MENDING_BUSY: {},
  /** What would be done now is not what was shown, so nothing was done. */
  MENDING_CHANGED: {},
  /** It needs an administrator, and nobody can be asked from here. */
  MENDING_BY_HAND: {},
} as const;

const started = z.object({ runId: z.string() });

export const mendingContract = {
  /** What would mend this problem here; null: nothing of ours. Reads the PC and changes nothing. */
  plan: oc
    .input(z.object({ code: z.enum(problemCodes as [ProblemCode, ...ProblemCode[]]) }))
    .output(mendingPlanSchema.nullable()),
  /** Works the plan out again, and does it when it is the one that was shown. Answers at once. */
  start: oc
    .input(z.object({ code: z.enum(problemCodes as [ProblemCode, ...ProblemCode[]]), fingerprint: z.string() }))
    .output(started)
    .errors(errors),
  /** Takes back one of `done`, by its fingerprint. Answers at once. */
  undo: oc
    .input(z.object({ fingerprint: z.string() }))
    .output(started)
    .errors(errors),
  /** Begins nothing after the command that runs now, which is let finish. */
  stop: oc.output(z.object({ stopping: z.boolean() })),
};
