/**
 * Proposals opened and voted on. The snapshot of everybody's stake is taken in the transaction that opens one and takes
 * its deposit; the rules decide what counts. What ends one by itself is in ending.ts.
 */
import { randomBytes } from 'node:crypto';
import {
  castVote,
  type ProposalRefusal,
  proposalState,
  refusalOfProposal,
  type VoteRefusal,
} from '../../../shared/domain/governance/proposal.ts';
import { type CountedStake, type StakeSnapshot, snapshotOf } from '../../../shared/domain/governance/snapshot.ts';
import type { VoteChoice } from '../../../shared/domain/governance/tally.ts';
import { wallet } from '../../../shared/domain/ledger/account.ts';
import { proposalDepositTransfer } from '../../../shared/domain/ledger/governance-transfers.ts';
import { type BaseUnits, inBaseUnits, noCoins } from '../../../shared/units/money.ts';
import { inChunks } from '../../store/chunks.ts';
import { balanceOf, post } from '../../store/ledger.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import { creditDeed } from '../astronaut/deeds.ts';
import { tellEverybody } from '../community/public-notices.ts';
import type { Network } from '../network.ts';
import { type ProposalRow, readCase } from './cases.ts';

type Keeper = Pick<Network, 'db' | 'clock' | 'parameters'>;

/** Rows of one statement. */
const weightsAtOnce = 5_000;

/** Everybody's stake that counts at this moment, as the ledger has it. */
const stakeNow = async (trx: Trx): Promise<StakeSnapshot> => {
  const stakes = await trx
    .selectFrom('balances')
    .select(['account', 'amount'])
    .where('account', 'like', 'device:%:stake:%')
    .where('amount', '>', 0n)
    .execute();
  const owners = await trx.selectFrom('devices').select(['id', 'accountId']).execute();
  const ownerOf = new Map(owners.map(({ id, accountId }) => [id, accountId]));
  const positions = stakes.map(({ account, amount }): CountedStake => {
    const [, deviceId = '', , holderId = ''] = account.split(':');
    const ownerId = ownerOf.get(deviceId) ?? '';
    const held = inBaseUnits(amount);
    return ownerId === holderId
      ? { ownerId, owner: held, supporters: [] }
      : { ownerId, owner: noCoins, supporters: [{ holderId, amount: held }] };
  });
  return snapshotOf(positions);
};

const keepSnapshot = async (trx: Trx, proposalId: string, { weights }: StakeSnapshot): Promise<void> => {
  const rows = [...weights].map(([accountId, weight]) => ({ proposalId, accountId, weight }));
  for (const some of inChunks(rows, weightsAtOnce)) await trx.insertInto('proposalWeights').values(some).execute();
};

export type OpenRefusal =
  | { readonly code: Exclude<ProposalRefusal, 'ISSUE_MISSING' | 'DEPOSIT_MISSING'> | 'ISSUE_NOT_FOUND' }
  | { readonly code: 'DEPOSIT_MISSING'; readonly available: BaseUnits };

export interface ProposalRequest {
  readonly issue: string;
  readonly key: string;
  readonly value: unknown;
  readonly idempotencyKey: string;
}

/** Takes the deposit and the snapshot, and begins the straw vote. The same key again finds the same proposal. */
export const openProposal = (
  network: Keeper,
  proposerId: string,
  asked: ProposalRequest,
): Promise<ProposalRow | OpenRefusal> =>
  inTransaction(network.db, async (trx): Promise<ProposalRow | OpenRefusal> => {
    const known = await trx
      .selectFrom('proposals')
      .selectAll()
      .where('proposerId', '=', proposerId)
      .where('idempotencyKey', '=', asked.idempotencyKey)
      .executeTakeFirst();
    if (known !== undefined) return known;
    const free = await balanceOf(trx, wallet(proposerId));
    const refusal = refusalOfProposal(asked, free);
    if (refusal === 'DEPOSIT_MISSING') return { code: refusal, available: free };
    if (refusal === 'ISSUE_MISSING') return { code: 'ISSUE_NOT_FOUND' };
    if (refusal !== null) return { code: refusal };
    const { issue, key, idempotencyKey } = asked;
    const cited = await trx.selectFrom('issues').select('id').where('id', '=', issue).executeTakeFirst();
    if (cited === undefined) return { code: 'ISSUE_NOT_FOUND' };
    const id = `p${randomBytes(8).toString('hex')}`;
    const at = network.clock.now();
    const snapshot = await stakeNow(trx);
    const value = JSON.stringify(asked.value);
    const row = await trx
      .insertInto('proposals')
      .values({
        ...{ id, proposerId, issue, key, value, openedAt: at, staked: snapshot.staked, idempotencyKey },
        ...{ outcome: null, endedAt: null },
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await keepSnapshot(trx, id, snapshot);
    await post(trx, proposalDepositTransfer({ id, proposerId }), { deviceId: null, epoch: null, at });
    const facts = { proposalId: id, key, value };
    await tellEverybody(trx, { kind: 'proposal_opened', facts, at, effectiveAt: null, issue });
    return row;
  });

export const proposalNamed = (db: Network['db'] | Trx, id: string): Promise<ProposalRow | undefined> =>
  db.selectFrom('proposals').selectAll().where('id', '=', id).executeTakeFirst();

export interface OwnVotes {
  readonly weight: string;
  readonly straw: VoteChoice | null;
  readonly vote: VoteChoice | null;
}

/** What an account may say to a proposal, and said. @returns null when there is no such proposal */
export const ownVotes = ({ db }: Pick<Keeper, 'db'>, accountId: string, proposalId: string): Promise<OwnVotes | null> =>
  inTransaction(db, async (trx) => {
    const row = await proposalNamed(trx, proposalId);
    if (row === undefined) return null;
    const { snapshot, votes } = await readCase(trx, row, accountId);
    const said = (ballot: 'straw' | 'vote'): VoteChoice | null =>
      votes.find((vote) => vote.accountId === accountId && vote.ballot === ballot)?.choice ?? null;
    return {
      weight: (snapshot.weights.get(accountId) ?? noCoins).toString(),
      straw: said('straw'),
      vote: said('vote'),
    };
  });

/** Casts a vote in the ballot that is open now. @returns the refusal; null when it is cast */
export const vote = (
  network: Keeper,
  accountId: string,
  asked: { readonly proposalId: string; readonly choice: VoteChoice },
): Promise<VoteRefusal | 'PROPOSAL_NOT_FOUND' | null> =>
  inTransaction(network.db, async (trx) => {
    const { proposalId, choice } = asked;
    const row = await proposalNamed(trx, proposalId);
    if (row === undefined) return 'PROPOSAL_NOT_FOUND';
    const { proposal, votes, snapshot } = await readCase(trx, row, accountId);
    const at = network.clock.now();
    const cast = castVote(proposal, votes, { accountId, choice, at }, snapshot, network.parameters);
    if (cast.kind === 'refused') return cast.reason;
    const { kind: ballot } = proposalState(proposal, votes, snapshot, at, network.parameters);
    if (ballot !== 'straw' && ballot !== 'vote') throw new Error(`a vote was cast on a proposal that is ${ballot}`);
    await trx.insertInto('proposalVotes').values({ proposalId, accountId, ballot, choice, at }).execute();
    // One deed a proposal, whichever ballots it took.
    await creditDeed(trx, accountId, { id: `vote.${proposalId}.${accountId}`, at, kind: 'vote' });
    return null;
  });
