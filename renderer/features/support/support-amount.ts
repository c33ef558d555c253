/** Judges an amount that a supporter typed before anything is asked of the network. Pure; the words are the form's. */
import type { OpenedOffer } from '../../../shared/contract/app/supports.ts';
import { parseIo } from '../../../shared/units/money.ts';
import type { NumberMarks } from '../../../shared/units/number-marks.ts';

export type TypedSupport =
  | { kind: 'empty' | 'unreadable' | 'zero' }
  | { kind: 'over_wallet' | 'over_room'; available: bigint }
  | { kind: 'amount'; amount: bigint };

/** What may be put in now, in base units. */
export const mostSupport = ({ free, room }: Pick<OpenedOffer, 'free' | 'room'>): bigint => (free < room ? free : room);

export const readSupport = (
  text: string,
  offer: Pick<OpenedOffer, 'free' | 'room'>,
  marks: NumberMarks,
): TypedSupport => {
  if (text.trim() === '') return { kind: 'empty' };
  const amount = parseIo(text, marks);
  if (amount === null) return { kind: 'unreadable' };
  if (amount === 0n) return { kind: 'zero' };
  const available = mostSupport(offer);
  if (amount <= available) return { kind: 'amount', amount };
  return { kind: offer.free <= offer.room ? 'over_wallet' : 'over_room', available };
};
