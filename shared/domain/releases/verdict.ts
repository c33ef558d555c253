/**
 * What a verified release comes to, check by check: which of them hold, which do not, and of which nothing can be said.
 * Pure; what was found is the verifier's part.
 */
import type { FindingCode } from './finding.ts';
import type { Manifest } from './manifest.ts';

export const releaseChecks = ['readable', 'untouched', 'follows', 'adds_up', 'goes_on', 'signed'] as const;
export type ReleaseCheck = (typeof releaseChecks)[number];

export const checkResults = ['holds', 'broken', 'unknown'] as const;
export type CheckResult = (typeof checkResults)[number];

/** Which check each finding speaks against. */
const speaksAgainst: Readonly<Record<FindingCode, ReleaseCheck>> = {
  folder_unreadable: 'readable',
  no_releases: 'readable',
  file_missing: 'readable',
  file_unreadable: 'readable',
  not_a_file: 'readable',
  too_large: 'readable',
  not_json: 'readable',
  not_canonical: 'readable',
  bad_value: 'readable',
  unknown_key: 'readable',
  line_too_long: 'readable',
  cut_off: 'readable',
  row_changed: 'untouched',
  row_extra: 'untouched',
  rows_missing: 'untouched',
  row_count_wrong: 'untouched',
  leaf_changed: 'untouched',
  sha256_wrong: 'untouched',
  root_wrong: 'untouched',
  unsorted: 'follows',
  row_wrong: 'follows',
  small_cell: 'adds_up',
  manifest_wrong: 'adds_up',
  correction_wrong: 'adds_up',
  chain_broken: 'goes_on',
  signature_missing: 'signed',
  signature_wrong: 'signed',
  signer_unknown: 'signed',
};

/**
 * @param verified.codes  of what was found
 * @param verified.leftOut  findings that were not kept
 * @param verified.manifest  null: it cannot be read
 * @param verified.hasBefore  the release before was at hand
 */
export const verdictOf = ({
  codes,
  leftOut,
  manifest,
  hasBefore,
}: {
  readonly codes: readonly FindingCode[];
  readonly leftOut: number;
  readonly manifest: Pick<Manifest, 'previous'> | null;
  readonly hasBefore: boolean;
}): { readonly check: ReleaseCheck; readonly result: CheckResult }[] => {
  const broken = new Set(codes.map((code) => speaksAgainst[code]));
  const canBeSaid = (check: ReleaseCheck): boolean => {
    // Findings that were not kept may be of any check.
    if (leftOut > 0) return false;
    if (check === 'readable') return true;
    if (manifest === null) return false;
    // Rows that are not those that were signed are not held against the sums.
    if (check === 'adds_up') return !broken.has('untouched');
    return check !== 'goes_on' || hasBefore || manifest.previous === null;
  };
  return releaseChecks.map((check) => ({
    check,
    result: broken.has(check) ? 'broken' : canBeSaid(check) ? 'holds' : 'unknown',
  }));
};
