/** A device that supporters may stand behind, accounts that do, and the ledger that must agree with every position. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { readPosition } from '../../network/store/position.ts';
import { inTransaction } from '../../network/store/transaction.ts';
import type { AccountPosition } from '../../shared/contract/network/holdings.ts';
import { coolingOf, stakeOf } from '../../shared/domain/ledger/account.ts';
import type { ParameterRecord } from '../../shared/domain/parameters/record.ts';
import { baseUnitsPerIo, inBaseUnits } from '../../shared/units/money.ts';
import {
  cpuClaim,
  createPlayDevice,
  newOwnerKeys,
  type PlayDevice,
  type PlayOwnerKeys,
  type PlaySession,
} from './play-device.ts';
import { type Answer, createPlayKey, type PlayKey } from './play-key.ts';
import type { PlayNetwork } from './play-network.ts';
import { createPlayOwner, type PlayOwner } from './play-owner.ts';

export const io = (whole: number): bigint => BigInt(whole) * baseUnitsPerIo;

/** The worked example's stakes on the processor's device: 16,000 IO required, 20,000 in each account to begin with. */
export const exampleRecord: Partial<ParameterRecord> = {
  requiredStakeUnit: inBaseUnits(io(16_000)),
  grant: inBaseUnits(io(20_000)),
};

/** Somebody with coins. */
export interface PlayAccount {
  readonly id: string;
  readonly keys: PlayOwnerKeys;
}

/** The account's key, speaking to the network where it is now. */
const keyOf = (network: PlayNetwork, { keys }: Pick<PlayAccount, 'keys'>): PlayKey =>
  createPlayKey(network.running.url, network.clock.now, keys.member);

export const openPlayAccount = async (network: PlayNetwork, name = 'Ada'): Promise<PlayAccount> => {
  const keys = newOwnerKeys();
  const { id } = await keyOf(network, { keys }).ok('POST', '/v1/accounts', { name });
  return { id: id as string, keys };
};

/** The account's owner and wallet; it opened itself, so nobody has to let it in. */
const ownerOf = (network: PlayNetwork, { keys }: PlayAccount): PlayOwner => {
  const [url, now] = [network.running.url, network.clock.now];
  return createPlayOwner(url, now, createPlayKey(url, now, keys.member), createPlayKey(url, now, keys.wallet));
};

export interface Supportable {
  readonly id: string;
  readonly owner: PlayAccount;
  readonly device: PlayDevice;
  session: PlaySession;
  /** How many of the session's challenges were answered. */
  proven: number;
}

/** Lives through time second by second with a heartbeat of each device, which proves whatever it is asked. */
export const liveProving = async (
  network: PlayNetwork,
  devices: readonly Supportable[],
  seconds: number,
): Promise<void> => {
  for (let second = 0; second < seconds; second += 1) {
    network.clock.advance(1_000);
    await network.running.pass();
    for (const each of devices) {
      await each.session.beat();
      const asked = each.session.events.filter((event) => event.kind === 'challenge').slice(each.proven);
      for (const { challenge } of asked) {
        const { verdict } = await each.device.at(network.running.url).prove(challenge);
        expect(verdict).toBe('passed');
        each.proven += 1;
      }
    }
  }
};

/** Goes to the first second of the next hour; whoever is silent on the way is seen in none of it. */
const enterNextHour = async ({ clock, parameters, running }: PlayNetwork): Promise<void> => {
  clock.advance(parameters.hourMs - (clock.now() % parameters.hourMs));
  await running.pass();
};

/**
 * A device of an account of its own, at Silver in the first seconds of its first whole hour: proven, on a good line, its
 * owner known, and 24,000 IO at stake. What takes an operator or a line is written into the tables.
 *
 * @param beside  devices that go on living meanwhile
 */
export const joinSupportable = async (
  network: PlayNetwork,
  { staked = io(24_000), beside = [] }: { staked?: bigint; beside?: readonly Supportable[] } = {},
): Promise<Supportable> => {
  const owner = await openPlayAccount(network, 'Owner');
  owner.keys.letIn = ownerOf(network, owner).name({ kind: 'wallet_key' });
  const { token } = await keyOf(network, owner).ok('POST', '/v1/accounts/me/enrolments', { uses: 1, validHours: 24 });
  const device = createPlayDevice(network.running.url, network.clock.now, undefined, owner.keys);
  const { id } = await device.register(cpuClaim, token as string);
  const db = databaseOf(network);
  await db.updateTable('accounts').set({ complianceLevel: 2 }).where('id', '=', owner.id).execute();
  await db
    .insertInto('linkTests')
    .values({ deviceId: id, at: network.clock.now() - 1, downMbps: 1_600, upMbps: 1_200 })
    .execute();
  expect((await device.stake(staked.toString())).status).toBe(200);
  const joined = { id, owner, device, session: await device.openSession(id), proven: 0 };
  const all = [...beside, joined];
  await joined.session.beat();
  await liveProving(network, all, 2);
  expect(joined.proven).toBeGreaterThan(0);
  await enterNextHour(network);
  for (const { session } of all) await session.beat();
  await liveProving(network, all, 1);
  return joined;
};

