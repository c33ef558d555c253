/** The sections and records of the text that `dxdiag /t` writes. Pure; knows no field's meaning. */
import { reportLines } from '../reports/report-lines.ts';

export interface Section {
  /** Lower case; empty for what stands before the first title. */
  readonly title: string;
  readonly lines: readonly string[];
}

/** A field's label in lower case, and its value. */
export type DeviceRecord = ReadonlyMap<string, string>;

const isRule = (line: string | undefined): boolean => /^\s*-{3,}$/.test(line ?? '');

/**
 * A title stands between two rules; a section without lines may follow another at once.
 *
 * @throws GPU_TOOL_FAILED for a text that is longer than any report
 */
export const sectionsIn = (tool: string, text: string): Section[] => {
  const lines = reportLines(tool, text);
  // A line that the end of the text cuts is worth nothing, for half a device key is another card's; a size shows its end.
  if (!/\d MB$/.test(lines.at(-1) ?? '')) lines.pop();
  const sections: { title: string; lines: string[] }[] = [{ title: '', lines: [] }];
  for (let at = 0; at < lines.length; at += 1) {
    const title = lines[at + 1]?.trim() ?? '';
    if (isRule(lines[at]) && title !== '' && !isRule(title) && isRule(lines[at + 2])) {
      sections.push({ title: title.toLowerCase(), lines: [] });
      at += 2;
    } else {
      sections.at(-1)?.lines.push(lines[at] ?? '');
    }
  }
  return sections;
};

/**
 * @param isFirst whether a label begins a record
 * @returns the records of a section. Of a label that comes again the first value counts: the drivers of a card's
 *   components are listed below it with labels of its own.
 */
export const recordsIn = ({ lines }: Section, isFirst: (label: string) => boolean): DeviceRecord[] => {
  const records: Map<string, string>[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const label = line.slice(0, colon).trim().toLowerCase();
    if (isFirst(label)) records.push(new Map());
    const record = records.at(-1);
    if (record && !record.has(label)) record.set(label, line.slice(colon + 1).trim());
  }
  return records;
};
