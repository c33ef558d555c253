/** Who can be asked for an administrator's rights on this PC. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { asksFrom, type Elevation } from './elevation.ts';

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** @param hasTerminal somebody sits at a terminal of this process */
export const elevationHere = (hasTerminal: boolean): Elevation => {
  const { platform, env } = process;
  const hasPkexec = (env.PATH ?? '').split(delimiter).some((folder) => isProgram(join(folder, 'pkexec')));
  return {
    platform,
    isRoot: process.getuid?.() === 0,
    asks: hasTerminal ? 'terminal' : asksFrom(platform, env, hasPkexec),
  };
};
