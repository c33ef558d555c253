/**
 * Which validators have a seat: those who may have one and are not banned. Of several in one network of addresses it is
 * whoever registered first. It reads nothing and gives no seat away for good: the same facts always give the same seats.
 * Source: the network's rule set, section (h).
 */
import type { EpochMs } from '../../units/time.ts';
import type { ParameterRecord } from '../parameters/record.ts';
import { refusalOfValidator, type ValidatorCandidate, type ValidatorRefusal } from './validator.ts';

export interface SeatCandidate extends ValidatorCandidate {
  readonly registeredAt: EpochMs;
  /** From `bannedUntil`; null: not now. */
  readonly bannedUntil: EpochMs | null;
}

/** Why a validator has no seat now. */
export const seatRefusals = [
  'COMPLIANCE_TOO_LOW',
  'STAKE_TOO_LOW',
  'ADDRESS_UNREADABLE',
  'NETWORK_TAKEN',
  'BANNED',
] as const satisfies readonly (ValidatorRefusal | 'BANNED')[];
export type SeatRefusal = (typeof seatRefusals)[number];

/** All of a play network may run on one PC, so that one network of addresses says nothing there. */
const refusalOf = (
  candidate: SeatCandidate,
  seated: readonly SeatCandidate[],
  { isPlay }: Pick<ParameterRecord, 'isPlay'>,
): SeatRefusal | null => {
  if (candidate.bannedUntil !== null) return 'BANNED';
  return refusalOfValidator(candidate, isPlay ? [] : seated);
};

/**
 * @param candidates  validators that have not left, in any order
 * @returns for each by its id why it has no seat; null: it has one
 */
export const seatsOf = (
  candidates: readonly SeatCandidate[],
  parameters: Pick<ParameterRecord, 'isPlay'>,
): ReadonlyMap<string, SeatRefusal | null> => {
  const seated: SeatCandidate[] = [];
  const refusals = new Map<string, SeatRefusal | null>();
  const inOrder = candidates.toSorted(
    (left, right) => left.registeredAt - right.registeredAt || (left.validatorId < right.validatorId ? -1 : 1),
  );
  for (const candidate of inOrder) {
    const refusal = refusalOf(candidate, seated, parameters);
    if (refusal === null) seated.push(candidate);
    refusals.set(candidate.validatorId, refusal);
  }
  return refusals;
};
