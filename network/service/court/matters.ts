/**
 * What can be judged: appeals of slashes, reports of frauds, and inferences that were drawn. It finds them, tells who has a part in one, and shows one
 * to whoever judges it; it decides none.
 */
import type { Selectable } from 'kysely';
import type { CourtMatter } from '../../../shared/contract/network/court.ts';
import { offenceOfClaim } from '../../../shared/domain/slashing/claims.ts';
import type { Slash } from '../../../shared/domain/slashing/slash.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import { readExactJson } from '../../store/exact-json.ts';
import type { CommitteeTable, Evidence, ReportTable } from '../../store/tables/court.ts';
import type { Trx } from '../../store/transaction.ts';
import { inferenceEvidence } from '../inference/checking.ts';
import { type InferenceRow, readInference } from '../inference/inferences.ts';
import { readJob } from '../market/job-rows.ts';
import { shownEvidence } from './evidence.ts';
import { interestedIn, stakedDevice, stakedId, stakedOf } from './staked.ts';

export interface Matter {
  readonly kind: CommitteeTable['matter'];
  readonly id: string;
  readonly at: EpochMs;
  readonly isOpen: boolean;
}

/** @returns null for an id that is none's */
export const matterOf = async (trx: Trx, id: string): Promise<Matter | null> => {
  const appeal = await trx.selectFrom('appeals').select(['at', 'state']).where('id', '=', id).executeTakeFirst();
  if (appeal !== undefined) return { kind: 'appeal', id, at: appeal.at, isOpen: appeal.state === 'open' };
  const report = await trx.selectFrom('reports').select(['at', 'state']).where('id', '=', id).executeTakeFirst();
  if (report !== undefined) return { kind: 'report', id, at: report.at, isOpen: report.state === 'open' };
  const inference = await readInference(trx, id);
  if (inference === undefined || inference.answeredAt === null) return null;
  return { kind: 'inference', id, at: inference.answeredAt, isOpen: inference.checkState === 'open' };
};

