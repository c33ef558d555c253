/**
 * What it would mean for a supporter to put coins behind a device, or to leave it. The owner's own moves are in
 * `prospect.ts`.
 */
import { type BaseUnits, noCoins } from '../../units/money.ts';
import type { EpochMs } from '../../units/time.ts';
import { networkHoursMs, type ParameterRecord } from '../parameters/record.ts';
import type { EarlierCases, Offence } from '../slashing/offences.ts';
import { risksOf } from '../slashing/risks.ts';
import { countedStake, type StakePosition } from '../staking/position.ts';
import type { IntentDestination, IntentProspect } from './facts.ts';
import { gravestFirst, isShort } from './prospect.ts';

/** A device with the supporter's move made. */
export interface Backing {
  readonly position: StakePosition;
  readonly holderId: string;
  readonly required: BaseUnits;
  readonly shareBps: number;
  readonly earlier: Partial<Readonly<Record<Offence, EarlierCases>>>;
  readonly parameters: ParameterRecord;
}

/** The owner pays first: what a supporter loses is what is left of a slash. */
const prospectOf = (
  { position, holderId, required, shareBps, earlier, parameters }: Backing,
  destination: IntentDestination,
  freeAt: EpochMs,
): IntentProspect => ({
  risks: risksOf(position, holderId, parameters, earlier)
    .map(({ offence: cause, bps, loss }) => ({ cause, bps, loss }))
    .toSorted(gravestFirst),
  destination,
  ownAfter: position.supporters.find((held) => held.holderId === holderId)?.amount ?? noCoins,
  deviceAfter: countedStake(position),
  required,
  freeAt,
  fee: noCoins,
  endsEarning: isShort({ own: position.owner, counted: countedStake(position), required }),
  shareBps,
});

/** Notice could be given at once; then it runs, and the cooldown after it. */
const earliestOut = ({ parameters }: Backing, now: EpochMs): EpochMs =>
  now + networkHoursMs(parameters.supporterNoticeHours + parameters.cooldownHours, parameters);

export const supportProspect = (after: Backing, now: EpochMs): IntentProspect =>
  prospectOf(after, { kind: 'stake' }, earliestOut(after, now));

/** The coins stay at stake until the notice is over, and cool then. */
export const leaveProspect = (after: Backing, now: EpochMs): IntentProspect =>
  prospectOf(after, { kind: 'cooling' }, earliestOut(after, now));
