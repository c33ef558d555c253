import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import { localnetParameters } from '../parameters/record.ts';
import { distributeHour, emptyCarry } from '../rewards/distribute.ts';
import { hourEmission } from '../rewards/emission.ts';
import { executeSlash, returnSlash, slashStake } from '../slashing/slash.ts';
import { emptyPosition, type StakePosition, unstakeCoins } from '../staking/position.ts';
import { type Account, coolingOf, earned, stakeOf, wallet } from './account.ts';
import { jobHoldTransfer, jobPayTransfers } from './job-transfers.ts';
import { applyTransfer, balancesAfter, move, transfer } from './posting.ts';
import { confirmTransfer, grantTransfer, payoutTransfer, rewardTransfers } from './reward-transfers.ts';
import { slashTransfers } from './slash-transfers.ts';
import { stakeTransfer, unstakeTransfer } from './stake-transfers.ts';

const units = (amount: bigint) => inBaseUnits(amount);
const head = { idempotencyKey: 'k', kind: 'stake', reference: 'r' } as const;
const total = (balances: ReadonlyMap<Account, bigint>): bigint =>
  [...balances.values()].reduce((sum, one) => sum + one, 0n);

describe('a transfer', () => {
  it('is refused when it makes or loses a coin', () => {
    expect(() => transfer(head, [{ account: wallet('a'), amount: units(1n) }])).toThrow(RangeError);
  });

  it('merges entries of one account and leaves out what comes to nothing', () => {
    const both = [...move(wallet('b'), wallet('a'), units(2n)), ...move(wallet('c'), wallet('b'), units(2n))];
    expect(transfer(head, both).entries).toEqual([
      { account: 'wallet:a', amount: 2n },
      { account: 'wallet:c', amount: -2n },
    ]);
  });

  it('has the sum of each account once, in order, however its entries are listed', () => {
    const anyMoves = fc.array(
      fc.record({
        from: fc.constantFrom('a', 'b', 'c'),
        to: fc.constantFrom('a', 'b', 'c', 'd'),
        amount: fc.bigInt(0n, 9n),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(anyMoves, (moves) => {
        const entries = moves.flatMap(({ from, to, amount }) => move(wallet(from), wallet(to), units(amount)));
        const sums = ['a', 'b', 'c', 'd'].map((id) => ({
          account: wallet(id),
          amount: entries.filter(({ account }) => account === wallet(id)).reduce((sum, each) => sum + each.amount, 0n),
        }));
        const expected = sums.filter(({ amount }) => amount !== 0n);
        expect(transfer(head, entries).entries).toEqual(expected);
        expect(transfer(head, entries.toReversed()).entries).toEqual(expected);
      }),
    );
  });

  it('never gives coins back to an issuing account', () => {
    expect(() => transfer(head, move(wallet('a'), 'emission', units(1n)))).toThrow(RangeError);
  });

  it('never overdraws an account that holds coins', () => {
    const spend = transfer(head, move(wallet('a'), wallet('b'), units(1n)));
    expect(() => balancesAfter(new Map(), [spend])).toThrow(/overdraws wallet:a by 1/);
  });

  it('that overdraws one of its accounts leaves the others as they were', () => {
    const balances = new Map<Account, ReturnType<typeof units>>([[wallet('a'), units(5n)]]);
    const both = [...move(wallet('a'), wallet('b'), units(2n)), ...move(wallet('c'), wallet('b'), units(1n))];
    expect(() => applyTransfer(balances, transfer(head, both))).toThrow(/overdraws wallet:c by 1/);
    expect([...balances]).toEqual([[wallet('a'), 5n]]);
    applyTransfer(balances, transfer(head, move(wallet('a'), wallet('b'), units(2n))));
    expect([...balances]).toEqual([
      [wallet('a'), 3n],
      [wallet('b'), 2n],
    ]);
  });

  it.each(['', 'a:b'])('has no account for the id %j', (id) => expect(() => wallet(id)).toThrow(RangeError));
});

const parameters = localnetParameters({ hourMs: 60_000 });
const grant = grantTransfer({ grantId: 'd', accountId: 'owner', amount: units(2_000n) });
const stake = stakeTransfer({ stakeId: 's1', deviceId: 'd', holderId: 'owner', amount: units(1_000n) });
const staked: StakePosition = { ...emptyPosition('d', 'owner'), owner: units(1_000n) };

describe('a slash in the ledger', () => {
  const unstaked = unstakeCoins(staked, { id: 'exit', amount: units(400n), now: 50, isHired: false }, parameters);
  if (unstaked.kind === 'refused') throw new Error(unstaked.refusal.code);
  const cooling = unstaked.position.cooling.map((entry) => unstakeTransfer('d', entry));
  const { slash, position } = slashStake(
    unstaked.position,
    { id: 'x', offence: 'O7', bps: 10_000, offenceAt: 10, decidedAt: 60, unpaid: [] },
    parameters,
  );
  const before = [grant, stake, ...cooling, ...slashTransfers(slash)];

  it('empties stake and cooling into escrow', () => {
    const balances = balancesAfter(new Map(), before);
    expect(balances.get('escrow:x')).toBe(1_000n);
    expect(balances.get(stakeOf('d', 'owner'))).toBe(0n);
    expect(balances.get(coolingOf('d', 'exit'))).toBe(0n);
  });

  it('gives everything back to accounts that the position then has', () => {
    const returned = returnSlash(slash, position);
    if (returned.kind === 'refused') throw new Error(returned.reason);
    const balances = balancesAfter(new Map(), [...before, ...slashTransfers(returned.slash)]);
    expect(balances.get('escrow:x')).toBe(0n);
    expect(balances.get(stakeOf('d', 'owner'))).toBe(returned.position.owner);
    for (const { id, amount } of returned.position.cooling) expect(balances.get(coolingOf('d', id))).toBe(amount);
  });

  it('pays reporter and renter and burns the rest', () => {
    const executed = executeSlash(slash, {
      appeal: 'lost',
      now: 61,
      reporter: { accountId: 'reporter' },
      renter: { accountId: 'renter', harm: units(100n) },
    });
    if (executed.kind === 'refused') throw new Error(executed.reason);
    const balances = balancesAfter(new Map(), [...before, ...slashTransfers(executed.slash)]);
    expect([balances.get(wallet('reporter')), balances.get(wallet('renter')), balances.get('burned')]).toEqual([
      250n,
      100n,
      650n,
    ]);
    expect(balances.get('escrow:x')).toBe(0n);
    expect(total(balances)).toBe(0n);
  });

  it('that took nothing moves nothing', () => {
    const nothing = slashStake(
      staked,
      { id: 'y', offence: 'O1', bps: 0, offenceAt: 1, decidedAt: 2, unpaid: [] },
      parameters,
    );
    expect(slashTransfers(nothing.slash)).toEqual([]);
  });
});

describe('a job in the ledger', () => {
  const job = { jobId: 'j', renterId: 'renter', deviceId: 'd', ownerId: 'owner', mostPrice: units(100_000n) };
  const funded = new Map([[wallet('renter'), units(200_000n)]]);
  const hold = jobHoldTransfer(job, parameters);

  it('takes the most from the renter first and gives back what was not used', () => {
    const balances = balancesAfter(funded, [hold, ...jobPayTransfers({ ...job, price: units(40_000n) }, parameters)]);
    expect(balances.get(wallet('renter'))).toBe(200_000n - 40_100n);
    expect(balances.get(earned('estimate', 'd', 'owner'))).toBe(39_900n);
    expect([balances.get('burned'), balances.get('fees:community'), balances.get('job:j:held')]).toEqual([
      100n,
      20n,
      0n,
    ]);
  });

  it('gives everything back when the supplier left in the first hour', () => {
    const transfers = jobPayTransfers({ ...job, price: units(0n) }, parameters);
    expect(transfers.map(({ kind }) => kind)).toEqual(['job_refund']);
    expect(balancesAfter(funded, [hold, ...transfers]).get(wallet('renter'))).toBe(200_000n);
  });

  it('never costs more than was held', () => {
    expect(() => jobPayTransfers({ ...job, price: units(100_001n) }, parameters)).toThrow(RangeError);
  });
});

describe('a life in the ledger', () => {
  const required = units(100n);
  const hour = (epoch: number, carriedIn: Parameters<typeof distributeHour>[0]['carriedIn']) =>
    distributeHour(
      {
        epoch,
        emission: hourEmission(0, 0, 720),
        carriedIn,
        devices: [
          {
            deviceId: 'd',
            className: 'cpu',
            facts: {
              count: 1,
              connectivityTier: 1,
              tier: 'bronze',
              verifiedHours: 0,
              continuousUptimeMinutes: 60,
              minutes: 60,
              proofsPassed: 1,
              proofsAsked: 1,
              isExempt: false,
              staked: required,
              ownerStaked: required,
              required,
            },
          },
        ],
      },
      parameters,
    );

  it('takes a reward from emission to a wallet, without a fee', () => {
    const result = hour(7, emptyCarry);
    const reward = result.rewards[0]?.reward ?? units(0n);
    const holder = { deviceId: 'd', holderId: 'owner' };
    const transfers = [
      ...rewardTransfers(result, (_deviceId, all) => ({ ownerId: 'owner', owner: all, supporters: [] })),
      confirmTransfer({ ...holder, reference: '7', amount: reward }),
      payoutTransfer({ ...holder, payoutId: '7', amount: reward }),
    ];
    const balances = balancesAfter(new Map(), transfers);
    expect(reward > 0n).toBe(true);
    expect(balances.get(wallet('owner'))).toBe(reward);
    expect(balances.get('emission')).toBe(-result.emission);
    expect(balances.get('pool:enterprise:carry')).toBe(result.pools[0]?.carriedOut);
    expect(total(balances)).toBe(0n);
    expect(new Set(transfers.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(transfers.length);
  });
});
