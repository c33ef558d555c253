/** Judges an amount that the owner typed before anything is asked of the network. Pure; the words are the form's. */
import type { StakeState } from '../../../shared/contract/app/stake.ts';
import { baseUnitsPerIo, parseIo } from '../../../shared/units/money.ts';
import type { NumberMarks } from '../../../shared/units/number-marks.ts';

export type StakeAction = 'stake' | 'unstake';

export type TypedAmount =
  | { kind: 'empty' | 'unreadable' | 'zero' }
  | { kind: 'over_wallet' | 'over_capacity' | 'over_staked'; available: bigint }
  | { kind: 'amount'; amount: bigint };

/** What may move by this action, in base units; never negative. */
export const availableFor = (
  action: StakeAction,
  stake: Pick<StakeState, 'wallet' | 'staked' | 'capacity'>,
): bigint => {
  if (action === 'unstake') return stake.staked;
  const room = stake.capacity > stake.staked ? stake.capacity - stake.staked : 0n;
  return stake.wallet < room ? stake.wallet : room;
};

export const readAmount = (
  text: string,
  action: StakeAction,
  stake: Pick<StakeState, 'wallet' | 'staked' | 'capacity'>,
  marks: NumberMarks,
): TypedAmount => {
  if (text.trim() === '') return { kind: 'empty' };
  const amount = parseIo(text, marks);
  if (amount === null) return { kind: 'unreadable' };
  if (amount === 0n) return { kind: 'zero' };
  const available = availableFor(action, stake);
  if (amount <= available) return { kind: 'amount', amount };
  if (action === 'unstake') return { kind: 'over_staked', available };
  return { kind: stake.wallet <= available ? 'over_wallet' : 'over_capacity', available };
};

/** An amount as it is typed in the language of these marks: no groups, no needless zeros, `153.75`. */
export const amountText = (amount: bigint, { decimal }: NumberMarks): string => {
  const fraction = (amount % baseUnitsPerIo).toString().padStart(8, '0').replace(/0+$/, '');
  return fraction === '' ? `${amount / baseUnitsPerIo}` : `${amount / baseUnitsPerIo}${decimal}${fraction}`;
};
