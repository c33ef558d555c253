/**
 * What `wsl.exe --version` and `wsl.exe --status` say. Pure. Their words follow the language of Windows, so only numbers
 * and their order are read.
 */

export interface WslReport {
  /** `2.1.5.0`; null for the one that comes with Windows, which has no such word. */
  readonly version: readonly number[] | null;
  /** Of new distributions: 1 or 2; null when it is not said. */
  readonly defaultVersion: 1 | 2 | null;
}

const numbersOf = (text: string): number[] => text.split('.').map(Number);

/** The first line of four numbers is WSL's own; the kernel and the rest come after it. */
const versionIn = (text: string): readonly number[] | null => {
  const match = /^[^\r\n]*?[:：]\s*(\d+\.\d+\.\d+\.\d+)\s*$/m.exec(text);
  return match?.[1] === undefined ? null : numbersOf(match[1]);
};

const defaultVersionIn = (text: string): 1 | 2 | null => {
  const match = /[:：]\s*([12])\s*$/m.exec(text);
  return match?.[1] === undefined ? null : match[1] === '1' ? 1 : 2;
};

/** @param version what `--version` printed; null when it failed @param status the same of `--status` */
export const parseWsl = (version: string | null, status: string | null): WslReport => ({
  version: version === null ? null : versionIn(version),
  defaultVersion: status === null ? null : defaultVersionIn(status),
});

/** @returns whether `version` is older than `floor` */
export const isOlder = (version: readonly number[], floor: readonly number[]): boolean => {
  const at = floor.findIndex((part, index) => (version[index] ?? 0) !== part);
  return at >= 0 && (version[at] ?? 0) < (floor[at] ?? 0);
};