/** After the network began again: the same device, in a new session with it. */
export const comeBack = async (network: PlayNetwork, supportable: Supportable): Promise<void> => {
  supportable.session = await supportable.device.at(network.running.url).openSession(supportable.id);
  supportable.proven = 0;
  await supportable.session.beat();
};

/** An account's moves, each with a key of its own, at the network where it is now. */
export const movesOf = (network: PlayNetwork, account: PlayAccount) => {
  const ask: PlayKey['ask'] = (method, path, body) => keyOf(network, account).ask(method, path, body);
  const ok: PlayKey['ok'] = (method, path, body) => keyOf(network, account).ok(method, path, body);
  const signing = async (): Promise<PlayOwner> => {
    account.keys.letIn ??= ownerOf(network, account).name({ kind: 'wallet_key' });
    await account.keys.letIn;
    return ownerOf(network, account);
  };
  return {
    ask,
    ok,
    offer: (deviceId: string, shareBps = 3_000): Promise<Answer> => ask('POST', `/v1/offers/${deviceId}`, { shareBps }),
    support: async (deviceId: string, amount: bigint): Promise<Answer> =>
      (await signing()).move('support', deviceId, amount.toString()),
    leave: async (deviceId: string): Promise<Answer> => (await signing()).move('leave', deviceId, null),
    /** Who asks for intents and signs them, as far as the network knows a wallet of the account. */
    signing,
    positions: async (): Promise<AccountPosition[]> =>
      (await ok('GET', '/v1/accounts/me/positions')).positions as AccountPosition[],
    wallet: async (): Promise<bigint> => BigInt((await ok('GET', '/v1/accounts/me')).wallet as string),
    compounding: (deviceId: string, isOn = true): Promise<Answer> =>
      ask('POST', '/v1/stake/compounding', { deviceId, isOn }),
  };
};

/** Asks the device's stake back, by the wallet's signature. */
export const exitStake = (network: PlayNetwork, { device }: Supportable, amount: bigint): Promise<Answer> =>
  device.at(network.running.url).unstake(amount.toString());

const databaseOf = ({ running }: PlayNetwork) => running.network.db;

/** What every account of the ledger holds. */
export const balances = async (network: PlayNetwork): Promise<Map<string, bigint>> => {
  const rows = await databaseOf(network)
    .selectFrom('postings')
    .select(({ fn }) => ['account', fn.sum<bigint>('amount').as('sum')])
    .groupBy('account')
    .execute();
  return new Map(rows.map(({ account, sum }) => [account, sum]));
};

/** The ledger sums to zero, nothing that holds coins is below it, and stake and cooling are what the positions say. */
export const expectInStep = async (network: PlayNetwork): Promise<void> => {
  const held = await balances(network);
  expect([...held.values()].reduce((total, sum) => total + sum, 0n)).toBe(0n);
  for (const [account, sum] of held)
    if (account !== 'emission' && account !== 'play') expect(sum >= 0n, account).toBe(true);
  const positions = await inTransaction(databaseOf(network), async (trx) => {
    const devices = await trx.selectFrom('devices').select(['id', 'accountId']).execute();
    return Promise.all(devices.map((device) => readPosition(trx, device)));
  });
  const said = new Map<string, bigint>();
  for (const { deviceId, ownerId, owner, supporters, cooling } of positions) {
    said.set(stakeOf(deviceId, ownerId), owner);
    for (const { holderId, amount } of supporters) said.set(stakeOf(deviceId, holderId), amount);
    for (const { id, amount } of cooling) said.set(coolingOf(deviceId, id), amount);
    expect(supporters.length).toBeLessThanOrEqual(network.parameters.maxSupportersPerDevice);
  }
  const staked = [...held].filter(([account]) => /^device:[^:]+:(stake|cooling):/.test(account));
  const isMore = ([, sum]: [string, bigint]): boolean => sum > 0n;
  expect(new Map(staked.filter(isMore))).toEqual(new Map([...said].filter(isMore)));
};

/** Ends the network where a row of the table would be changed so, in the middle of what it does, and starts it again. */
export const killAt = async (
  network: PlayNetwork,
  { table, when }: { readonly table: string; readonly when: string },
  act: () => Promise<unknown>,
): Promise<void> => {
  const db = databaseOf(network);
  await sql`create or replace function end_here() returns trigger language plpgsql as
    $$ begin raise exception 'killed here'; end $$`.execute(db);
  await sql
    .raw(`create trigger killed before update on ${table} for each row when (${when}) execute function end_here()`)
    .execute(db);
  await expect(act()).rejects.toThrow('killed here');
  await sql.raw(`drop trigger killed on ${table}`).execute(db);
  await network.restart();
};
