/**
 * The bond of a report: what it costs to accuse somebody, and who has it in the end. A bounty comes on top for the
 * first valid report; the slash pays it.
 * Source: the network's rule set, section (f).
 */
import { baseUnitsPerIo, inBaseUnits } from '../../units/money.ts';

export const reportBond = inBaseUnits(10n * baseUnitsPerIo);

/** What a reporter gets of one slash, at most. */
export const mostBounty = inBaseUnits(10_000n * baseUnitsPerIo);

/** Reports that an account may have open at once. */
export const mostOpenReports = 5;

/** `unproven`: made in good faith, and not enough to uphold; `frivolous`: the rows that it cites do not bear it out at all. */
export const reportOutcomes = ['upheld', 'unproven', 'frivolous'] as const;
export type ReportOutcome = (typeof reportOutcomes)[number];

export const bondFate = (outcome: ReportOutcome): 'returned' | 'burned' =>
  outcome === 'frivolous' ? 'burned' : 'returned';
