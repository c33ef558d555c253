/** How a command is run as administrator here, written out as it will be run. Pure. */
import type { CommandStep } from './plan.ts';

/**
 * Where a person can be asked for it: at a `terminal`; in a `window` of the system's own (polkit, Windows); `nobody`:
 * nowhere from here, so the command is for somebody to type.
 */
export type Asks = 'terminal' | 'window' | 'nobody';

export interface Elevation {
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
  readonly asks: Asks;
}

/** Without a terminal. An agent that asks lives in a graphical session. @param hasPkexec it is installed */
export const asksFrom = (
  platform: NodeJS.Platform,
  { DISPLAY, WAYLAND_DISPLAY }: NodeJS.ProcessEnv,
  hasPkexec: boolean,
): Asks => {
  if (platform === 'win32') return 'window';
  return platform === 'linux' && hasPkexec && (DISPLAY || WAYLAND_DISPLAY) ? 'window' : 'nobody';
};

/** A word inside single quotes of PowerShell. */
const quoted = (word: string): string => `'${word.replaceAll("'", "''")}'`;

const throughPowerShell = ([file = '', ...args]: readonly string[]): readonly string[] => {
  const list = args.length === 0 ? '' : ` -ArgumentList ${args.map(quoted).join(',')}`;
  const script = `exit (Start-Process -FilePath ${quoted(file)}${list} -Verb RunAs -Wait -PassThru).ExitCode`;
  return ['powershell.exe', '-NoProfile', '-NonInteractive', '-Command', script];
};

/** @returns the words of the command as they are started */
export const elevated = (
  words: readonly string[],
  { asRoot }: Pick<CommandStep, 'asRoot'>,
  { platform, isRoot, asks }: Elevation,
): readonly string[] => {
  if (!asRoot || isRoot) return words;
  if (platform === 'win32') return throughPowerShell(words);
  return [asks === 'window' ? 'pkexec' : 'sudo', ...words];
};

/**
 * Whether it may have been the asking that failed, and the command never began. `sudo` and PowerShell end with 1 then, as
 * many commands do themselves.
 * Source: pkexec(1), 126 when the dialog was dismissed and 127 when nobody allowed it; sudo(8).
 */
export const mayBeRefusal = ([file = '']: readonly string[], exitCode: number): boolean =>
  file === 'pkexec'
    ? exitCode === 126 || exitCode === 127
    : exitCode === 1 && ['sudo', 'powershell.exe'].includes(file);

/** As somebody would type it in this system's own shell. */
export const typed = (words: readonly string[], platform: NodeJS.Platform): string =>
  words
    .map((word) => {
      if (/^[\w@%+=:,./-]+$/.test(word)) return word;
      return platform === 'win32' ? quoted(word) : `'${word.replaceAll("'", "'\\''")}'`;
    })
    .join(' ');
