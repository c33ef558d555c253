import { describe, expect, it } from 'vitest';
import type { StakeState } from '../../shared/contract/app/stake.ts';
import { createCell } from '../../shared/live/cell.ts';
import { createStakeDesk, quoteLifetimeMs } from './stake-desk.ts';

const standing: StakeState = {
  wallet: 700n,
  staked: 300n,
  required: 250n,
  capacity: 900n,
  cooldownMs: 1_209_600_000,
  cooling: [],
  slashes: [],
  risks: [
    { offence: 'O7', bps: 10_000, loss: 300n },
    { offence: 'O1', bps: 50, loss: 2n },
  ],
  readAt: 1,
};

const desk = (hasLiveJob = false) => {
  let monotonic = 0;
  const acts: string[] = [];
  const clock = { now: () => 1_000, monotonic: () => monotonic, sleep: () => Promise.resolve() };
  const act = (action: string) => (amount: bigint) => {
    acts.push(`${action} ${amount}`);
    return Promise.resolve({ kind: 'done' as const, standing: { staked: '310', cooling: [] } as never });
  };
  const stakeDesk = createStakeDesk({
    clock,
    link: () => ({ stake: act('stake'), unstake: act('unstake') }),
    money: { stake: createCell<StakeState | null>(standing), refresh: () => Promise.resolve() },
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
  it('quotes the whole stake as the worst case and rounds the smallest loss up', async () => {
    const shown = await quote(desk(), 'stake', 101n);
    expect(shown).toMatchObject({ stakedAfter: 401n, worstCase: 401n, endsEarning: false, fee: 0n });
    expect(shown.smallestLoss).toEqual({ offence: 'O1', bps: 50, loss: 3n });
    expect(shown.freeAt).toBe(1_000 + standing.cooldownMs);
  });

  it('says that leaving keeps the coins at risk and may end earning', async () => {
    expect(await quote(desk(), 'unstake', 100n)).toMatchObject({
      stakedAfter: 200n,
      worstCase: 300n,
      endsEarning: true,
    });
  });

  it.each([
    ['stake', 601n, 600n],
    ['unstake', 301n, 300n],
  ] as const)('refuses to %s more than there is room for', async (action, amount, available) => {
    expect(await desk().stakeDesk.prepare(action, amount)).toEqual({ kind: 'too_large', available });
  });

  it('does not let stake go while a job runs', async () => {
    expect(await desk(true).stakeDesk.prepare('unstake', 1n)).toEqual({ kind: 'in_use' });
  });

  it('acts once per quote, and not at all on an old or made-up one', async () => {
    const from = desk();
    const first = await quote(from, 'stake', 10n);
    expect((await from.stakeDesk.confirm(first.confirmationId)).kind).toBe('done');
    expect((await from.stakeDesk.confirm(first.confirmationId)).kind).toBe('expired');
    expect((await from.stakeDesk.confirm('made-up')).kind).toBe('expired');
    const second = await quote(from, 'stake', 10n);
    from.pass(quoteLifetimeMs + 1);
    expect((await from.stakeDesk.confirm(second.confirmationId)).kind).toBe('expired');
    expect(from.acts).toEqual(['stake 10']);
  });
});
