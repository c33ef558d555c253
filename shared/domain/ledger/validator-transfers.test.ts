import { describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import { validatorPosition } from '../committees/validator.ts';
import { mainnetParameters } from '../parameters/record.ts';
import { offenceBps } from '../slashing/offences.ts';
import { executeSlash, returnSlash, slashStake } from '../slashing/slash.ts';
import { unstakeCoins, withdrawCooled } from '../staking/position.ts';
import { type Account, escrow, validatorCoolingOf, validatorStakeOf, wallet } from './account.ts';
import { balancesAfter } from './posting.ts';
import { slashTransfers } from './slash-transfers.ts';
import { validatorReleaseTransfer, validatorStakeTransfer, validatorUnstakeTransfer } from './validator-transfers.ts';

const io = (whole: bigint) => inBaseUnits(whole * 100_000_000n);
const funded = (...entries: readonly [Account, bigint][]) =>
  new Map(entries.map(([account, amount]) => [account, inBaseUnits(amount)]));
const { hourMs } = mainnetParameters;

describe('a validator in the ledger', () => {
  const validator = { validatorId: 'v1', accountId: 'val' };
  const lock = validatorStakeTransfer({ stakeId: 's1', ...validator, amount: io(10_000n) });
  const position = validatorPosition({ ...validator, stake: io(10_000n), cooling: [] });
  const staked = balancesAfter(funded([wallet('val'), io(12_000n)]), [lock]);
  const verdict = {
    id: 'slash1',
    offence: 'O8' as const,
    bps: offenceBps('O8', { ever: 0, inLast720Hours: 0 }, mainnetParameters),
    offenceAt: 5,
    decidedAt: 10,
    unpaid: [],
  };

  it('locks its stake and has it back after the same cooldown as a device’s', () => {
    const move = unstakeCoins(position, { id: 'e1', amount: io(10_000n), now: 0, isHired: false }, mainnetParameters);
    const [entry] = move.kind === 'moved' ? move.position.cooling : [];
    if (move.kind === 'refused' || entry === undefined) throw new Error('no exit');
    expect(entry.freeAt).toBe(336 * hourMs);
    const cooling = balancesAfter(staked, [validatorUnstakeTransfer('v1', entry)]);
    expect([cooling.get(validatorStakeOf('v1')), cooling.get(validatorCoolingOf('v1', 'e1'))]).toEqual([
      0n,
      io(10_000n),
    ]);
    expect(withdrawCooled(move.position, 'e1', entry.freeAt - 1).kind).toBe('refused');
    expect(balancesAfter(cooling, [validatorReleaseTransfer('v1', entry)]).get(wallet('val'))).toBe(io(12_000n));
  });

  it('loses a quarter of it for attesting what is not so, or has it back on appeal', () => {
    const { slash, position: after } = slashStake(position, verdict, mainnetParameters);
    expect([slash.amount, after.owner]).toEqual([io(2_500n), io(7_500n)]);
    const taken = balancesAfter(staked, slashTransfers(slash));
    expect([taken.get(validatorStakeOf('v1')), taken.get(escrow('slash1'))]).toEqual([io(7_500n), io(2_500n)]);
    const back = returnSlash(slash, after);
    if (back.kind === 'refused') throw new Error(back.reason);
    expect(balancesAfter(taken, slashTransfers(back.slash)).get(validatorStakeOf('v1'))).toBe(io(10_000n));
    const end = executeSlash(slash, { appeal: 'lost', now: 11, reporter: { accountId: 'rep' }, renter: null });
    if (end.kind === 'refused') throw new Error(end.reason);
    const executed = balancesAfter(taken, slashTransfers(end.slash));
    expect([executed.get(wallet('rep')), executed.get('burned')]).toEqual([io(625n), io(1_875n)]);
  });

  it('is reached by a slash in its cooldown too, and gets it back there', () => {
    const move = unstakeCoins(position, { id: 'e1', amount: io(10_000n), now: 7, isHired: false }, mainnetParameters);
    const [entry] = move.kind === 'moved' ? move.position.cooling : [];
    if (move.kind === 'refused' || entry === undefined) throw new Error('no exit');
    const { slash, position: after } = slashStake(move.position, verdict, mainnetParameters);
    const taken = balancesAfter(staked, [validatorUnstakeTransfer('v1', entry), ...slashTransfers(slash)]);
    expect(taken.get(validatorCoolingOf('v1', 'e1'))).toBe(io(7_500n));
    const back = returnSlash(slash, after);
    if (back.kind === 'refused') throw new Error(back.reason);
    const returned = balancesAfter(taken, slashTransfers(back.slash));
    expect(returned.get(validatorCoolingOf('v1', 'e1.slash1'))).toBe(io(2_500n));
    const released = back.position.cooling.map((each) => validatorReleaseTransfer('v1', each));
    expect(balancesAfter(returned, released).get(wallet('val'))).toBe(io(12_000n));
  });
});
