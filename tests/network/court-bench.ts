/** A court to try: owners of devices, operators, judges who are drawn by a lot that the test sets, and the books. */
import { generateKeyPairSync, type KeyPairKeyObjectResult } from 'node:crypto';
import { expect } from 'vitest';
import type { Bench } from '../../network/service/court/bench.ts';
import type { CourtSlash, SlashLine } from '../../shared/contract/network/court.ts';
import type { PlayDevice } from './play-device.ts';
import { createPlayKey, type PlayKey } from './play-key.ts';
import type { PlayNetwork } from './play-network.ts';

const operatorPair = generateKeyPairSync('ed25519');
/** Of every network that a test of the court starts. */
export const operatorKey = operatorPair.publicKey.export({ format: 'jwk' }).x ?? '';

export const operatorOf = (network: PlayNetwork): PlayKey =>
  createPlayKey(network.running.url, network.clock.now, operatorPair);

/** A person with an account, at the network where it is now. */
export interface Person {
  readonly accountId: string;
  key(network: PlayNetwork): PlayKey;
}

const personOf = (accountId: string, pair: KeyPairKeyObjectResult): Person => ({
  accountId,
  key: ({ running, clock }) => createPlayKey(running.url, clock.now, pair),
});

export const openPerson = async (network: PlayNetwork, name: string): Promise<Person> => {
  const pair = generateKeyPairSync('ed25519');
  const key = createPlayKey(network.running.url, network.clock.now, pair);
  return personOf((await key.ok('POST', '/v1/accounts', { name })).id as string, pair);
};

/** The owner of the account that a device made for itself. */
export const ownerOf = async ({ id, device }: { id: string; device: PlayDevice }): Promise<Person> => {
  await device.owner();
  return personOf(`a${id.slice(1)}`, device.ownerKeys.member);
};

/** Seats whoever the test seats; a release comes out when the test says so. */
export interface PlayBench extends Bench {
  seat(accountIds: readonly string[]): void;
  /** From now on the lot is known of matters that were brought before this moment. */
  publish(at: number): void;
}

export const createPlayBench = (): PlayBench => {
  let seated: readonly string[] = [];
  let release: { at: number; epoch: number } | null = null;
  return {
    seat: (accountIds) => {
      seated = accountIds;
    },
    publish: (at) => {
      release = { at, epoch: (release?.epoch ?? 0) + 1 };
    },
    judges: async () => seated,
    lotAfter: async (_trx, at) =>
      release === null || release.at <= at ? null : { previousManifestHash: 'ab'.repeat(32), epoch: release.epoch },
  };
};

export const readSlash = async (network: PlayNetwork, owner: Person, slashId: string): Promise<CourtSlash> =>
  (await owner.key(network).ok('GET', `/v1/slashes/${slashId}`)) as unknown as CourtSlash;

/** A body of evidence, whose hash is checked on the way by whoever asks for the bundle. */
export const bodyOf = (slash: CourtSlash, kind: CourtSlash['evidence'][number]['kind']): Record<string, unknown> =>
  JSON.parse(slash.evidence.find((piece) => piece.kind === kind)?.body ?? 'null');

export const holdings = async ({ running }: PlayNetwork): Promise<Map<string, bigint>> => {
  const rows = await running.network.db.selectFrom('balances').select(['account', 'amount']).execute();
  return new Map(rows.map(({ account, amount }) => [account, amount]));
};

/** Nothing appeared or was lost, nothing that holds coins is below zero, and no ended slash or report holds any. */
export const expectSettled = async (network: PlayNetwork): Promise<void> => {
  const { db } = network.running.network;
  const held = await holdings(network);
  expect([...held.values()].reduce((sum, amount) => sum + amount, 0n)).toBe(0n);
  for (const [account, amount] of held)
    if (account !== 'emission' && account !== 'play') expect(amount >= 0n, account).toBe(true);
  const slashes = await db.selectFrom('slashes').select(['id', 'state']).execute();
  for (const { id, state } of slashes) if (state !== 'escrow') expect(held.get(`escrow:${id}`)).toBe(0n);
  const reports = await db.selectFrom('reports').select(['id', 'state']).where('reporterId', 'is not', null).execute();
  for (const { id, state } of reports)
    expect(held.get(`report:${id}:bond`)).toBe(state === 'open' ? 1_000_000_000n : 0n);
  const ends = await db
    .selectFrom('transfers')
    .select('reference')
    .where('kind', 'in', ['slash_return', 'slash_execute'])
    .execute();
  expect(new Set(ends.map(({ reference }) => reference)).size).toBe(ends.length);
};

/** An account's own, newest first. */
export const slashesOf = async (network: PlayNetwork, owner: Person): Promise<SlashLine[]> =>
  (await owner.key(network).ok('GET', '/v1/accounts/me/slashes')).slashes as SlashLine[];
