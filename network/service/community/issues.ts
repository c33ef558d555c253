/**
 * Public issues as the network keeps them: opened by anybody, moved by operators, each step kept for good. The rules say
 * which step comes next and by when; nobody's account is told.
 */
import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { PublicIssue } from '../../../shared/contract/network/issues.ts';
import {
  dueAt,
  type Issue,
  type IssueRefusal,
  type IssueState,
  type IssueStateName,
  type IssueStep,
  isOverdue,
  moveIssue,
} from '../../../shared/domain/balancer/issue-state.ts';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import type { IssueStepTable, IssueTable } from '../../store/tables/community.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';

type Keeper = Pick<Network, 'db' | 'clock' | 'parameters'>;
type Row = Selectable<IssueTable>;

/** What one account may open, so that nobody writes the list full. */
export const mostOpened = { most: 5, hours: 24 } as const;

const issueOf = ({ id, kind, state, since, date }: Row): Issue => ({
  id,
  kind,
  state: (state === 'scheduled' ? { kind: state, since, date } : { kind: state, since }) as IssueState,
});

export const describeIssue = (row: Row, { clock, parameters }: Pick<Keeper, 'clock' | 'parameters'>): PublicIssue => {
  const { openedBy, date: _, ...shown } = row;
  const issue = issueOf(row);
  return {
    ...shown,
    openedBy: openedBy === null ? 'operator' : null,
    dueAt: dueAt(issue, parameters),
    isOverdue: isOverdue(issue, clock.now(), parameters),
  };
};

const keepStep = async (
  trx: Trx,
  issueId: string,
  step: Pick<IssueStepTable, 'at' | 'step'> & Partial<Pick<IssueStepTable, 'state' | 'date' | 'note'>>,
): Promise<void> => {
  const { last } = await trx
    .selectFrom('issueSteps')
    .select(({ fn }) => fn.max<number | null>('seq').as('last'))
    .where('issueId', '=', issueId)
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('issueSteps')
    .values({ ...{ state: null, date: null, note: null }, ...step, issueId, seq: (last ?? 0) + 1 })
    .execute();
};

const openedLately = async (trx: Trx, { clock, parameters }: Keeper, accountId: string): Promise<number> => {
  const { count } = await trx
    .selectFrom('issues')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('openedBy', '=', accountId)
    .where('openedAt', '>', clock.now() - networkHoursMs(mostOpened.hours, parameters))
    .executeTakeFirstOrThrow();
  return Number(count);
};

/** @param openedBy  account; null: an operator, who may open any number */
export const openIssue = (
  network: Keeper,
  openedBy: string | null,
  asked: Pick<PublicIssue, 'kind' | 'title' | 'text'>,
): Promise<Row | 'TOO_MANY_ISSUES'> =>
  inTransaction(network.db, async (trx) => {
    if (openedBy !== null && (await openedLately(trx, network, openedBy)) >= mostOpened.most) return 'TOO_MANY_ISSUES';
    const at = network.clock.now();
    const { kind, title, text } = asked;
    const row = await trx
      .insertInto('issues')
      .values({
        ...{ id: `i${randomBytes(8).toString('hex')}`, kind, title, text, openedBy, openedAt: at },
        ...{ state: 'open', since: at, date: null, redactedAt: null },
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await keepStep(trx, row.id, { at, step: 'opened' });
    return row;
  });

export const issueNamed = (db: Network['db'] | Trx, id: string): Promise<Row | undefined> =>
  db.selectFrom('issues').selectAll().where('id', '=', id).executeTakeFirst();

export const historyOf = (db: Network['db'], issueId: string) =>
  db
    .selectFrom('issueSteps')
    .select(['at', 'step', 'state', 'date', 'note'])
    .where('issueId', '=', issueId)
    .orderBy('seq')
    .execute();

/** Takes the next step. @returns the issue as it is then, or why it may not be taken */
export const takeStep = (
  network: Keeper,
  issueId: string,
  step: IssueStep,
  note: string | null,
): Promise<Row | IssueRefusal | 'ISSUE_NOT_FOUND'> =>
  inTransaction(network.db, async (trx): Promise<Row | IssueRefusal | 'ISSUE_NOT_FOUND'> => {
    const row = await issueNamed(trx, issueId);
    if (row === undefined) return 'ISSUE_NOT_FOUND';
    const now = network.clock.now();
    const move = moveIssue(issueOf(row), step, now);
    if (move.kind === 'refused') return move.reason;
    const date = step.to === 'scheduled' ? step.date : null;
    await keepStep(trx, issueId, { at: now, step: 'moved', state: step.to, date, note });
    return trx
      .updateTable('issues')
      .set({ state: step.to, since: now, date })
      .where('id', '=', issueId)
      .returningAll()
      .executeTakeFirstOrThrow();
  });

/** Puts other words in place of those that name somebody. @returns undefined when there is no such issue */
export const redactIssue = (
  { db, clock }: Pick<Keeper, 'db' | 'clock'>,
  asked: { readonly issueId: string; readonly title: string; readonly text: string; readonly note: string | null },
): Promise<Row | undefined> =>
  inTransaction(db, async (trx) => {
    const { issueId, title, text, note } = asked;
    const at = clock.now();
    const row = await trx
      .updateTable('issues')
      .set({ title, text, redactedAt: at })
      .where('id', '=', issueId)
      .returningAll()
      .executeTakeFirst();
    if (row !== undefined) await keepStep(trx, issueId, { at, step: 'redacted', note });
    return row;
  });

/** Newest first. */
export const listIssues = async (
  { db }: Pick<Keeper, 'db'>,
  asked: {
    readonly state?: IssueStateName | undefined;
    readonly kind?: Issue['kind'] | undefined;
    readonly after?: string | undefined;
    readonly limit: number;
  },
): Promise<{ rows: Row[]; next: string | null }> => {
  const { state, kind, limit } = asked;
  const [openedAt, id = ''] = asked.after?.split('.') ?? [];
  let query = db.selectFrom('issues').selectAll();
  if (state !== undefined) query = query.where('state', '=', state);
  if (kind !== undefined) query = query.where('kind', '=', kind);
  if (openedAt !== undefined)
    query = query.where(({ eb, or, and }) =>
      or([eb('openedAt', '<', Number(openedAt)), and([eb('openedAt', '=', Number(openedAt)), eb('id', '<', id)])]),
    );
  const found = await query
    .orderBy('openedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last !== undefined ? `${last.openedAt}.${last.id}` : null };
};
