/**
 * Looks at the rows of a release one after the other: whether each is a row at all, stands in order, and follows from its
 * own facts; and what they come to together. It keeps sums and cells, never rows.
 */

import { correctionFaults, type LaterCorrection } from './correction.ts';
import { cellOf, isLargeEnough } from './country.ts';
import type { Findings } from './finding.ts';
import { asciiText } from './lines.ts';
import { type HourBasis, rowMismatches } from './recompute.ts';
import { otherCountry, type ReleaseRow, readRow } from './row.ts';
import type { RowSums } from './totals.ts';

export interface RowCheck {
  /** @param number of the line, from 1; @returns the device of the line; null when it cannot be read */
  take(number: number, line: Uint8Array): string | null;
  /** What is about lines that never came. @param lines how many there were */
  end(lines: number): void;
  readonly sums: RowSums;
  /** Cells with too few devices or accounts to be named. Only right of rows that are all there. */
  tellSmallCells(): void;
}

interface Cell {
  devices: number;
  /** Kept up to one more than are needed. */
  readonly owners: Set<string>;
}

/**
 * @param basis  null when there is no manifest: then rows are only read
 * @param corrections  what later releases say of rows of this one, oldest first
 */
export const createRowCheck = (
  basis: HourBasis | null,
  corrections: readonly LaterCorrection[],
  findings: Findings,
): RowCheck => {
  const rewards = new Map<string, bigint>();
  const scores = new Map<string, bigint>();
  const cells = new Map<string, Cell>();
  const corrected = Map.groupBy(corrections, ({ correction }) => correction.row);
  let last: { readonly number: number; readonly deviceId: string } | null = null;
  const add = (sums: Map<string, bigint>, pool: string, amount: string): void => {
    sums.set(pool, (sums.get(pool) ?? 0n) + BigInt(amount));
  };
  const place = (row: ReleaseRow): void => {
    const key = row.country === otherCountry ? null : cellOf(row);
    if (key === null) return;
    const cell = cells.get(key) ?? { devices: 0, owners: new Set() };
    cell.devices += 1;
    if (!isLargeEnough(cell.devices, cell.owners.size)) cell.owners.add(row.owner_tag);
    cells.set(key, cell);
  };
  const correct = (number: number, row: ReleaseRow | null): void => {
    const about = corrected.get(number);
    if (about === undefined) return;
    for (const fault of correctionFaults(row, about)) findings.add(fault);
    corrected.delete(number);
  };
  return {
    sums: { rewards, scores },
    take: (number, line) => {
      const { row, faults } = readRow(asciiText(line));
      for (const fault of faults) findings.add({ ...fault, part: 'rows', row: number });
      correct(number, row);
      if (row === null) return null;
      const deviceId = row.device_id;
      if (last !== null && last.deviceId >= deviceId)
        findings.add({ code: 'unsorted', part: 'rows', row: number, deviceId, found: String(last.number) });
      last = { number, deviceId };
      if (basis === null) return deviceId;
      for (const mismatch of rowMismatches(row, basis))
        findings.add({ code: 'row_wrong', part: 'rows', row: number, deviceId, ...mismatch });
      add(rewards, row.pool, row.reward);
      add(scores, row.pool, row.score);
      place(row);
      return deviceId;
    },
    end: () => {
      for (const number of [...corrected.keys()]) correct(number, null);
    },
    tellSmallCells: () => {
      for (const [key, { devices, owners }] of cells)
        if (!isLargeEnough(devices, owners.size))
          findings.add({ code: 'small_cell', part: 'rows', key, found: `${devices}/${owners.size}` });
    },
  };
};
