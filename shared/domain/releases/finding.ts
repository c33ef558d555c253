/**
 * What verification may find, each with the place that it is about. Codes only: sentences are the faces' part. Text out
 * of a stranger's file is cut and escaped here, so that no finding can write to a terminal what it likes.
 */

export const findingCodes = [
  'folder_unreadable',
  'no_releases',
  'file_missing',
  'file_unreadable',
  'not_a_file',
  'too_large',
  'not_json',
  'not_canonical',
  'bad_value',
  'unknown_key',
  'line_too_long',
  'cut_off',
  'row_changed',
  'row_extra',
  'rows_missing',
  'row_count_wrong',
  'leaf_changed',
  'sha256_wrong',
  'root_wrong',
  'unsorted',
  'row_wrong',
  'small_cell',
  'manifest_wrong',
  'chain_broken',
  'signature_missing',
  'signature_wrong',
  'signer_unknown',
  'correction_wrong',
] as const;
export type FindingCode = (typeof findingCodes)[number];

export type ReleasePart = 'rows' | 'leaves' | 'manifest' | 'signatures';

export interface Finding {
  readonly code: FindingCode;
  /** Null: about the folder. */
  readonly blockId: string | null;
  /** Null: about the folder, or all files of the release together. */
  readonly part: ReleasePart | null;
  /** Line of the file, from 1; null when it is about all of it. */
  readonly row: number | null;
  /** Null where the line does not say it in a readable way. */
  readonly deviceId: string | null;
  /** Which key of the row or the manifest; null when it is about more than one. */
  readonly key: string | null;
  /** What should stand there, and what does; null where there is nothing to compare. */
  readonly expected: string | null;
  readonly found: string | null;
}

/** What differs from one finding to the next; whatever is left out is null. */
export type Found = Pick<Finding, 'code'> & Partial<Omit<Finding, 'code'>>;

const mostText = 120;
const unprintable = /[^\x20-\x7e]/g;

/** Printable ASCII, cut to 120 characters: everything else is written as its code. */
export const harmless = (text: string): string => {
  const cut = text.length > mostText ? `${text.slice(0, mostText)}...` : text;
  return cut.replace(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
};

export interface Findings {
  add(found: Found): void;
  /** In the order in which they were added; at most as many as were asked for. */
  readonly list: readonly Finding[];
  /** How many more there were. */
  readonly leftOut: number;
}

/**
 * Gathers findings, so that a file in which everything is wrong costs no more memory than one with a few faults.
 *
 * @param most  kept; the rest is only counted
 */
export const createFindings = (blockId: string | null, most: number): Findings => {
  const list: Finding[] = [];
  let leftOut = 0;
  return {
    list,
    get leftOut() {
      return leftOut;
    },
    add: (found) => {
      if (list.length >= most) {
        leftOut += 1;
        return;
      }
      const text = (value: string | null | undefined): string | null =>
        value === null || value === undefined ? null : harmless(value);
      list.push({
        blockId,
        part: null,
        row: null,
        deviceId: null,
        ...found,
        key: text(found.key),
        expected: text(found.expected),
        found: text(found.found),
      });
    },
  };
};
