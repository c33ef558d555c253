/**
 * What stake can be lost for: each offence with the evidence that it takes and whose stake it is paid from. Its share is
 * the parameter record's; the published shares, with which a record begins, are here too.
 * Source: the network's rule set, section (e).
 */
import { offences } from '../../contract/offences.ts';
import { wholeBps } from '../amounts/bps.ts';
import type { ParameterRecord } from '../parameters/record.ts';

export type Offence = (typeof offences)[number];

/** Shares of the stake that a case takes, in bps. */
export interface SlashRate {
  readonly bps: number;
  /** From the second upheld case on. */
  readonly repeatBps: number;
}
export type SlashRates = Readonly<Record<Offence, SlashRate>>;

const always = (bps: number): SlashRate => ({ bps, repeatBps: bps });

/** The shares that a record begins with. */
export const publishedSlashRates: SlashRates = {
  O1: always(50),
  O2: always(200),
  O3: always(100),
  O4: always(3_000),
  O5: { bps: 5_000, repeatBps: wholeBps },
  O6: always(5_000),
  O7: always(wholeBps),
  O8: always(2_500),
};

export interface OffenceRule {
  readonly offence: Offence;
  /** Most slashes for it in any 720 network hours; null: no limit. */
  readonly mostPer720Hours: number | null;
  readonly evidence: readonly string[];
  /** Whose stake: a device's, or a validator's own. */
  readonly stakeOf: 'device' | 'validator';
}

const rule = (offence: Offence, evidence: readonly string[], more: Partial<OffenceRule> = {}): OffenceRule => ({
  offence,
  mostPer720Hours: null,
  evidence,
  stakeOf: 'device',
  ...more,
});

const rules: Readonly<Record<Offence, OffenceRule>> = {
  /** Less than 54 minutes present in a hired hour. */
  O1: rule('O1', ['two_vantage_logs'], { mostPer720Hours: 3 }),
  /** Third over-utilisation in 24 hours. */
  O2: rule('O2', ['monitor_samples']),
  /** 24 failed nominations in a row while ready. */
  O3: rule('O3', ['challenge_transcripts']),
  /** More than 48 hours offline in a contract. */
  O4: rule('O4', ['heartbeats', 'renter_report']),
  /** Model, memory or count spoofed, or one card under two ids. */
  O5: rule('O5', ['proofs_and_fingerprint', 'committee']),
  /** A result made up. */
  O6: rule('O6', ['re_execution', 'committee']),
  /** A tenant's data or container touched. */
  O7: rule('O7', ['attestation_or_forensics']),
  /** A validator attested what is not so. */
  O8: rule('O8', ['contradictory_signatures'], { stakeOf: 'validator' }),
};

/** Whose stake an offence is paid from. */
export const stakeOfOffence = (offence: Offence): OffenceRule['stakeOf'] => rules[offence].stakeOf;

export const offenceRules: readonly OffenceRule[] = offences.map((offence) => rules[offence]);

/** Upheld cases of the same offence against the same device before this one. */
export interface EarlierCases {
  readonly ever: number;
  readonly inLast720Hours: number;
}

export const noCases: EarlierCases = { ever: 0, inLast720Hours: 0 };

/**
 * Share of the stake for the next case of an offence.
 *
 * @param parameters  the record in force when the offence happened, not the one of the day it is judged
 * @returns bps; 0 when the offence's limit per 720 hours is reached
 */
export const offenceBps = (
  offence: Offence,
  earlier: EarlierCases,
  { slashRates }: Pick<ParameterRecord, 'slashRates'>,
): number => {
  const { mostPer720Hours } = rules[offence];
  if (mostPer720Hours !== null && earlier.inLast720Hours >= mostPer720Hours) return 0;
  const { bps, repeatBps } = slashRates[offence];
  return earlier.ever > 0 ? repeatBps : bps;
};
