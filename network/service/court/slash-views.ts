/**
 * A slash as the account whose device it is reads it: sums, evidence, appeal, and everything of it as one signed text. It
 * reads; nothing moves here.
 */
import type { Selectable } from 'kysely';
import type { CourtSlash, SlashLine } from '../../../shared/contract/network/court.ts';
import { canonicalJson } from '../../../shared/domain/signing/canonical-json.ts';
import { bundleMessage } from '../../../shared/domain/signing/messages.ts';
import type { Slash } from '../../../shared/domain/slashing/slash.ts';
import { readExactJson } from '../../store/exact-json.ts';
import type { AppealTable, SlashTable } from '../../store/tables/court.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { appealOf, ownSlash } from './appeals.ts';
import { votesOf } from './committees.ts';
import { sha256Of, shownEvidence } from './evidence.ts';
import { recordInForce } from './record-in-force.ts';
import { stakedId } from './staked.ts';

type SlashRow = Selectable<SlashTable>;

const sumOf = (parts: readonly { readonly amount: bigint }[]): string =>
  parts.reduce((sum, { amount }) => sum + amount, 0n).toString();

const lineOf = (row: SlashRow, ownerId: string): Omit<SlashLine, 'appeal'> => {
  const { id, offence, state, at, appealUntil, offenceAt } = row;
  const { amount, cuts, forfeited } = readExactJson<Slash>(row.record);
  return {
    ...{ id, deviceId: stakedId(row), offence, state, at, appealUntil, offenceAt },
    amount: amount.toString(),
    ownerPart: sumOf(cuts.filter(({ holderId }) => holderId === ownerId)),
    supportersPart: sumOf(cuts.filter(({ holderId }) => holderId !== ownerId)),
    forfeited: sumOf(forfeited),
  };
};

/** Of the account's devices and its validator, newest first. @param page.before  only those decided before this moment */
export const slashesOf = (
  { db }: Pick<Network, 'db'>,
  accountId: string,
  page: { readonly before?: number | undefined; readonly limit: number },
): Promise<SlashLine[]> =>
  inTransaction(db, async (trx) => {
    const rows = await trx
      .selectFrom('slashes')
      .leftJoin('devices', 'devices.id', 'slashes.deviceId')
      .leftJoin('validators', 'validators.id', 'slashes.validatorId')
      .leftJoin('appeals', 'appeals.slashId', 'slashes.id')
      .selectAll('slashes')
      .select('appeals.state as appeal')
      .where(({ eb, or }) => or([eb('devices.accountId', '=', accountId), eb('validators.accountId', '=', accountId)]))
      .$if(page.before !== undefined, (query) => query.where('slashes.at', '<', page.before ?? 0))
      .orderBy('slashes.at', 'desc')
      .orderBy('slashes.id')
      .limit(page.limit)
      .execute();
    return rows.map(({ appeal, ...row }) => ({ ...lineOf(row, accountId), appeal }));
  });

const viewAppeal = async (trx: Trx, appeal: Selectable<AppealTable>): Promise<NonNullable<CourtSlash['appeal']>> => {
  const { id, grounds, text, refs, at, state, decidedAt, decidedBy, reason } = appeal;
  const drawn = await trx.selectFrom('committees').selectAll().where('matterId', '=', id).orderBy('round').execute();
  const committees = [];
  for (const committee of drawn) {
    const votes = await votesOf(trx, committee.id);
    committees.push({
      ...{ id: committee.id, round: committee.round, drawnAt: committee.drawnAt },
      ...{ decideBy: committee.decideBy, state: committee.state },
      voted: new Set(votes.map(({ accountId }) => accountId)).size,
    });
  }
  return { ...{ id, grounds, text, references: refs, at, state, decidedAt, decidedBy, reason }, committees };
};

const viewSlash = async (
  trx: Trx,
  network: Pick<Network, 'records'>,
  row: SlashRow,
  ownerId: string,
): Promise<CourtSlash> => {
  const { state } = readExactJson<Slash>(row.record);
  const appeal = await appealOf(trx, row.id);
  const inForce = row.offenceAt === null ? null : await recordInForce(trx, network, row.offenceAt);
  return {
    ...lineOf(row, ownerId),
    use:
      state.kind === 'executed'
        ? {
            burn: state.use.burn.toString(),
            bounty: state.use.bounty.toString(),
            compensation: state.use.compensation.toString(),
          }
        : null,
    parametersVersion: inForce?.parameters.version ?? null,
    evidence: shownEvidence(row.evidence),
    appeal: appeal === undefined ? null : await viewAppeal(trx, appeal),
  };
};

/** @returns null for no slash, or another account's */
export const slashOf = (
  network: Pick<Network, 'db' | 'records'>,
  accountId: string,
  slashId: string,
): Promise<CourtSlash | null> =>
  inTransaction(network.db, async (trx) => {
    const row = await ownSlash(trx, accountId, slashId);
    return row === undefined ? null : viewSlash(trx, network, row, accountId);
  });

/** Plain JSON; every bigint in it becomes decimal text. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_key, member: unknown) => (typeof member === 'bigint' ? member.toString() : member)),
  );

/** Everything that is kept of a slash, as one text that the network signs. @returns as `slashOf` */
export const bundleOf = async (
  network: Pick<Network, 'db' | 'records' | 'keys'>,
  accountId: string,
  slashId: string,
): Promise<{ content: string; sha256: string; networkKey: string; signature: string } | null> => {
  const content = await inTransaction(network.db, async (trx) => {
    const row = await ownSlash(trx, accountId, slashId);
    if (row === undefined) return null;
    const slash = await viewSlash(trx, network, row, accountId);
    const { parameters } = await recordInForce(trx, network, row.offenceAt ?? row.at);
    const votes = [];
    for (const { id } of slash.appeal?.committees ?? [])
      for (const { finding, publicKey, signature, at } of await votesOf(trx, id))
        votes.push({ committeeId: id, matterId: slash.appeal?.id, finding, publicKey, signature, at });
    return canonicalJson(plain({ schema: 'perigee-slash-bundle-1', slash, votes, parameters }));
  });
  if (content === null) return null;
  const sha256 = sha256Of(content);
  const { publicKey: networkKey, sign } = network.keys;
  return { content, sha256, networkKey, signature: sign(bundleMessage(sha256)) };
};
