import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proposalDeposit } from '../../shared/domain/governance/proposal.ts';
import { cpuClaim, createPlayDevice, type PlayDevice } from './play-device.ts';
import { createPlayKey } from './play-key.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';
import { createPlayOperator } from './play-operator.ts';
import { joinPair, liveProven, owedFor, paidFor } from './rewarded-pair.ts';
import { balances, io, movesOf, openPlayAccount, type PlayAccount } from './supported-device.ts';

const operator = createPlayOperator();
let network: PlayNetwork;
let issue: string;
let voters: { account: PlayAccount; device: PlayDevice }[];

/** An owner with so much at stake on a device of its own. */
const joinVoter = async (staked: bigint): Promise<(typeof voters)[number]> => {
  const account = await openPlayAccount(network, 'Voter');
  const enrolment = { uses: 1, validHours: 24 };
  const { token } = await movesOf(network, account).ok('POST', '/v1/accounts/me/enrolments', enrolment);
  const device = createPlayDevice(network.running.url, network.clock.now, undefined, account.keys);
  await device.register(cpuClaim, token as string);
  await movesOf(network, account).signing();
  expect((await device.stake(staked.toString())).status).toBe(200);
  return { account, device };
};

beforeAll(async () => {
  network = await startPlayNetwork({ operatorKeys: [operator.publicKey] });
  issue = await operator.openIssue(network);
  voters = [await joinVoter(io(500)), await joinVoter(io(300)), await joinVoter(io(200))];
});
afterAll(() => network.close());

const moves = (at: number) => movesOf(network, (voters[at] as (typeof voters)[number]).account);
const anybody = () => createPlayKey(network.running.url, network.clock.now);
const heavier = { key: 'classes', value: { name: 'cpu', weightMilli: 400, pool: 'community' } };
const open = (at: number, more: Record<string, unknown> = {}) =>
  moves(at).ask('POST', '/v1/proposals', { issue, ...heavier, idempotencyKey: randomUUID(), ...more });
const openedBy = async (at: number): Promise<string> => {
  const { status, body } = await open(at);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.id as string;
};
const cast = (at: number, proposalId: string, choice: string) =>
  moves(at).ask('POST', `/v1/proposals/${proposalId}/votes`, { choice });
const read = (proposalId: string) => anybody().ok('GET', `/v1/proposals/${proposalId}`);
const passHours = async (hours: number): Promise<void> => {
  network.clock.advance(hours * network.parameters.hourMs);
  await network.running.pass();
};
const totalOf = async (): Promise<bigint> =>
  [...(await balances(network)).values()].reduce((sum, held) => sum + held, 0n);

describe('opening a proposal', () => {
  it('is refused with what is wrong with it, and takes no deposit then', async () => {
    const before = await moves(0).wallet();
    const codes = [
      (await open(0, { key: 'pausedActions', value: ['payout'] })).body.code,
      (await open(0, { key: 'hourMs', value: 1 })).body.code,
      (await open(0, { value: { name: 'cpu', weightMilli: -1, pool: 'community' } })).body.code,
      (await open(0, { issue: 'i0' })).body.code,
      (await cast(0, 'p0', 'for')).body.code,
      (await voters[0]?.device.ask('POST', '/v1/proposals', { issue, ...heavier, idempotencyKey: randomUUID() }))?.body
        .code,
    ];
    const missing = 'PROPOSAL_NOT_FOUND';
    expect(codes).toEqual([
      'KEY_NOT_VOTED',
      'KEY_NOT_VOTED',
      'VALUE_NOT_ALLOWED',
      'ISSUE_NOT_FOUND',
      missing,
      'NO_ACCOUNT',
    ]);
    expect(await moves(0).wallet()).toBe(before);
    // An account's grant is one deposit to the last coin.
    const poor = movesOf(network, await openPlayAccount(network, 'Poor'));
    const ask = () => poor.ask('POST', '/v1/proposals', { issue, ...heavier, idempotencyKey: randomUUID() });
    expect((await ask()).status).toBe(200);
    const second = await ask();
    expect([second.status, second.body.code]).toEqual([409, 'DEPOSIT_MISSING']);
    expect(second.body.data).toEqual({ needed: proposalDeposit.toString(), available: '0' });
  });

  it('and voting on it are an owner’s, not staff’s or a viewer’s', async () => {
    const id = await openedBy(2);
    for (const role of ['staff', 'viewer']) {
      const key = anybody();
      await moves(1).ok('POST', '/v1/accounts/me/members', { publicKey: key.publicKey, name: role, role });
      const vote = await key.ask('POST', `/v1/proposals/${id}/votes`, { choice: 'for' });
      const proposal = await key.ask('POST', '/v1/proposals', { issue, ...heavier, idempotencyKey: randomUUID() });
      for (const { body } of [vote, proposal])
        expect([body.code, body.data]).toEqual(['ROLE_TOO_LOW', { needs: 'owner' }]);
      expect(await key.ok('GET', `/v1/proposals/${id}/votes/own`)).toMatchObject({ weight: io(300).toString() });
    }
    await passHours(72);
  });
});

