/** Rows of text as RFC 4180 has them, in a form that no spreadsheet runs as a formula. Pure. */

const decimal = /^-?\d+(?:\.\d+)?$/;

/** A spreadsheet runs a cell that opens with one of these as a formula; a number that is below 0 is none. */
const field = (text: string): string => {
  const safe = /^[=+\-@\t\r\n]/.test(text) && !decimal.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** @returns each row ended by CRLF, the last one too */
export const csvText = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
