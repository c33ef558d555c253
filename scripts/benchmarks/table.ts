/** Figures as Markdown. It writes what it is given and rounds for readers. */

/** Three figures that count; whole from a hundred on. */
export const short = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : `${Number(value.toPrecision(3))}`;

const cell = (text: string): string => text.replaceAll('|', '\\|');

export const table = (headings: readonly string[], rows: readonly (readonly string[])[]): string =>
  [headings, headings.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
