/** Holds a month against itself: the ledger, what the network says of each hour, and what each account is told. */
import { expect } from 'vitest';
import { recomputeHour } from '../../../network/service/epochs/recomputing.ts';
import type { JobBill } from '../../../shared/contract/network/market.ts';
import { transferKinds } from '../../../shared/domain/ledger/posting.ts';
import { hourEmission } from '../../../shared/domain/rewards/emission.ts';
import type { PlayNetwork } from '../play-network.ts';
import { balances, expectInStep, movesOf, type PlayAccount } from '../supported-device.ts';
import type { Cast } from './cast.ts';

type Line = Record<string, string> & { id: string };
interface Page {
  lines: Line[];
  next: string | null;
  totals: Record<string, string>;
}

/** Of Localnet's calendar. */
const monthHours = 720;

const places = ['wallet', 'estimate', 'confirmed', 'stake', 'cooling'] as const;
const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((total, amount) => total + amount, 0n);

const statementOf = async (network: PlayNetwork, account: PlayAccount): Promise<Pick<Page, 'lines' | 'totals'>> => {
  const lines: Line[] = [];
  for (let query = '?limit=500'; ; ) {
    const page = (await movesOf(network, account).ok('GET', `/v1/accounts/me/statement${query}`)) as never as Page;
    lines.push(...page.lines);
    if (page.next === null) return { lines, totals: page.totals };
    query = `?limit=500&before=${page.next}`;
  }
};

/** Every coin that an account ever had went through a line of its statement. */
const expectStatement = async (
  network: PlayNetwork,
  held: ReadonlyMap<string, bigint>,
  account: PlayAccount,
): Promise<void> => {
  const { lines, totals } = await statementOf(network, account);
  for (const place of places)
    expect(sum(lines.map((line) => BigInt(line[place] ?? 0))).toString(), `${account.id} ${place}`).toBe(totals[place]);
  expect(BigInt(totals.wallet ?? 0), account.id).toBe(held.get(`wallet:${account.id}`) ?? 0n);
  const ofDevices = sum([...held].filter(([name]) => name.endsWith(`:${account.id}`)).map(([, amount]) => amount));
  const inWallet = held.get(`wallet:${account.id}`) ?? 0n;
  const said = sum(['estimate', 'confirmed', 'stake'].map((place) => BigInt(totals[place] ?? 0)));
  expect(said, account.id).toBe(ofDevices - inWallet);
};

/** Each hour minted what the schedule says, gave away what it had, and can be worked out again to the byte. */
const expectHours = async (network: PlayNetwork): Promise<{ hours: number; paid: bigint }> => {
  const { db } = network.running.network;
  const hours = await db.selectFrom('epochs').selectAll().where('step', '=', 'closed').orderBy('number').execute();
  const rewards = await db
    .selectFrom('rewards')
    .select(({ fn }) => ['epoch', fn.sum<bigint>('reward').as('paid')])
    .groupBy('epoch')
    .execute();
  const paidIn = new Map(rewards.map(({ epoch, paid }) => [epoch, paid]));
  for (const { number, isPart, emissionHour } of hours) {
    const pools = await db.selectFrom('poolHours').selectAll().where('epoch', '=', number).execute();
    const minted = isPart
      ? 0n
      : hourEmission(Math.floor(emissionHour / monthHours), emissionHour % monthHours, monthHours);
    expect(sum(pools.map((pool) => pool.minted)), `minted in ${number}`).toBe(minted);
    for (const pool of pools) expect(pool.paid + pool.carriedOut, `${number}`).toBe(pool.minted + pool.carriedIn);
    expect(paidIn.get(number) ?? 0n, `paid in ${number}`).toBe(sum(pools.map(({ paid }) => paid)));
    const again = await recomputeHour(network.running.network, number);
    expect(['same', 'not_kept'], `${number} ${JSON.stringify(again)}`).toContain(again.kind);
  }
  return { hours: hours.length, paid: sum(paidIn.values()) };
};

/** What came in from nothing is what everybody has, and what was burned. */
const expectSupply = (held: ReadonlyMap<string, bigint>): void => {
  const sources = sum(['emission', 'play'].map((name) => held.get(name) ?? 0n));
  const rest = sum([...held].filter(([name]) => name !== 'emission' && name !== 'play').map(([, amount]) => amount));
  expect(rest).toBe(-sources);
};

const jobKinds = transferKinds.filter((kind) => kind.startsWith('job'));

/** What the renter paid is what suppliers and the fees' recipients got, coin for coin. */
const expectJobs = async (network: PlayNetwork, { renter }: Cast): Promise<bigint> => {
  const { db } = network.running.network;
  const rows = await db
    .selectFrom('transfers')
    .innerJoin('postings', 'postings.transferId', 'transfers.id')
    .select(['account', 'amount', 'kind'])
    .where('kind', 'in', jobKinds)
    .execute();
  const out = sum(rows.filter(({ account }) => account === `wallet:${renter.id}`).map(({ amount }) => amount));
  const others = sum(rows.filter(({ account }) => account !== `wallet:${renter.id}`).map(({ amount }) => amount));
  expect(others).toBe(-out);
  const jobs = (await db.selectFrom('jobs').select(['id', 'state']).execute()).filter(({ state }) => state === 'ended');
  const ask = movesOf(network, renter);
  const bills = await Promise.all(
    jobs.map(async ({ id }) => (await ask.ok('GET', `/v1/jobs/${id}/bill`)) as never as JobBill),
  );
  const members = bills.flatMap((bill) => bill.members);
  const billed = sum(members.map(({ price, renterFee }) => BigInt(price) + BigInt(renterFee)));
  expect(-out).toBe(billed);
  return billed;
};

export interface Reconciled {
  readonly hours: number;
  /** Base units of hourly rewards. */
  readonly paid: bigint;
  /** Base units that the renter paid. */
  readonly billed: bigint;
}

/** @throws AssertionError where a base unit is missing, or is there twice */
export const reconcile = async (network: PlayNetwork, cast: Cast): Promise<Reconciled> => {
  await expectInStep(network);
  const held = await balances(network);
  expectSupply(held);
  for (const account of cast.accounts) await expectStatement(network, held, account);
  const billed = await expectJobs(network, cast);
  return { ...(await expectHours(network)), billed };
};
