/**
 * Committees of three: drawn by lot for a matter, deciding by two of three, replaced by the next when they do not decide
 * in time. Whoever has a part in the matter, or judged it before, is never drawn.
 */
import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Finding } from '../../../shared/contract/network/court.ts';
import { committeeSize, drawCommittee, drawSeed } from '../../../shared/domain/committees/draw.ts';
import { type CommitteeVote, contradictingMembers, verdictOf } from '../../../shared/domain/committees/verdict.ts';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import { voteMessage } from '../../../shared/domain/signing/messages.ts';
import type { Slash } from '../../../shared/domain/slashing/slash.ts';
import type { CommitteeTable, Evidence, VoteTable } from '../../store/tables/court.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Member } from '../accounts/members.ts';
import { relatedTo } from '../accounts/parties.ts';
import { isSignedBy } from '../api/ed25519.ts';
import type { Network } from '../network.ts';
import { validatorOf } from '../validators/validators.ts';
import { keepFindings } from '../validators/work.ts';
import { decideMatter } from './deciding.ts';
import { earlierJudges, type Matter, openMatters, partiesOf } from './matters.ts';
import { chargeValidator } from './slashes.ts';

type Court = Pick<Network, 'db' | 'parameters' | 'records' | 'clock' | 'sessions' | 'bench'>;

type Committee = Selectable<CommitteeTable>;

/** Network hours in which a committee decides. */
const decidesWithinHours = 72;

/** Who may not be drawn for a matter, of those who may judge at all. */
export const excludedFrom = async (trx: Trx, matter: Matter, judges: readonly string[]): Promise<Set<string>> => {
  const related = await relatedTo(trx, judges, await partiesOf(trx, matter));
  return new Set([...related, ...(await earlierJudges(trx, matter))]);
};

/** Whether three are left who may judge it; then it is theirs, and no operator's. */
export const canBeSeated = async (trx: Trx, { bench }: Pick<Network, 'bench'>, matter: Matter): Promise<boolean> => {
  const judges = [...new Set(await bench.judges(trx))];
  if (judges.length < committeeSize) return false;
  const excluded = await excludedFrom(trx, matter, judges);
  return judges.filter((judge) => !excluded.has(judge)).length >= committeeSize;
};

const newestOf = async (trx: Trx, matterId: string): Promise<Committee | undefined> =>
  trx
    .selectFrom('committees')
    .selectAll()
    .where('matterId', '=', matterId)
    .orderBy('round', 'desc')
    .limit(1)
    .executeTakeFirst();

export const isSitting = async (trx: Trx, matterId: string): Promise<boolean> =>
  (await newestOf(trx, matterId))?.state === 'sitting';

/** Draws the next committee of a matter, unless one sits, the lot is not known yet, or fewer than three are left. */
const draw = async (trx: Trx, { bench, clock, parameters }: Court, matter: Matter): Promise<void> => {
  const newest = await newestOf(trx, matter.id);
  if (newest !== undefined && newest.state !== 'undecided') return;
  // The next committee's lot too is one that nobody knew when the one before it was drawn.
  const lot = await bench.lotAfter(trx, newest?.drawnAt ?? matter.at);
  if (lot === null) return;
  const judges = await bench.judges(trx);
  const members = drawCommittee(
    drawSeed({ ...lot, matter: matter.id }),
    judges,
    await excludedFrom(trx, matter, judges),
  );
  if (members === null) return;
  const drawnAt = clock.now();
  await trx
    .insertInto('committees')
    .values({
      id: randomUUID(),
      matter: matter.kind,
      matterId: matter.id,
      round: (newest?.round ?? 0) + 1,
      members: JSON.stringify(members),
      manifestHash: lot.previousManifestHash,
      lotEpoch: lot.epoch,
      drawnAt,
      decideBy: drawnAt + networkHoursMs(decidesWithinHours, parameters),
      state: 'sitting',
    })
    .execute();
};

/** Ends the time of committees that have not decided, and draws one for every matter that has none. */
export const seatCommittees = async (network: Court): Promise<void> => {
  const { db, clock } = network;
  await db
    .updateTable('committees')
    .set({ state: 'undecided' })
    .where('state', '=', 'sitting')
    .where('decideBy', '<=', clock.now())
    .execute();
  for (const matter of await inTransaction(db, openMatters))
    await inTransaction(db, (trx) => draw(trx, network, matter));
};

/** Committees that the account sits on now. */
export const sittingsOf = async (trx: Trx, accountId: string): Promise<Committee[]> =>
  (await trx.selectFrom('committees').selectAll().where('state', '=', 'sitting').orderBy('decideBy').execute()).filter(
    ({ members }) => members.includes(accountId),
  );

type Vote = Selectable<VoteTable>;

