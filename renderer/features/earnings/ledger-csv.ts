/** Writes the ledger as comma-separated text for a spreadsheet: one row per entry, amounts exact, times in UTC. Pure. */
import type { LedgerEntry } from '../../../shared/contract/app/earnings.ts';
import { ioText } from '../../../shared/units/money.ts';
import { csvText } from './csv-text.ts';

const columns = ['from', 'to', 'kind', 'state', 'amount_io', 'reference'];

/** The names of the columns first. */
export const ledgerCsv = (ledger: readonly LedgerEntry[]): string =>
  csvText([
    columns,
    ...ledger.map((entry) => [
      new Date(entry.from).toISOString(),
      new Date(entry.to).toISOString(),
      entry.kind,
      entry.state,
      ioText(entry.amount),
      entry.reference,
    ]),
  ]);