describe('a proposal that nobody cares about', () => {
  it('is frivolous after 72 hours, and its deposit is burned', async () => {
    const burned = (await balances(network)).get('burned') ?? 0n;
    const before = await moves(1).wallet();
    const id = await openedBy(1);
    expect(await moves(1).wallet()).toBe(before - proposalDeposit);
    expect(await read(id)).toMatchObject({ state: 'straw', deposit: { fate: 'held' }, staked: io(1_000).toString() });
    await passHours(72);
    expect(await read(id)).toMatchObject({ state: 'frivolous', endsAt: null, deposit: { fate: 'burned' } });
    await network.restart();
    await passHours(1);
    expect((await balances(network)).get('burned')).toBe(burned + proposalDeposit);
    expect(await moves(1).wallet()).toBe(before - proposalDeposit);
    expect((await cast(0, id, 'for')).body.code).toBe('NOT_OPEN');
    expect(await totalOf()).toBe(0n);
  });

  it('is dropped without a majority in the straw vote, and its deposit goes back', async () => {
    const before = await moves(1).wallet();
    const id = await openedBy(1);
    expect((await cast(0, id, 'against')).status).toBe(200);
    await passHours(72);
    expect(await read(id)).toMatchObject({ state: 'dropped', deposit: { fate: 'returned' } });
    expect(await moves(1).wallet()).toBe(before);
    const { notices } = await anybody().ok('GET', '/v1/notices');
    expect(notices).toMatchObject([
      { kind: 'proposal_ended', facts: { proposalId: id, outcome: 'dropped' }, issue },
      { kind: 'proposal_opened', facts: { proposalId: id, key: 'classes' } },
      ...Array.from({ length: 6 }, () => ({})),
    ]);
  });
});

describe('a proposal that passes', () => {
  it('changes the very first hour after its notice, to the base unit, and not the one before', async () => {
    const before = await moves(0).wallet();
    const idempotencyKey = randomUUID();
    const first = await open(0, { idempotencyKey });
    const id = first.body.id as string;
    expect((await open(0, { idempotencyKey })).body.id).toBe(id);
    expect(await moves(0).wallet()).toBe(before - proposalDeposit);
    // Coins staked later have no vote in it, and coins that leave keep theirs.
    const late = await joinVoter(io(600));
    expect(
      (await movesOf(network, late.account).ask('POST', `/v1/proposals/${id}/votes`, { choice: 'for' })).body.code,
    ).toBe('NO_WEIGHT');
    expect((await cast(1, id, 'for')).body).toEqual({ weight: io(300).toString(), straw: 'for', vote: null });
    expect((await cast(1, id, 'against')).body.code).toBe('ALREADY_VOTED');
    const [, leaver] = voters;
    expect((await leaver?.device.at(network.running.url).unstake(io(300).toString()))?.status).toBe(200);

    await passHours(72);
    await network.restart();
    expect(await read(id)).toMatchObject({
      state: 'vote',
      straw: { for: io(300).toString(), turnout: io(300).toString() },
    });
    expect((await cast(1, id, 'for')).body).toMatchObject({ weight: io(300).toString(), vote: 'for' });
    expect((await cast(0, id, 'for')).status).toBe(200);
    expect((await cast(2, id, 'abstain')).status).toBe(200);
    expect((await cast(2, id, 'for')).body.code).toBe('ALREADY_VOTED');
    const deeds = [{ kind: 'vote', id: expect.stringContaining(id) }];
    expect((await moves(1).ok('GET', '/v1/astronaut')).deeds).toMatchObject(deeds);
    const tally = { for: io(800), against: 0n, abstain: io(200), turnout: io(1_000) };
    const told = Object.fromEntries(Object.entries(tally).map(([choice, sum]) => [choice, sum.toString()]));
    expect(await read(id)).toMatchObject({ vote: told, majority: 'two_thirds', effectiveAt: null });

    await passHours(144);
    await network.running.pass();
    const { hourMs } = network.parameters;
    const passed = await read(id);
    const effectiveAt = passed.effectiveAt as number;
    expect(passed).toMatchObject({ state: 'passed', deposit: { fate: 'returned' } });
    expect(await moves(0).wallet()).toBe(before);
    expect(effectiveAt - network.clock.now()).toBeGreaterThanOrEqual(720 * hourMs);
    expect(effectiveAt - network.clock.now()).toBeLessThan(721 * hourMs);
    const { parameters, announced } = await anybody().ok('GET', '/v1/parameters');
    expect(announced).toMatchObject([{ id, vote: id, issue, ...heavier, class: 'user_affecting', effectiveAt }]);
    const { changes } = await anybody().ok('GET', '/v1/parameters/changes');
    expect(changes).toMatchObject([{ signer: (parameters as { networkKey: string }).networkKey }]);

    // Into the hour before the last one under the old record.
    network.clock.advance(effectiveAt - network.clock.now() - hourMs - 5_000);
    await network.running.pass();
    await network.restart();
    const pair = await joinPair(network);
    await liveProven(network, pair, 5 + (2 * hourMs) / 1_000 + 1);
    const hours = await network.running.network.db
      .selectFrom('epochs')
      .select(['number', 'startsAt'])
      .where('startsAt', 'in', [effectiveAt - hourMs, effectiveAt])
      .orderBy('number')
      .execute();
    const [lastOld, firstNew] = hours.map(({ number }) => number) as [number, number];
    const old = network.parameters;
    const others = old.classes.filter(({ name }) => name !== 'cpu');
    const changed = { ...old, classes: [...others, { name: 'cpu', weightMilli: 400, pool: 'community' as const }] };
    const [oldRewards, newRewards] = [await paidFor(pair, lastOld), await paidFor(pair, firstNew)];
    expect(oldRewards).toEqual(await owedFor(network, pair, lastOld, old));
    expect(newRewards).toEqual(await owedFor(network, pair, firstNew, changed));
    expect(Number(newRewards[0]) / Number(newRewards[1])).toBeCloseTo(
      4 * (Number(oldRewards[0]) / Number(oldRewards[1])),
      5,
    );
    expect(await totalOf()).toBe(0n);
  });
});
