/** Reads the tables of `nvidia-smi --query-…=… --format=csv` by the names of their columns. Pure. */

import { longestReport } from './failure.ts';

/** One line; null: there is no such column. The first of several names that the heading has is read. */
export type CsvRow = (...columns: readonly string[]) => string | null;

export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
  /** Lines that have another number of cells, cut short or no part of the table, and remarks. */
  readonly otherLines: readonly string[];
}

/** `power.draw [W]`: the column's name, and the unit that the cells leave out with `nounits`. */
const headingCell = /^([a-z][\w.]*)(?: \[([^[\]]*)\])?$/i;

/** About a GPU that cannot be read, or about one that is listed all the same. */
export const isRemark = (line: string): boolean => /^\s*(WARNING\b|Unable to determine the device handle)/i.test(line);

const cellsOf = (line: string): string[] => line.split(',').map((cell) => cell.trim());

/** Longer than a day's recording of a rig, and no table of one machine. */
const mostLines = 100_000;

/** Warnings may stand before the heading. */
const searchedLines = 20;

const readHeading = (line: string): { name: string; unit: string }[] | null => {
  const cells = cellsOf(line).map((cell) => headingCell.exec(cell));
  const columns = cells.flatMap((match) => (match?.[1] ? [{ name: match[1], unit: match[2] ?? '' }] : []));
  return columns.length === cells.length ? columns : null;
};

/**
 * @param text standard output with its heading line. The heading says which column is which and in what unit, so a
 *   driver that adds or reorders columns is still read right.
 * @param isKnown whether a heading with these columns is one of the query that was asked
 * @returns null when there is no such heading: then the text is an error sentence, or was asked for without one
 */
export const readCsvTable = (text: string, isKnown: (columns: readonly string[]) => boolean): CsvTable | null => {
  if (text.length > longestReport) return null;
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  for (const [index, line] of lines.slice(0, searchedLines).entries()) {
    const heading = readHeading(line);
    const columns = heading?.map(({ name }) => name) ?? [];
    if (!heading || !isKnown(columns)) continue;
    const rest = lines.slice(index + 1);
    if (rest.length > mostLines) return null;
    const isRow = (other: string): boolean =>
      other.split(',', columns.length + 1).length === columns.length && !isRemark(other);
    return {
      columns,
      rows: rest.filter(isRow).map((row): CsvRow => {
        const cells = cellsOf(row);
        return (...names) => {
          const column = columns.findIndex((name) => names.includes(name));
          const cell = cells[column] ?? null;
          const unit = heading[column]?.unit ?? '';
          return cell !== null && unit !== '' && /^\d+(\.\d+)?$/.test(cell) ? `${cell} ${unit}` : cell;
        };
      }),
      otherLines: rest.filter((other) => !isRow(other)),
    };
  }
  return null;
};
