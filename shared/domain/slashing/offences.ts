/**
 * What stake can be lost for: each offence with its share of the stake and the evidence that it takes.
 * Source: the network's rule set, section (e).
 */
import { offences } from '../../contract/app/stake.ts';
import { wholeBps } from '../amounts/bps.ts';

export type Offence = (typeof offences)[number];

export interface OffenceRule {
  readonly offence: Offence;
  readonly bps: number;
  /** Share from the second upheld case on. */
  readonly repeatBps: number;
  /** Most slashes for it in any 720 network hours; null: no limit. */
  readonly mostPer720Hours: number | null;
  readonly evidence: readonly string[];
  /** Whose stake: a device's, or a validator's own. */
  readonly stakeOf: 'device' | 'validator';
}

const rule = (
  offence: Offence,
  bps: number,
  evidence: readonly string[],
  more: Partial<OffenceRule> = {},
): OffenceRule => ({
  offence,
  bps,
  repeatBps: bps,
  mostPer720Hours: null,
  evidence,
  stakeOf: 'device',
  ...more,
});

const rules: Readonly<Record<Offence, OffenceRule>> = {
  /** Less than 54 minutes present in a hired hour. */
  O1: rule('O1', 50, ['two_vantage_logs'], { mostPer720Hours: 3 }),
  /** Third over-utilisation in 24 hours. */
  O2: rule('O2', 200, ['monitor_samples']),
  /** 24 failed nominations in a row while ready. */
  O3: rule('O3', 100, ['challenge_transcripts']),
  /** More than 48 hours offline in a contract. */
  O4: rule('O4', 3_000, ['heartbeats', 'renter_report']),
  /** Model, memory or count spoofed, or one card under two ids. */
  O5: rule('O5', 5_000, ['proofs_and_fingerprint', 'committee'], { repeatBps: wholeBps }),
  /** A result made up. */
  O6: rule('O6', 5_000, ['re_execution', 'committee']),
  /** A tenant's data or container touched. */
  O7: rule('O7', wholeBps, ['attestation_or_forensics']),
  /** A validator attested what is not so. */
  O8: rule('O8', 2_500, ['contradictory_signatures'], { stakeOf: 'validator' }),
};

export const offenceRules: readonly OffenceRule[] = offences.map((offence) => rules[offence]);

/** Upheld cases of the same offence against the same device before this one. */
export interface EarlierCases {
  readonly ever: number;
  readonly inLast720Hours: number;
}

export const noCases: EarlierCases = { ever: 0, inLast720Hours: 0 };

/** Share of the stake for the next case of an offence, in bps; 0 when the offence's limit per 720 hours is reached. */
export const offenceBps = (offence: Offence, earlier: EarlierCases): number => {
  const { bps, repeatBps, mostPer720Hours } = rules[offence];
  if (mostPer720Hours !== null && earlier.inLast720Hours >= mostPer720Hours) return 0;
  return earlier.ever > 0 ? repeatBps : bps;
};
