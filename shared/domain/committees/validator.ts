/**
 * Who may be a validator, what one is paid, and when one is banned for a while. Its stake is a position like a device's,
 * with no supporters, so that cooldown, slash and appeal are the same rules.
 * Source: the network's rule set, section (h).
 */
import { type BaseUnits, baseUnitsPerIo, inBaseUnits } from '../../units/money.ts';
import type { EpochMs } from '../../units/time.ts';
import { proRata } from '../amounts/pro-rata.ts';
import { networkHoursMs, type ParameterRecord } from '../parameters/record.ts';
import { type CoolingEntry, emptyPosition, type StakePosition } from '../staking/position.ts';
import type { ComplianceLevel } from '../tiers/tier.ts';
import { addressBlock } from './address-block.ts';

export const validatorStakeNeeded = inBaseUnits(10_000n * baseUnitsPerIo);
const levelNeeded = 2;

/** A validator's own stake, for the rules of stake and slash. */
export const validatorPosition = (validator: {
  readonly validatorId: string;
  readonly accountId: string;
  readonly stake: BaseUnits;
  readonly cooling: readonly CoolingEntry[];
}): StakePosition => ({
  ...emptyPosition(validator.validatorId, validator.accountId),
  owner: validator.stake,
  cooling: validator.cooling,
});

export interface ValidatorCandidate {
  readonly validatorId: string;
  readonly complianceLevel: ComplianceLevel;
  /** What counts of its stake. */
  readonly stake: BaseUnits;
  /** IP address, as it was last seen. */
  readonly address: string;
}

export type ValidatorRefusal = 'COMPLIANCE_TOO_LOW' | 'STAKE_TOO_LOW' | 'ADDRESS_UNREADABLE' | 'NETWORK_TAKEN';

/**
 * Why a validator may not be seated, or may not keep its seat.
 *
 * @param seated  validators that have a seat; the candidate itself among them does no harm
 * @returns the first reason; null when it may
 */
export const refusalOfValidator = (
  candidate: ValidatorCandidate,
  seated: readonly Pick<ValidatorCandidate, 'validatorId' | 'address'>[],
): ValidatorRefusal | null => {
  if (candidate.complianceLevel < levelNeeded) return 'COMPLIANCE_TOO_LOW';
  if (candidate.stake < validatorStakeNeeded) return 'STAKE_TOO_LOW';
  const block = addressBlock(candidate.address);
  if (block === null) return 'ADDRESS_UNREADABLE';
  const isTaken = seated.some(
    ({ validatorId, address }) => validatorId !== candidate.validatorId && addressBlock(address) === block,
  );
  return isTaken ? 'NETWORK_TAKEN' : null;
};

/**
 * Divides the validators' fees by correct work, floored.
 *
 * @param work  one entry for each validator, by the account that is paid; `correct` findings since the last pay
 * @returns `left`, the dust, or everything when nobody worked: it stays for the next pay
 */
export const validatorPay = (
  held: BaseUnits,
  work: readonly { readonly accountId: string; readonly correct: number }[],
): { payouts: { accountId: string; amount: BaseUnits }[]; left: BaseUnits } => {
  const { shares, dust } = proRata(
    held,
    work.map(({ accountId, correct }) => ({ id: accountId, weight: BigInt(correct) })),
  );
  return {
    payouts: shares.filter(({ amount }) => amount > 0n).map(({ id, amount }) => ({ accountId: id, amount })),
    left: dust,
  };
};

const wrongWithinHours = 168;
const banHours = 720;

/**
 * Until when a validator is banned: two wrong results within 168 network hours cost 720, counted from the later one.
 *
 * @param wrongAts  times of its wrong results, in any order; those after `now` do not count yet
 * @returns null when it is not banned now
 */
export const bannedUntil = (
  wrongAts: readonly EpochMs[],
  now: EpochMs,
  parameters: Pick<ParameterRecord, 'hourMs'>,
): EpochMs | null => {
  const times = wrongAts.filter((at) => at <= now).toSorted((left, right) => left - right);
  const within = networkHoursMs(wrongWithinHours, parameters);
  const second = times.findLast((at, index) => index > 0 && at - (times[index - 1] ?? Number.NaN) <= within);
  if (second === undefined) return null;
  const until = second + networkHoursMs(banHours, parameters);
  return until > now ? until : null;
};
