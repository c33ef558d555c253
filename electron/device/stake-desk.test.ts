import { describe, expect, it } from 'vitest';
import { readIntent } from '../../shared/domain/intents/read-intent.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import { intentTextOf } from '../../tests/fakes/wallet/intent.ts';
import type { CoinMoves } from './coin-moves.ts';
import { quoteLifetimeMs } from './quotes.ts';
import type { ComparedIntent } from './signed-moves.ts';
import { createStakeDesk } from './stake-desk.ts';

const intentOf = (action: 'stake' | 'unstake', amount: bigint): ComparedIntent => {
  const text = intentTextOf({
    action,
    amount: inBaseUnits(amount),
    risks: [
      { cause: 'O7', bps: 10_000, loss: inBaseUnits(401n) },
      { cause: 'O1', bps: 50, loss: inBaseUnits(3n) },
    ],
    deviceAfter: inBaseUnits(401n),
    required: inBaseUnits(250n),
  });
  const read = readIntent(text);
  if (read.kind === 'refused') throw new Error(read.expected);
  return { intentId: read.facts.intentId, text, facts: read.facts, signsWith: 'localnet' };
};

const { signal } = new AbortController();

const desk = ({ hasLiveJob = false, change = {} }: { hasLiveJob?: boolean; change?: Partial<CoinMoves> } = {}) => {
  let monotonic = 0;
  const acts: string[] = [];
  const clock = { now: () => 1_000, monotonic: () => monotonic, sleep: () => Promise.resolve() };
  const coins: CoinMoves = {
    prepare: async (action, amount) => ({ kind: 'intent', intent: intentOf(action, amount) }),
    carryOut: async ({ text }) => {
      acts.push(text);
      const result = { intentId: 'i', doneAt: 0, amount: '1', own: '310', staked: '310', wallet: '0', freeAt: 7 };
      return { kind: 'done', result };
    },
    prepareOn: () => Promise.reject(new Error('a stake desk supports nobody')),
    nameWallet: () => Promise.resolve(),
    ...change,
  };
  const stakeDesk = createStakeDesk({
    clock,
    coins: () => coins,
    money: { refresh: () => Promise.resolve() },
    hasLiveJob: () => hasLiveJob,
  });
  return { stakeDesk, acts, pass: (ms: number) => (monotonic += ms) };
};

const quote = async (from: ReturnType<typeof desk>, action: 'stake' | 'unstake', amount: bigint) => {
  const prepared = await from.stakeDesk.prepare(action, amount);
  if (prepared.kind !== 'quote') throw new Error(prepared.kind);
  return prepared.quote;
};

describe('the stake desk', () => {
  it('quotes what the text says that is signed, and shows the text with it', async () => {
    const shown = await quote(desk(), 'stake', 101n);
    expect(shown).toMatchObject({
      action: 'stake',
      amount: 101n,
      stakedAfter: 401n,
      requiredAfter: 250n,
      worstCase: 401n,
      smallestLoss: { offence: 'O1', bps: 50, loss: 3n },
      freeAt: Date.UTC(2026, 11, 10),
      endsEarning: false,
      fee: 0n,
      signsWith: 'localnet',
    });
    expect(shown.text.join('\n')).toBe(intentOf('stake', 101n).text);
  });

  it('says what the rules say', async () => {
    const refuse = desk({ change: { prepare: async () => ({ kind: 'too_large', available: 600n }) } });
    expect(await refuse.stakeDesk.prepare('stake', 601n)).toEqual({ kind: 'too_large', available: 600n });
    const late = desk({ change: { carryOut: async () => ({ kind: 'outdated' }) } });
    const { confirmationId } = await quote(late, 'stake', 1n);
    expect(await late.stakeDesk.confirm(confirmationId, signal)).toEqual({ kind: 'outdated' });
  });

  it('does not let stake go while a job runs', async () => {
    expect(await desk({ hasLiveJob: true }).stakeDesk.prepare('unstake', 1n)).toEqual({ kind: 'in_use' });
  });

  it('has nothing to say before this PC has joined, and none where the account is somebody else’s', async () => {
    const parts = {
      clock: { now: () => 0, monotonic: () => 0, sleep: () => Promise.resolve() },
      hasLiveJob: () => false,
    };
    const money = { refresh: () => Promise.resolve() };
    const early = createStakeDesk({ ...parts, money, coins: () => 'not_joined' });
    expect(await early.prepare('stake', 1n)).toEqual({ kind: 'not_joined' });
    const others = createStakeDesk({ ...parts, money, coins: () => null });
    await expect(others.prepare('stake', 1n)).rejects.toMatchObject({ code: 'NOT_ACCOUNT_OWNER' });
  });

  it('acts once per quote, and not at all on an old or made-up one', async () => {
    const from = desk();
    const first = await quote(from, 'stake', 10n);
    expect(await from.stakeDesk.confirm(first.confirmationId, signal)).toEqual({
      kind: 'done',
      staked: 310n,
      freeAt: 7,
    });
    expect((await from.stakeDesk.confirm(first.confirmationId, signal)).kind).toBe('expired');
    expect((await from.stakeDesk.confirm('made-up', signal)).kind).toBe('expired');
    const second = await quote(from, 'stake', 10n);
    from.pass(quoteLifetimeMs + 1);
    expect((await from.stakeDesk.confirm(second.confirmationId, signal)).kind).toBe('expired');
    expect(from.acts).toEqual([first.text.join('\n')]);
  });
});