const asVote = ({ accountId, finding }: Vote): CommitteeVote => ({
  validatorId: accountId,
  finding: finding === 'upheld' ? 'upheld' : 'rejected',
});

/** What two of three found; a rejected report is frivolous only if two of three say that too. null: not decided. */
const findingOf = (members: readonly string[], votes: readonly Vote[]): Finding | null => {
  const verdict = verdictOf(members, votes.map(asVote));
  if (verdict === 'undecided') return null;
  if (verdict === 'upheld') return 'upheld';
  const asFrivolous = votes.filter(({ finding }) => finding !== 'rejected').map(asVote);
  return verdictOf(members, asFrivolous) === 'rejected' ? 'frivolous' : 'rejected';
};

const evidenceOf = (committee: Committee, votes: readonly Vote[]): Evidence => ({
  kind: 'votes',
  body: {
    ...{ committeeId: committee.id, matterId: committee.matterId, round: committee.round },
    ...{ previousManifestHash: committee.manifestHash, epoch: committee.lotEpoch, members: committee.members },
    votes: votes.map(({ accountId, finding, publicKey, signature, at }) => ({
      ...{ accountId, finding, publicKey, signature, at },
    })),
  },
});

export const votesOf = (trx: Trx, committeeId: string): Promise<Vote[]> =>
  trx
    .selectFrom('votes')
    .selectAll()
    .where('committeeId', '=', committeeId)
    .orderBy('at')
    .orderBy('accountId')
    .orderBy('finding')
    .execute();

/** O8: whoever has signed both findings of one matter, by its own two signatures. A judge who is no validator has no stake. */
const chargeContradiction = async (
  trx: Trx,
  network: Court,
  committee: Committee,
  accountId: string,
  votes: readonly Vote[],
): Promise<void> => {
  if (!contradictingMembers(committee.members, votes.map(asVote)).includes(accountId)) return;
  const validator = await validatorOf(trx, accountId);
  if (validator === undefined) return;
  const own = votes.filter((vote) => vote.accountId === accountId);
  await chargeValidator(trx, network, validator.id, {
    offence: 'O8',
    offenceAt: network.clock.now(),
    evidence: [evidenceOf(committee, own)],
    cause: `O8:${committee.id}:${accountId}`,
  });
};

export type VoteRefusal = 'NOT_ON_COMMITTEE' | 'SIGNATURE_WRONG' | 'COMMITTEE_CLOSED';

const isVote = (vote: readonly Vote[], accountId: string, finding: Finding): boolean =>
  vote.some((each) => each.accountId === accountId && each.finding === finding);

/**
 * Takes a member's vote; the one that makes two of three decides the matter. The same vote again changes nothing; another
 * finding of the same member stands beside the first, and then neither counts.
 */
export const castVote = async (
  network: Court,
  { accountId, publicKey }: Pick<Member, 'accountId' | 'publicKey'>,
  asked: { readonly committeeId: string; readonly finding: Finding; readonly signature: string },
): Promise<Committee['state'] | VoteRefusal> => {
  const { committeeId, finding, signature } = asked;
  const cast = await inTransaction(
    network.db,
    async (trx): Promise<VoteRefusal | { state: Committee['state']; slash: Slash | null }> => {
      const committee = await trx.selectFrom('committees').selectAll().where('id', '=', committeeId).executeTakeFirst();
      if (committee === undefined || !committee.members.includes(accountId)) return 'NOT_ON_COMMITTEE';
      const { matterId, members, state, decideBy } = committee;
      const message = voteMessage({ committeeId, matterId, finding });
      if (!isSignedBy(publicKey, message, Buffer.from(signature, 'base64url'))) return 'SIGNATURE_WRONG';
      const now = network.clock.now();
      if (isVote(await votesOf(trx, committeeId), accountId, finding)) return { state, slash: null };
      if (state !== 'sitting' || decideBy <= now) return 'COMMITTEE_CLOSED';
      await trx
        .insertInto('votes')
        .values({ committeeId, accountId, finding, publicKey, signature, at: now })
        .execute();
      const votes = await votesOf(trx, committeeId);
      await chargeContradiction(trx, network, committee, accountId, votes);
      const found = findingOf(members, votes);
      if (found === null) return { state, slash: null };
      await trx.updateTable('committees').set({ state: 'decided' }).where('id', '=', committeeId).execute();
      await keepFindings(trx, committee, votes.map(asVote), now);
      const slash = await decideMatter(
        trx,
        network,
        { kind: committee.matter, id: matterId },
        { finding: found, by: 'committee', reason: null, evidence: [evidenceOf(committee, votes)] },
      );
      return { state: 'decided', slash };
    },
  );
  if (typeof cast === 'string') return cast;
  if (cast.slash !== null) network.sessions.reach(cast.slash.deviceId, { kind: 'slashed', slashId: cast.slash.id });
  return cast.state;
};
