/** How the running hour will end for a device, and what could keep it from earning, from what the network sees of it now. */
import type { NetworkOutputs } from '../../../shared/contract/network/index.ts';
import { countMinutes, minutesBetween } from '../../../shared/domain/presence/minutes.ts';
import { classNamed } from '../../../shared/domain/rewards/classes.ts';
import { outlookOf } from '../../../shared/domain/rewards/hour-outlook.ts';
import { standing } from '../../../shared/domain/tiers/tier.ts';
import type { Trx } from '../../store/transaction.ts';
import { slashesOfHour } from '../court/forfeits.ts';
import { hourFactsOf, tierFactsOf } from '../epochs/hour-facts.ts';
import type { Hour } from '../epochs/hours.ts';
import type { Sighting } from '../epochs/sightings.ts';
import type { Network } from '../network.ts';
import type { ReportedState } from '../sessions/sessions.ts';

export type Outlook = NetworkOutputs['earnings']['statement']['currentHour']['outlook'];

/**
 * Minutes of the hour that a device can still be heard in, beside those in which it was.
 *
 * @param reported  what its heartbeats say; null: it is connected nowhere
 */
export const minutesLeftFor = (
  { clock }: Pick<Network, 'clock'>,
  seen: Sighting,
  hour: Hour,
  reported: ReportedState | null,
): number => {
  if (reported === null || reported === 'paused') return 0;
  const left = minutesBetween({ from: clock.now(), to: hour.endsAt }, hour);
  return countMinutes(seen.heard | left) - countMinutes(seen.heard);
};

export const readOutlook = async (
  trx: Trx,
  network: Network,
  seen: Sighting,
  { hour, reported }: { readonly hour: Hour; readonly reported: ReportedState | null },
): Promise<Outlook> => {
  const { device } = seen;
  const parameters = network.records.at(hour.startsAt);
  const { minutesNeeded, proofsNeeded, verifiedHoursNeeded, uptimeMinutesNeeded } = parameters;
  const facts = hourFactsOf(seen, { parameters });
  const { weightMilli } = classNamed(device.claim.class, parameters.classes);
  const course = {
    minutesLeft: minutesLeftFor(network, seen, hour, reported),
    isPart: hour.isPart,
    isWhole: device.registeredAt <= hour.startsAt,
  };
  const [first] = standing(tierFactsOf(seen, { parameters })).ladder;
  return {
    ...outlookOf(facts, course, weightMilli, parameters),
    class: device.claim.class,
    ...{ minutesNeeded, proofsNeeded, verifiedHoursNeeded, uptimeMinutesNeeded },
    verifiedHours: device.verifiedHours,
    staked: facts.staked.toString(),
    ownStaked: facts.ownerStaked.toString(),
    required: facts.required.toString(),
    missing: (first?.requirements ?? []).filter(({ isMet }) => !isMet).map(({ kind }) => kind),
    isHeldBack: (await slashesOfHour(trx, hour.number)).has(device.id),
  };
};
