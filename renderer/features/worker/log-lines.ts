/** The log of one job as the window holds it: joining lines, choosing among them, and writing them to a file. Pure. */
import type { LogLine } from '../../../shared/contract/app/worker.ts';

/** Older lines than these leave the window; the host keeps as many. */
export const keptLines = 2000;

/**
 * Adds lines as they come. A stream that was opened again repeats its beginning, so lines already held are dropped.
 *
 * @param held in order of `seq`
 */
export const withLines = (held: readonly LogLine[], arrived: readonly LogLine[]): readonly LogLine[] => {
  let last = held.at(-1)?.seq ?? -1;
  const fresh: LogLine[] = [];
  for (const line of arrived) {
    if (line.seq <= last) continue;
    fresh.push(line);
    last = line.seq;
  }
  return fresh.length === 0 ? held : [...held, ...fresh].slice(-keptLines);
};

export type LogFilter = 'all' | LogLine['source'];

/** Lines of the chosen source that hold the searched text in any case. An empty search holds for every line. */
export const linesMatching = (lines: readonly LogLine[], filter: LogFilter, search: string): readonly LogLine[] => {
  const wanted = search.trim().toLowerCase();
  if (filter === 'all' && wanted === '') return lines;
  return lines.filter(
    (line) => (filter === 'all' || line.source === filter) && line.text.toLowerCase().includes(wanted),
  );
};

// A renter writes what it likes: escape sequences would colour the owner's terminal when the saved file is printed.
const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[ -/]*[@-~]`, 'g');

/** The text of a line without terminal colours and other control characters. */
export const plainText = (text: string): string =>
  [...text.replace(escapes, '')].map((character) => (character < ' ' && character !== '\t' ? ' ' : character)).join('');

/** The whole log as a text file: time in UTC, source, stream, text. */
export const logFile = (lines: readonly LogLine[]): string =>
  lines
    .map((line) => [new Date(line.at).toISOString(), line.source, line.stream ?? '-', plainText(line.text)].join(' '))
    .join('\n')
    .concat(lines.length === 0 ? '' : '\n');
