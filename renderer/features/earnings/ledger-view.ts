/** The ledger as a person reads it: which entries a filter keeps, and which can explain themselves. Pure. */
import type { LedgerEntry } from '../../../shared/contract/app/earnings.ts';

export const ledgerFilters = ['all', 'jobs', 'rewards', 'losses'] as const;
export type LedgerFilter = (typeof ledgerFilters)[number];

const kept: Record<Exclude<LedgerFilter, 'all'>, readonly LedgerEntry['kind'][]> = {
  jobs: ['job_pay'],
  rewards: ['hourly_reward'],
  losses: ['slash'],
};

export const entriesOf = (ledger: readonly LedgerEntry[], filter: LedgerFilter): readonly LedgerEntry[] =>
  filter === 'all' ? ledger : ledger.filter((entry) => kept[filter].includes(entry.kind));

/** The network hour whose arithmetic explains this entry; null for anything but an hourly reward with a readable number. */
export const epochOf = (entry: LedgerEntry): number | null =>
  entry.kind === 'hourly_reward' && /^\d{1,15}$/.test(entry.reference) ? Number(entry.reference) : null;
