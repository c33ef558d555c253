/** Joining over a real link with real keys, beside a network of one process. */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../shared/log.ts';
import { pcWith, softwareAdapter } from '../../tests/fakes/core/machine.ts';
import { createHurriedClock } from '../../tests/fakes/network/hurried-clock.ts';
import { eventually, type LinkBench, openLinkBench } from '../../tests/fakes/network/link-bench.ts';
import { createLocalnetWallet } from '../wallet/localnet-wallet.ts';
import type { Wallet } from '../wallet/wallet.ts';
import { createParticipation, type Membership } from './participation.ts';
import { createProblemBoard } from './problem-board.ts';

let bench: LinkBench;
beforeEach(async () => {
  bench = await openLinkBench();
});
afterEach(() => bench.close());

const walletHere = (): Wallet =>
  createLocalnetWallet({
    path: join(bench.dir, 'play-wallet.key'),
    isPlay: true,
    about: { networkKey: bench.network.networkKey, accountId: 'account' },
    now: () => 0,
    onProblem: () => undefined,
  });

/** Joins, and hands on what it became. */
const joined = async (wallet: Wallet | null = walletHere()): Promise<Membership> => {
  const clock = createHurriedClock(5);
  const participation = createParticipation({
    clock,
    log: silentLog,
    problems: createProblemBoard(clock),
    readInventory: async () => pcWith(0, [softwareAdapter]),
    gpusOff: () => [],
    freeVramBytesOf: () => null,
    acceptsSoftware: true,
    connect: async () => bench.open().link,
    enrolmentFor: async () => null,
    walletFor: () => wallet,
  });
  participation.begin();
  await eventually(() => expect(participation.membership.get()).not.toBeNull());
  const membership = participation.membership.get();
  await participation.end();
  if (membership === null) throw new Error('it did not join');
  return membership;
};

describe('joining', () => {
  it('owns the account that the device made, names the wallet of play coins and stakes what is required', async () => {
    const { state } = bench.network;
    state.standing = { ...state.standing, staked: '0', ownStaked: '0' };
    expect((await joined()).coins).not.toBeNull();
    expect(state.ownerKey).not.toBe(state.deviceKey);
    expect(state.walletKey).toBe(await walletHere().publicKey(new AbortController().signal));
    expect(state.moves).toMatchObject([{ action: 'stake', amount: '100' }]);
  });

  it('leaves coins alone that somebody staked, or took out, before', async () => {
    await joined();
    bench.network.state.standing = {
      ...bench.network.state.standing,
      ...{ staked: '0', ownStaked: '0', cooling: [{ id: 'c', amount: '100', askedAt: 0, freeAt: 1 }] },
    };
    await joined();
    expect(bench.network.state.moves).toEqual([]);
    expect(bench.network.state.walletKey).not.toBeNull();
  });

  it('owns an account from before there were owners, and moves nothing of what is there', async () => {
    await bench.open().link.register();
    expect(bench.network.state.ownerKey).toBeNull();
    expect((await joined()).coins).not.toBeNull();
    expect(bench.network.state.ownerKey).toMatch(/^[\w-]{43}$/);
    expect(bench.network.state.moves).toEqual([]);
  });

  it('makes the same owner again from the same folder', async () => {
    await joined();
    const { ownerKey } = bench.network.state;
    expect((await joined()).coins).not.toBeNull();
    expect(bench.network.state.ownerKey).toBe(ownerKey);
  });

  it('takes part in somebody else’s account without a say about its coins', async () => {
    bench.network.state.ownerKey = 'somebody';
    expect((await joined()).coins).toBeNull();
    expect(bench.network.state.walletKey).toBeNull();
    expect(bench.network.state.moves).toEqual([]);
  });

  it.each([
    ['the text to sign is another one', { lies: { accountId: 'somebody' } }],
    ['the account has another wallet', { walletKey: 'x'.repeat(43) }],
  ])('goes on when play coins cannot be staked because %s', async (_why, change) => {
    const { state } = bench.network;
    Object.assign(state, { standing: { ...state.standing, staked: '0', ownStaked: '0' } }, change);
    expect((await joined()).coins).not.toBeNull();
    expect(state.moves).toEqual([]);
  });

  it('stakes nothing by itself where coins have a price', async () => {
    const { state } = bench.network;
    Object.assign(state, { isPlay: false, standing: { ...state.standing, staked: '0', ownStaked: '0' } });
    const { coins } = await joined(null);
    expect(coins).not.toBeNull();
    expect([state.walletKey, state.moves]).toEqual([null, []]);
  });
});
