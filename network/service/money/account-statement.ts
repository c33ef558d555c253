/**
 * An account's statement: every transfer that touched its coins, on whatever device, as a flat line whose changes add up
 * to what the account has. It reads; a device's own statement is in statement.ts.
 */
import type { z } from 'zod';
import type { accountStatementSchema, statementLineSchema } from '../../../shared/contract/network/holdings.ts';
import { type HoldingPlace, holdingPlace, holdingPlaces } from '../../../shared/domain/ledger/account.ts';
import type { TransferKind } from '../../../shared/domain/ledger/posting.ts';
import type { Slash } from '../../../shared/domain/slashing/slash.ts';
import { type OwnPosting, ownPostings, ownSums, ownTransfers } from '../../store/own-postings.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';

type AccountStatement = z.infer<typeof accountStatementSchema>;
type Line = z.infer<typeof statementLineSchema>;
type Changes = Record<HoldingPlace, bigint>;

const placeStates: Record<HoldingPlace, Line['state']> = {
  wallet: 'free',
  estimate: 'estimate',
  confirmed: 'confirmed',
  stake: 'staked',
  cooling: 'cooling',
};

const changesOf = (postings: readonly OwnPosting[]): Changes => {
  const changes: Changes = { wallet: 0n, estimate: 0n, confirmed: 0n, stake: 0n, cooling: 0n };
  for (const { account, amount } of postings) {
    const place = holdingPlace(account);
    if (place !== null) changes[place] += amount;
  }
  return changes;
};

/** What the account gained or lost; for a move from one of its places to another, what moved. */
const amountOf = (changes: Changes): bigint => {
  const all = Object.values(changes);
  const net = all.reduce((sum, change) => sum + change, 0n);
  return net === 0n ? all.reduce((sum, change) => (change > 0n ? sum + change : sum), 0n) : net;
};

const stateOf = (changes: Changes, slash: Slash['state']['kind'] | undefined): Line['state'] => {
  if (slash !== undefined) return slash;
  const into = holdingPlaces.find((place) => changes[place] > 0n);
  return into === undefined ? 'spent' : placeStates[into];
};

/** What became of slashes by now. */
const slashStates = async (trx: Trx, slashIds: readonly string[]): Promise<Map<string, Slash['state']['kind']>> => {
  if (slashIds.length === 0) return new Map();
  const rows = await trx.selectFrom('slashes').select(['id', 'state']).where('id', 'in', slashIds).execute();
  return new Map(rows.map(({ id, state }) => [id, state]));
};

const slashKinds: readonly TransferKind[] = ['slash', 'slash_return', 'slash_execute'];

const readLines = async (trx: Trx, accountId: string, ids: readonly number[]): Promise<Line[]> => {
  if (ids.length === 0) return [];
  const own = Map.groupBy(await ownPostings(trx, accountId, ids), ({ transferId }) => transferId);
  const transfers = await trx
    .selectFrom('transfers')
    .select(['id', 'at', 'kind', 'deviceId', 'epoch', 'reference'])
    .where('id', 'in', ids)
    .orderBy('id', 'desc')
    .execute();
  const slashes = await slashStates(
    trx,
    transfers.filter(({ kind }) => slashKinds.includes(kind)).map(({ reference }) => reference),
  );
  return transfers.map(({ id, reference, ...head }) => {
    const changes = changesOf(own.get(id) ?? []);
    return {
      ...head,
      id: String(id),
      reference,
      amount: amountOf(changes).toString(),
      state: stateOf(changes, slashes.get(reference)),
      wallet: changes.wallet.toString(),
      estimate: changes.estimate.toString(),
      confirmed: changes.confirmed.toString(),
      stake: changes.stake.toString(),
      cooling: changes.cooling.toString(),
    };
  });
};

const readTotals = async (trx: Trx, accountId: string): Promise<AccountStatement['totals']> => {
  const sums = await ownSums(trx, accountId);
  const sumOf = (isMeant: (kind: TransferKind, place: string) => boolean): bigint =>
    sums.filter(({ kind, place }) => isMeant(kind, place)).reduce((total, { sum }) => total + sum, 0n);
  const held = (place: HoldingPlace): string => sumOf((_kind, each) => each === place).toString();
  return {
    wallet: held('wallet'),
    estimate: held('estimate'),
    confirmed: held('confirmed'),
    stake: held('stake'),
    cooling: held('cooling'),
    earned: sumOf((kind) => kind === 'hourly_reward' || kind === 'job_pay').toString(),
    paidOut: sumOf((kind, place) => kind === 'payout' && place === 'wallet').toString(),
    compounded: sumOf((kind, place) => kind === 'compound' && place === 'stake').toString(),
    slashed: (-sumOf((kind) => kind === 'slash' || kind === 'slash_return')).toString(),
  };
};

/** A page, newest first, and the totals of the whole account. */
export const accountStatementOf = (
  network: Pick<Network, 'db'>,
  accountId: string,
  page: { readonly before?: string | undefined; readonly limit: number },
): Promise<AccountStatement> =>
  inTransaction(network.db, async (trx) => {
    const before = page.before === undefined ? Number.MAX_SAFE_INTEGER : Number(page.before);
    const ids = await ownTransfers(trx, accountId, { before, limit: page.limit + 1 });
    const lines = await readLines(trx, accountId, ids.slice(0, page.limit));
    return {
      lines,
      next: ids.length > page.limit ? (lines.at(-1)?.id ?? null) : null,
      totals: await readTotals(trx, accountId),
    };
  });
