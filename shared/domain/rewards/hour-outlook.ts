/**
 * What the running hour will come to for a device that goes on as it does: every minute that is left there, every proof
 * that is still to come passed. What is closed even so keeps it from earning, whatever it does.
 * Source: the network's rule set, section (c).
 */
import type { ParameterRecord } from '../parameters/record.ts';
import { failedGate, type Gate, type GateParameters, type HourFacts } from './eligibility.ts';

export interface HourOutlook {
  /** The first thing that keeps this hour from earning anything; null: it can earn. */
  readonly closedBy: Gate | 'part_hour' | 'joined_this_hour' | null;
  /** At the hour's end, at best. */
  readonly minutes: number;
  readonly continuousUptimeMinutes: number;
  /** At best; and how many of them have been failed. */
  readonly proofsPassed: number;
  readonly proofsFailed: number;
}

/**
 * @param facts  of the hour so far
 * @param hour.minutesLeft  that the device can still be there in, 0..60; 0 for one that is not there
 * @param hour.isPart  shorter than a network hour: it pays nobody
 * @param hour.isWhole  the device was registered before it began
 */
export const outlookOf = (
  facts: HourFacts,
  hour: { readonly minutesLeft: number; readonly isPart: boolean; readonly isWhole: boolean },
  weightMilli: number,
  parameters: GateParameters & Pick<ParameterRecord, 'proofsPerHour'>,
): HourOutlook => {
  const proofsFailed = facts.proofsAsked - facts.proofsPassed;
  const best = {
    minutes: Math.min(60, facts.minutes + hour.minutesLeft),
    continuousUptimeMinutes: facts.continuousUptimeMinutes + hour.minutesLeft,
    proofsPassed: Math.max(facts.proofsPassed, parameters.proofsPerHour - proofsFailed),
  };
  const closedBy = ((): HourOutlook['closedBy'] => {
    if (hour.isPart) return 'part_hour';
    if (!hour.isWhole) return 'joined_this_hour';
    return failedGate({ ...facts, ...best }, weightMilli, parameters);
  })();
  return { closedBy, ...best, proofsFailed };
};
