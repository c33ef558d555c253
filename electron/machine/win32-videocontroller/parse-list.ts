/**
 * Reads the text forms of a WMI object: PowerShell's Format-List (`Name : value`, with values that wrap) and wmic's
 * `/format:list` (`Name=value`). Pure; knows no property.
 */
import { reportLines } from '../reports/report-lines.ts';

export type Properties = Map<string, string>;

/** `Name : value` or `Name=value`; a colon with a word close behind it is a path or an address. */
const property = /^(\s*)([A-Za-z_]\w*)\s*(?:(:)(?:\s(.*))?|(=)(.*))$/;

interface Line {
  readonly indent: number;
  readonly key: string;
  readonly sign: string;
  readonly value: string;
}

const propertyIn = (line: string): Line | null => {
  const [, indent, key, colon, behindColon, equals, behindEquals] = property.exec(line) ?? [];
  const sign = colon ?? equals;
  if (indent === undefined || key === undefined || sign === undefined) return null;
  return { indent: indent.length, key: key.toLowerCase(), sign, value: (behindColon ?? behindEquals ?? '').trim() };
};

/** A path or an id breaks anywhere and has no spaces of its own. */
const joined = (value: string, rest: string): string => {
  const isOneWord = !/\s/.test(value) && /[\\,;&]/.test(value);
  return `${value}${isOneWord ? '' : ' '}${rest}`;
};

/**
 * @returns one map per object, by property name in lower case, in order. A property that comes again begins a new
 *   object; so does a blank line in Format-List, but not in wmic's, where it may follow every line. `isCut`: the text
 *   ends within a line that is no property.
 * @throws GPU_TOOL_FAILED for a text that is longer than any report
 */
export const parseList = (
  tool: string,
  text: string,
): { readonly objects: readonly Properties[]; readonly isCut: boolean } => {
  const objects: Properties[] = [];
  let open: Properties | null = null;
  let last: Line | null = null;
  const lines = reportLines(tool, text);
  for (const line of lines) {
    if (line.trim() === '') {
      if (last?.sign === ':') open = null;
      continue;
    }
    const found = propertyIn(line);
    const isWrapped = last?.sign === ':' && open !== null && /^\s/.test(line) && (found?.indent ?? 99) > last.indent;
    if (isWrapped && open !== null && last !== null) {
      open.set(last.key, joined(open.get(last.key) ?? '', line.trim()));
    } else if (found !== null) {
      if (open === null || open.has(found.key)) {
        open = new Map();
        objects.push(open);
      }
      open.set(found.key, found.value);
      last = found;
    }
  }
  const cutLine = lines.at(-1) ?? '';
  return { objects, isCut: cutLine !== '' && !/^\s/.test(cutLine) && propertyIn(cutLine) === null };
};
