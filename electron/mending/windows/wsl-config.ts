/** `.wslconfig`, in which Windows keeps what its Linux may take. Pure; every line that is not ours stays as it is. */

const section = '[wsl2]';
const settingOf = (key: string): RegExp => new RegExp(`^\\s*${key}\\s*=`, 'i');

const rangeOf = (lines: readonly string[]): { from: number; to: number } | null => {
  const from = lines.findIndex((line) => line.trim().toLowerCase() === section);
  if (from < 0) return null;
  const next = lines.findIndex((line, index) => index > from && line.trim().startsWith('['));
  return { from, to: next < 0 ? lines.length : next };
};

export const hasMemoryCap = (text: string | null): boolean => {
  const lines = (text ?? '').split(/\r?\n/);
  const range = rangeOf(lines);
  return range !== null && lines.slice(range.from, range.to).some((line) => settingOf('memory').test(line));
};

/** @param text null where there is no such file @returns the whole text with the cap */
export const withMemoryCap = (text: string | null, gibibytes: number): string => {
  const line = `memory=${gibibytes}GB`;
  if (text === null || text.trim() === '') return `${section}\n${line}\n`;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(/\r?\n/);
  const range = rangeOf(lines);
  if (range === null) return [...lines.slice(0, lines.at(-1) === '' ? -1 : undefined), section, line, ''].join(newline);
  return lines.toSpliced(range.from + 1, 0, line).join(newline);
};
