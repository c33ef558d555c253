/** Asks systemd not to let this PC sleep; without systemd nothing is asked of anybody. */
import { spawn } from 'node:child_process';

export const systemdInhibit = '/usr/bin/systemd-inhibit';

/** @returns a function that ends it, or null where the system is no Linux */
export const keepAwakeBySystemd = (platform: NodeJS.Platform, file = systemdInhibit): (() => () => void) | null => {
  if (platform !== 'linux') return null;
  return () => {
    const child = spawn(
      file,
      ['--what=sleep:idle', '--who=Perigee', '--why=a job runs', '--mode=block', 'sleep', 'infinity'],
      { stdio: 'ignore' },
    );
    // Not installed: nothing keeps the PC awake, and nothing else depends on it.
    child.on('error', () => undefined);
    return () => child.kill();
  };
};
