/** Moves of coins over a real link with a real wallet of play coins, beside a network that a test may have lie. */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../shared/units/money.ts';
import { type LinkBench, openLinkBench } from '../../tests/fakes/network/link-bench.ts';
import type { Link } from '../link/link.ts';
import { createLocalnetWallet } from '../wallet/localnet-wallet.ts';
import type { Wallet } from '../wallet/wallet.ts';
import { type CoinMoves, createCoinMoves } from './coin-moves.ts';

let bench: LinkBench;
let link: Link;
let wallet: Wallet;
beforeEach(async () => {
  bench = await openLinkBench();
  ({ link } = bench.open());
  await link.register();
  wallet = createLocalnetWallet({
    path: join(bench.dir, 'play-wallet.key'),
    isPlay: true,
    about: { networkKey: bench.network.networkKey, accountId: 'account' },
    now: () => 0,
    onProblem: () => undefined,
  });
  await link.account.adopt({ id: 'account', name: 'test' });
});
afterEach(() => bench.close());

const { signal } = new AbortController();
const coinsOf = (signer: Wallet | null = wallet): CoinMoves =>
  createCoinMoves({
    clock: Date,
    link,
    wallet: signer,
    network: { name: 'Fake', networkKey: bench.network.networkKey },
    device: { id: bench.network.state.deviceId, accountId: 'account' },
  });
const prepared = async (coins: CoinMoves, action: 'stake' | 'unstake' = 'stake', amount = 12n) => {
  const answer = await coins.prepare(action, inBaseUnits(amount));
  if (answer.kind !== 'intent') throw new Error(answer.kind);
  return answer.intent;
};

describe('a move of coins', () => {
  it('is asked for, compared, signed and carried out', async () => {
    const coins = coinsOf();
    await coins.nameWallet(signal);
    const intent = await prepared(coins);
    expect(intent.facts).toMatchObject({ amount: 12n, ownAfter: 112n, risks: [{ cause: 'O7', loss: 112n }] });
    expect(bench.network.state.moves).toEqual([]);
    expect(await coins.carryOut(intent, signal)).toMatchObject({
      kind: 'done',
      result: { staked: '112', freeAt: null },
    });
    expect(bench.network.state.moves).toEqual([{ action: 'stake', amount: '12', intentId: intent.intentId }]);
    const exit = await prepared(coins, 'unstake', 5n);
    expect(await coins.carryOut(exit, signal)).toMatchObject({
      kind: 'done',
      result: { staked: '95', freeAt: exit.facts.freeAt },
    });
  });

  it('names the wallet first where the account has none', async () => {
    const coins = coinsOf();
    expect(bench.network.state.walletKey).toBeNull();
    expect((await coins.carryOut(await prepared(coins), signal)).kind).toBe('done');
    expect(bench.network.state.walletKey).toBe(await wallet.publicKey(signal));
  });

  it('is refused by the rules with their own words', async () => {
    const coins = coinsOf();
    const { state } = bench.network;
    state.stakes = () => 'too_large';
    expect(await coins.prepare('stake', inBaseUnits(10n ** 20n))).toEqual({ kind: 'too_large', available: 500n });
    state.stakes = () => 'in_use';
    expect(await coins.prepare('unstake', inBaseUnits(1n))).toEqual({ kind: 'in_use' });
    state.stakes = () => 'done';
    for (const end of ['expired', 'outdated'] as const) {
      state.ends = () => end;
      expect(await coins.carryOut(await prepared(coins), signal)).toEqual({ kind: end });
    }
    expect(state.moves).toEqual([]);
  });

  it.each([
    ['one figure of the text', (text: string) => text.replace('0.00000012 IO (12 ', '0.00000013 IO (13 '), ['amount']],
    ['a line', (text: string) => text.replace(/\nFee: .*/, ''), ['text']],
    ['the end of the text', (text: string) => `${text}\nNote: all is well`, ['text']],
  ])('is not signed when somebody altered %s on its way', async (_what, altersText, differs) => {
    bench.network.state.altersText = altersText;
    await expect(coinsOf().prepare('stake', inBaseUnits(12n))).rejects.toMatchObject({
      code: 'INTENT_MISMATCH',
      data: { differs },
    });
  });

  it.each([
    ['another amount', { amount: inBaseUnits(13n) }, ['amount']],
    ['another account', { accountId: 'somebody' }, ['accountId']],
    ['that nothing can be lost', { risks: [] }, ['risks']],
    ['that coins leave', { destination: { kind: 'address', address: '7xKXtg2CW87d97TX' } as const }, ['destination']],
    ['another intent', { intentId: 'another' }, ['intentId']],
  ])('is not signed when the network itself says %s', async (_what, lies, differs) => {
    bench.network.state.lies = lies;
    await expect(coinsOf().prepare('stake', inBaseUnits(12n))).rejects.toMatchObject({
      code: 'INTENT_MISMATCH',
      data: { differs },
    });
  });

  it('asks nobody to sign with a wallet that is not the account’s', async () => {
    const coins = coinsOf();
    const intent = await prepared(coins);
    bench.network.state.walletKey = 'x'.repeat(43);
    await expect(coins.carryOut(intent, signal)).rejects.toMatchObject({
      code: 'SIGNING_FAILED',
      data: { why: 'wrong_key' },
    });
    expect(bench.network.state.moves).toEqual([]);
  });

  it('is not even asked for without a wallet', async () => {
    await expect(coinsOf(null).prepare('stake', inBaseUnits(1n))).rejects.toMatchObject({ code: 'WALLET_MISSING' });
  });
});