/** An open report of the same that came first: it is decided first, so that the first valid one wins. */
export const hasEarlierReport = async (trx: Trx, id: string): Promise<boolean> => {
  const { at, deviceId, claim, leaseId } = await trx
    .selectFrom('reports')
    .select(['at', 'deviceId', 'claim', 'leaseId'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const earlier = await trx
    .selectFrom('reports')
    .select('id')
    .where('deviceId', '=', deviceId)
    .where('claim', '=', claim)
    .where('leaseId', 'is not distinct from', leaseId)
    .where('state', '=', 'open')
    .where(({ eb, or, and }) => or([eb('at', '<', at), and([eb('at', '=', at), eb('id', '<', id)])]))
    .executeTakeFirst();
  return earlier !== undefined;
};

/** Open matters, oldest first; of reports of the same only the first. */
export const openMatters = async (trx: Trx): Promise<Matter[]> => {
  const appeals = await trx.selectFrom('appeals').select(['id', 'at']).where('state', '=', 'open').execute();
  const reports = await trx.selectFrom('reports').select(['id', 'at']).where('state', '=', 'open').execute();
  const matters: Matter[] = appeals.map((row) => ({ ...row, kind: 'appeal', isOpen: true }));
  for (const row of reports)
    if (!(await hasEarlierReport(trx, row.id))) matters.push({ ...row, kind: 'report', isOpen: true });
  const inferences = await trx
    .selectFrom('inferences')
    .select(['id', 'answeredAt'])
    .where('state', '=', 'done')
    .where('checkState', '=', 'open')
    .execute();
  for (const { id, answeredAt } of inferences)
    matters.push({ id, at: answeredAt ?? 0, kind: 'inference', isOpen: true });
  return matters.toSorted((left, right) => left.at - right.at || (left.id < right.id ? -1 : 1));
};

const readAppeal = (trx: Trx, id: string) =>
  trx
    .selectFrom('appeals')
    .innerJoin('slashes', 'slashes.id', 'appeals.slashId')
    .select(['appeals.at', 'grounds', 'text', 'refs', 'slashId', 'deviceId', 'validatorId', 'offence'])
    .select(['evidence', 'record'])
    .select(['reporterId', 'renterId', 'accountId'])
    .where('appeals.id', '=', id)
    .executeTakeFirstOrThrow();

const drawnInference = async (trx: Trx, id: string): Promise<InferenceRow & { readonly deviceId: string }> => {
  const row = await readInference(trx, id);
  if (row === undefined || row.deviceId === null) throw new Error(`inference ${id} was answered by nobody`);
  return { ...row, deviceId: row.deviceId };
};

/** The contract of a complaint: when the device had the job, and for how long it was agreed. */
const leaseEvidence = async (trx: Trx, leaseId: string): Promise<Evidence> => {
  const { jobId, memberId, beganAt, endedAt, outcome } = await trx
    .selectFrom('leases')
    .select(['jobId', 'memberId', 'beganAt', 'endedAt', 'outcome'])
    .where('id', '=', leaseId)
    .executeTakeFirstOrThrow();
  const { maxMinutes } = await readJob(trx, jobId);
  return { kind: 'lease', body: { jobId: memberId, beganAt, endedAt, outcome, maxMinutes } };
};

const readReport = (trx: Trx, id: string) =>
  trx.selectFrom('reports').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

/**
 * What a report rests on: the rows that it cites, the review that it comes from, or lines of a job. It does not say who
 * reports.
 */
export const reportEvidence = async (
  trx: Trx,
  report: Pick<Selectable<ReportTable>, 'reviewId' | 'claim' | 'cited' | 'at' | 'leaseId' | 'lines'>,
): Promise<Evidence[]> => {
  const { reviewId, claim, cited, at, leaseId, lines } = report;
  if (leaseId !== null) return [await leaseEvidence(trx, leaseId), { kind: 'job_lines', body: { claim, lines, at } }];
  if (reviewId === null) return [{ kind: 'fraud_report', body: { claim, rows: cited, at } }];
  const { openedAt, score, reasons } = await trx
    .selectFrom('reviews')
    .select(['openedAt', 'score', 'reasons'])
    .where('id', '=', reviewId)
    .executeTakeFirstOrThrow();
  return [{ kind: 'review', body: { claim, openedAt, score, reasons } }];
};

/** Accounts with a part in a matter: whose coins they are, who reported, who was harmed. */
export const partiesOf = async (trx: Trx, { kind, id }: Matter): Promise<string[]> => {
  if (kind === 'report') {
    const { reporterId, deviceId } = await readReport(trx, id);
    return [
      ...(reporterId === null ? [] : [reporterId]),
      ...(await interestedIn(trx, await stakedDevice(trx, deviceId))),
    ];
  }
  if (kind === 'inference') {
    const { renterId, deviceId } = await drawnInference(trx, id);
    return [renterId, ...(await interestedIn(trx, await stakedDevice(trx, deviceId)))];
  }
  const appeal = await readAppeal(trx, id);
  const { record, reporterId, renterId, accountId } = appeal;
  const { interestedIds } = readExactJson<Slash>(record);
  const others = [accountId, reporterId, renterId].filter((party) => party !== null);
  return [...new Set([...interestedIds, ...others, ...(await interestedIn(trx, await stakedOf(trx, appeal)))])];
};

/** Matters whose committees are evidence of the slash: they found it, or a validator of theirs attested what is not so. */
const attestedIn = async (trx: Trx, appealId: string): Promise<string[]> => {
  const { evidence } = await readAppeal(trx, appealId);
  if (!Array.isArray(evidence)) return [];
  return (evidence as Evidence[])
    .filter(({ kind }) => kind === 'votes')
    .map(({ body }) => (body as { readonly matterId: string }).matterId);
};

/**
 * Everyone who was drawn for the matter before, and for an appeal whoever judged the report or the inference that led to
 * the slash, or sat beside the validator whose slash it is.
 */
export const earlierJudges = async (trx: Trx, { kind, id }: Matter): Promise<string[]> => {
  const ids = [id];
  if (kind === 'appeal') {
    const reports = await trx
      .selectFrom('reports')
      .innerJoin('appeals', 'appeals.slashId', 'reports.slashId')
      .select('reports.id')
      .where('appeals.id', '=', id)
      .execute();
    ids.push(...reports.map((report) => report.id), ...(await attestedIn(trx, id)));
  }
  const committees = await trx.selectFrom('committees').select('members').where('matterId', 'in', ids).execute();
  return committees.flatMap(({ members }) => members);
};

/** As whoever judges it reads it: nothing in it says whose device it is, or who reported it. */
export const showMatter = async (trx: Trx, { kind, id }: Matter): Promise<CourtMatter> => {
  if (kind === 'appeal') {
    const appeal = await readAppeal(trx, id);
    const { at, offence, grounds, text, refs, evidence } = appeal;
    return {
      ...{ matterId: id, matter: kind, at, offence, deviceId: stakedId(appeal), grounds, claim: null, text },
      references: refs,
      evidence: shownEvidence(evidence),
    };
  }
  if (kind === 'inference') {
    const row = await drawnInference(trx, id);
    return {
      ...{ matterId: id, matter: kind, at: row.answeredAt ?? 0, offence: 'O6', deviceId: row.deviceId },
      ...{ grounds: null, claim: null, text: '', references: [] },
      evidence: shownEvidence([await inferenceEvidence(trx, row)]),
    };
  }
  const report = await readReport(trx, id);
  const { at, deviceId, claim, text } = report;
  return {
    ...{ matterId: id, matter: kind, at, offence: offenceOfClaim(claim), deviceId, grounds: null, claim, text },
    references: [],
    evidence: shownEvidence(await reportEvidence(trx, report)),
  };
};
