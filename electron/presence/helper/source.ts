/** The signs of Windows and macOS, from one script in the system's own scripting language that goes on saying them. */
import { join } from 'node:path';
import type { Clock } from '../../../shared/units/time.ts';
import { childLines, type LinesRequest } from '../child-lines.ts';
import { isListed } from '../listed-programs.ts';
import type { SignSource } from '../sign-source.ts';
import { parseHelperLine } from './parse-line.ts';

/** @returns null where the system has no such script */
export const helperRequest = (
  platform: NodeJS.Platform,
  resourcesDir: string,
  env: NodeJS.ProcessEnv,
): LinesRequest | null => {
  if (platform === 'win32') {
    const script = join(resourcesDir, 'presence', 'windows.ps1');
    const shell = `${env.SystemRoot ?? 'C:\\Windows'}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`;
    return {
      file: shell,
      args: ['-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', script],
    };
  }
  if (platform === 'darwin')
    return { file: '/usr/bin/osascript', args: ['-l', 'JavaScript', join(resourcesDir, 'presence', 'macos.js')] };
  return null;
};

/** @param listed the owner's programs, as they are now */
export const createHelperSource = (
  request: LinesRequest,
  clock: Clock,
  listed: () => readonly string[],
  runLines: typeof childLines = childLines,
): SignSource => ({
  name: 'helper',
  watch: (report, signal) =>
    runLines(
      request,
      (text) => {
        const line = parseHelperLine(text);
        if (line === null) return;
        const { idleMs, programs, ...rest } = line;
        report({
          ...rest,
          lastInputMs: idleMs === null ? null : clock.monotonic() - idleMs,
          programs: listed().filter((wanted) => programs.some((running) => isListed(running, wanted))),
        });
      },
      signal,
    ),
});
