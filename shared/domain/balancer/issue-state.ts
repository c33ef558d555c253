/**
 * The Balancer: where a public issue stands, which step may come next, and by when. Every parameter change and every
 * slash names one. It holds no text of an issue and nothing about persons.
 * Source: the network's rule set, section (j).
 */
import type { EpochMs } from '../../units/time.ts';
import { networkHoursMs, type ParameterRecord } from '../parameters/record.ts';

export const issueKinds = ['bug', 'fraud', 'parameter', 'feature', 'data'] as const;
export type IssueKind = (typeof issueKinds)[number];

export const issueStates = [
  'open',
  'triaged',
  'accepted',
  'declined',
  'in_progress',
  'scheduled',
  'done',
  'reverted',
] as const;
export type IssueStateName = (typeof issueStates)[number];

export type IssueState =
  | { readonly kind: Exclude<IssueStateName, 'scheduled'>; readonly since: EpochMs }
  /** `date`: when it shall be done. */
  | { readonly kind: 'scheduled'; readonly since: EpochMs; readonly date: EpochMs };

export interface Issue {
  readonly id: string;
  readonly kind: IssueKind;
  readonly state: IssueState;
}

/** A step to take; only a schedule names a date. */
export type IssueStep =
  | { readonly to: Exclude<IssueStateName, 'open' | 'scheduled'> }
  | { readonly to: 'scheduled'; readonly date: EpochMs };

const nextOf: Readonly<Record<IssueStateName, readonly IssueStateName[]>> = {
  open: ['triaged'],
  triaged: ['accepted', 'declined'],
  accepted: ['in_progress'],
  declined: [],
  in_progress: ['scheduled'],
  scheduled: ['done', 'reverted'],
  done: [],
  reverted: [],
};

export const openIssue = (id: string, kind: IssueKind, now: EpochMs): Issue => ({
  id,
  kind,
  state: { kind: 'open', since: now },
});

/** The steps that are left; none when the issue has ended. */
export const nextSteps = ({ state }: Issue): readonly IssueStateName[] => nextOf[state.kind];

export type IssueRefusal = 'NOT_NEXT' | 'DATE_PAST';

/** Takes a step. A late one is still taken: being overdue shows, it blocks nothing. */
export const moveIssue = (
  issue: Issue,
  step: IssueStep,
  now: EpochMs,
): { readonly kind: 'moved'; readonly issue: Issue } | { readonly kind: 'refused'; readonly reason: IssueRefusal } => {
  if (!nextSteps(issue).includes(step.to)) return { kind: 'refused', reason: 'NOT_NEXT' };
  if (step.to !== 'scheduled') return { kind: 'moved', issue: { ...issue, state: { kind: step.to, since: now } } };
  if (step.date < now) return { kind: 'refused', reason: 'DATE_PAST' };
  return { kind: 'moved', issue: { ...issue, state: { kind: 'scheduled', since: now, date: step.date } } };
};

const triageHours = 72;

/** By when the next step is promised: 72 network hours for a first look, then the date that was set; null: no promise. */
export const dueAt = ({ state }: Issue, parameters: Pick<ParameterRecord, 'hourMs'>): EpochMs | null => {
  if (state.kind === 'open') return state.since + networkHoursMs(triageHours, parameters);
  return state.kind === 'scheduled' ? state.date : null;
};

export const isOverdue = (issue: Issue, now: EpochMs, parameters: Pick<ParameterRecord, 'hourMs'>): boolean => {
  const due = dueAt(issue, parameters);
  return due !== null && now > due;
};