describe('a move on somebody else’s device', () => {
  const supported = async () => {
    const offer = await link.account.offer('others');
    if (offer === null) throw new Error('no offer');
    return { offer, held: inBaseUnits(bench.network.state.supported) };
  };
  const preparedOn = async (coins: CoinMoves, action: 'support' | 'leave', amount: bigint) => {
    const answer = await coins.prepareOn(await supported(), action, inBaseUnits(amount));
    if (answer.kind !== 'intent') throw new Error(answer.kind);
    return answer.intent;
  };

  it('is worked out from the offer, compared, signed and carried out, in and out again', async () => {
    const coins = coinsOf();
    const support = await preparedOn(coins, 'support', 50n);
    expect(support.facts).toMatchObject({ action: 'support', ownAfter: 150n, deviceAfter: 550n, shareBps: 3_000 });
    expect(support.facts.risks).toMatchObject([
      { cause: 'O7', loss: 150n },
      { cause: 'O5', loss: 0n },
    ]);
    expect(await coins.carryOut(support, signal)).toMatchObject({ kind: 'done', result: { own: '150', freeAt: null } });
    const leave = await preparedOn(coins, 'leave', 0n);
    expect(leave.facts).toMatchObject({ action: 'leave', amount: 100n, destination: { kind: 'cooling' } });
    expect(await coins.carryOut(leave, signal)).toMatchObject({ result: { freeAt: leave.facts.freeAt } });
    expect(bench.network.state.moves.map(({ action }) => action)).toEqual(['support', 'leave']);
  });

  it.each([
    ['a smaller worst case', { risks: [{ cause: 'O7', bps: 10_000, loss: inBaseUnits(1n) }] } as const, ['risks']],
    ['another share than the offer’s', { shareBps: 2_999 }, ['shareBps']],
    ['another device', { deviceId: 'somebody-elses' }, ['deviceId']],
    ['that they are free at once', { freeAt: null }, ['freeAt']],
    ['less than all of it', { amount: inBaseUnits(99n) }, ['amount']],
  ])('is not signed when the network says %s', async (_what, lies, differs) => {
    bench.network.state.lies = lies;
    await expect(coinsOf().prepareOn(await supported(), 'leave', inBaseUnits(0n))).rejects.toMatchObject({
      code: 'INTENT_MISMATCH',
      data: { differs },
    });
  });

  it('is refused by the rules with their own words', async () => {
    bench.network.state.stakes = () => 'too_many';
    expect(await coinsOf().prepareOn(await supported(), 'support', inBaseUnits(1n))).toEqual({
      kind: 'unsupportable',
      refusal: { code: 'TOO_MANY_DEVICES', most: 2 },
    });
    expect(await link.account.offer('nobodys')).toBeNull();
  });
});

describe('the owner of an account', () => {
  it('is the one who came first', async () => {
    expect(await link.account.adopt({ id: 'account', name: 'test' })).toBe(true);
    bench.network.state.ownerKey = 'somebody';
    expect(await link.account.adopt({ id: 'account', name: 'test' })).toBe(false);
    await expect(link.account.wallet()).rejects.toMatchObject({
      code: 'NETWORK_REFUSED',
      data: { code: 'NO_ACCOUNT' },
    });
  });
});
