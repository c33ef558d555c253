/** How a command is run as administrator here, written out as it will be run. Pure. */
import type { CommandStep } from './plan.ts';

export interface Elevation {
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
  /** There is a terminal to type a password into. */
  readonly hasTerminal: boolean;
}

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
  { platform, isRoot, hasTerminal }: Elevation,
): readonly string[] => {
  if (!asRoot || isRoot) return words;
  if (platform === 'win32') return throughPowerShell(words);
  return [hasTerminal ? 'sudo' : 'pkexec', ...words];
};
