/** Writes the ledger as comma-separated text for a spreadsheet: one row per entry, amounts exact, times in UTC. Pure. */
import type { LedgerEntry } from '../../../shared/contract/app/earnings.ts';
import { ioText } from '../../../shared/units/money.ts';

const columns = ['from', 'to', 'kind', 'state', 'amount_io', 'reference'] as const;

// A spreadsheet runs a cell that opens with one of these as a formula, and the reference comes from the network.
const field = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** @returns rows ended by CRLF as RFC 4180 asks, the names of the columns first */
export const ledgerCsv = (ledger: readonly LedgerEntry[]): string =>
  [
    columns.join(','),
    ...ledger.map((entry) =>
      [
        new Date(entry.from).toISOString(),
        new Date(entry.to).toISOString(),
        entry.kind,
        entry.state,
        ioText(entry.amount),
        field(entry.reference),
      ].join(','),
    ),
    '',
  ].join('\r\n');
