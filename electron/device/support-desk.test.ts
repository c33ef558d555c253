/** The support desk over a real link and a real wallet of play coins, beside a network under the test's control. */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openedOfferSchema, supportedSchema, supportQuoteSchema } from '../../shared/contract/app/supports.ts';
import { type LinkBench, openLinkBench } from '../../tests/fakes/network/link-bench.ts';
import type { Link } from '../link/link.ts';
import { createLocalnetWallet } from '../wallet/localnet-wallet.ts';
import { type CoinMoves, createCoinMoves } from './coin-moves.ts';
import { quoteLifetimeMs } from './quotes.ts';
import { createSupportDesk, type SupportDesk } from './support-desk.ts';

let bench: LinkBench;
let link: Link;
let coins: CoinMoves;
let desk: SupportDesk;
let passed = 0;
beforeEach(async () => {
  bench = await openLinkBench();
  ({ link } = bench.open());
  await link.register();
  await link.account.adopt({ id: 'account', name: 'test' });
  const { networkKey } = bench.network;
  coins = createCoinMoves({
    clock: Date,
    link,
    wallet: createLocalnetWallet({
      path: join(bench.dir, 'play-wallet.key'),
      isPlay: true,
      about: { networkKey, accountId: 'account' },
      now: () => 0,
      onProblem: () => undefined,
    }),
    network: { name: 'Fake', networkKey },
    device: { id: bench.network.state.deviceId, accountId: 'account' },
  });
  passed = 0;
  desk = createSupportDesk({
    clock: { now: Date.now, monotonic: () => passed, sleep: () => Promise.resolve() },
    supporter: () => ({ account: link.account, coins, network: { name: 'Fake', isPlay: true } }),
    money: { refresh: () => Promise.resolve() },
  });
});
afterEach(() => bench.close());

const { signal } = new AbortController();
const quoteFor = async (asked: Parameters<SupportDesk['prepare']>[0]) => {
  const prepared = await desk.prepare(asked);
  if (prepared?.kind !== 'quote') throw new Error(prepared?.kind ?? 'not joined');
  return prepared.quote;
};

describe('the support desk', () => {
  it('shows what is offered, page by page, and one offer with what this account has there', async () => {
    const page = await desk.offers({ by: 'share', order: 'desc' });
    expect(page).toMatchObject({ offers: [{ deviceId: 'others', ownStaked: 300n, room: 100n }], next: '1.others' });
    expect(await desk.offers({ by: 'share', order: 'desc', after: '1.others' })).toEqual({ offers: [], next: null });
    const opened = openedOfferSchema.parse(await desk.open('others'));
    expect(opened).toMatchObject({ held: 100n, free: 500n, noticeMs: 500, cooldownMs: 1_000 });
    expect(await desk.open('nobodys')).toBe('no_offer');
  });

  it('shows what it has behind others’ devices, and not its own', async () => {
    const positions = await desk.positions();
    expect(positions).toMatchObject({ free: 500n, network: { name: 'Fake', isPlay: true } });
    expect(positions?.supported.map((each) => supportedSchema.parse(each))).toMatchObject([
      // Half of the two hundred that supporters have.
      { deviceId: 'others', held: 100n, ownPartBps: 5_000, shareBps: 3_000, earned: 9n, leavingMs: 1_500 },
    ]);
  });

  it('quotes what the text says that is signed, worst case first, and acts on it once', async () => {
    const quote = await quoteFor({ action: 'support', deviceId: 'others', amount: 50n });
    expect(supportQuoteSchema.parse(quote)).toMatchObject({
      action: 'support',
      amount: 50n,
      heldAfter: 150n,
      worstCase: 150n,
      risks: [{ offence: 'O7' }, { offence: 'O5' }],
      shareBps: 3_000,
      signsWith: 'localnet',
    });
    expect(quote.text[1]).toContain('150 base units');
    expect(await desk.confirm(quote.confirmationId, signal)).toEqual({ kind: 'done', held: 150n, freeAt: null });
    expect((await desk.confirm(quote.confirmationId, signal)).kind).toBe('expired');
    expect(bench.network.state.moves).toMatchObject([{ action: 'support', amount: '50' }]);
  });

  it('leaves with all of it, and not on a quote that is too old', async () => {
    const old = await quoteFor({ action: 'leave', deviceId: 'others' });
    passed = quoteLifetimeMs + 1;
    expect((await desk.confirm(old.confirmationId, signal)).kind).toBe('expired');
    const quote = await quoteFor({ action: 'leave', deviceId: 'others' });
    expect(quote).toMatchObject({ amount: 100n, heldAfter: 100n });
    expect(await desk.confirm(quote.confirmationId, signal)).toMatchObject({ kind: 'done', freeAt: quote.freeAt });
  });

  it('says what the rules say, and that a device has no offer', async () => {
    bench.network.state.stakes = () => 'too_large';
    expect(await desk.prepare({ action: 'support', deviceId: 'others', amount: 501n })).toEqual({
      kind: 'too_large',
      available: 500n,
    });
    expect(await desk.prepare({ action: 'leave', deviceId: 'nobodys' })).toEqual({
      kind: 'unsupportable',
      refusal: { code: 'OFFER_NOT_FOUND' },
    });
  });

  it('has nothing to say before there is an account, and refuses where it is somebody else’s', async () => {
    const parts = { clock: { now: () => 0, monotonic: () => 0, sleep: () => Promise.resolve() } };
    const money = { refresh: () => Promise.resolve() };
    const early = createSupportDesk({ ...parts, money, supporter: () => 'not_joined' });
    expect([await early.positions(), await early.open('others')]).toEqual([null, null]);
    const others = createSupportDesk({ ...parts, money, supporter: () => null });
    await expect(others.positions()).rejects.toMatchObject({ code: 'NOT_ACCOUNT_OWNER' });
  });
});
