/**
 * What a device can be accused of by somebody else: a fraud, which anybody may report and rows of published hours bear out,
 * or a breach of a job's trust, of which its renter complains and lines of the job's own log bear out.
 * Source: the network's rule set, sections (e) and (f).
 */
import type { EpochMs } from '../../units/time.ts';
import { networkHoursMs, type ParameterRecord } from '../parameters/record.ts';
import type { Offence } from './offences.ts';

/** What of a device is said not to be what it claims. */
export const fraudClaims = ['model', 'memory', 'count', 'duplicate'] as const;
export type FraudClaim = (typeof fraudClaims)[number];

/** `overuse`: others used the machine beyond their share while the job ran; `tampering`: the job's data or container was touched. */
export const breachClaims = ['overuse', 'tampering'] as const;
export type BreachClaim = (typeof breachClaims)[number];

export const reportClaims = [...fraudClaims, ...breachClaims] as const;
export type ReportClaim = (typeof reportClaims)[number];

const offenceOfBreach: Readonly<Record<BreachClaim, Offence>> = { overuse: 'O2', tampering: 'O7' };

export const isBreach = (claim: ReportClaim): claim is BreachClaim => claim in offenceOfBreach;

/** What is charged where the claim is upheld. */
export const offenceOfClaim = (claim: ReportClaim): Offence => (isBreach(claim) ? offenceOfBreach[claim] : 'O5');

/** Over-uses that make the offence, and the network hours in which they must lie. */
export const overusesForOffence = 3;
export const overuseHours = 24;

/**
 * When a breach is complete: the third over-use within 24 network hours, each seen in a network minute of its own; of
 * tampering the first sign.
 *
 * @param seenAt  when each line that bears it out reached the network, in any order
 * @returns null where these do not make the offence
 */
export const breachAt = (
  claim: BreachClaim,
  seenAt: readonly EpochMs[],
  parameters: Pick<ParameterRecord, 'hourMs'>,
): EpochMs | null => {
  const inOrder = seenAt.toSorted((left, right) => left - right);
  if (claim === 'tampering') return inOrder[0] ?? null;
  const minuteMs = parameters.hourMs / 60;
  const firstOfMinutes = inOrder.filter(
    (at, index) => Math.floor(at / minuteMs) !== Math.floor((inOrder[index - 1] ?? -minuteMs) / minuteMs),
  );
  const third = firstOfMinutes.find((at, index) => {
    const first = firstOfMinutes[index - overusesForOffence + 1];
    return first !== undefined && at - first < networkHoursMs(overuseHours, parameters);
  });
  return third ?? null;
};
