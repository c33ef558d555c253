/** The real probe on this machine's software Vulkan driver, for the tests of this folder. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../electron/core/system-clock.ts';
import { probeEnv } from '../../electron/probe/child-env.ts';
import { createProbe, type Probe, type ProbeOptions } from '../../electron/probe/client.ts';
import { spawnNodeProbe } from '../../electron/probe/node-process.ts';

const entryPath = fileURLToPath(new URL('../../electron/probe/child.ts', import.meta.url));

/** The driver that the tests run on; null where there is none, and then they are skipped. */
export const swiftShaderIcd: string | null =
  ['/usr/lib/chromium/vk_swiftshader_icd.json', '/usr/lib64/chromium-browser/vk_swiftshader_icd.json'].find((path) =>
    existsSync(path),
  ) ?? null;

/** Appended to the names of skipped tests, so that a report says what is missing. */
export const withSwiftShader =
  swiftShaderIcd === null ? '(skipped: no SwiftShader; install chromium)' : 'on SwiftShader';

export const env = {
  ...probeEnv(process.env),
  ...(swiftShaderIcd === null ? {} : { VK_ICD_FILENAMES: swiftShaderIcd }),
};

export const realProbe = (options: Partial<ProbeOptions> = {}, childEnv: Record<string, string> = env): Probe =>
  createProbe({
    spawn: spawnNodeProbe({ execPath: process.execPath, entryPath, env: childEnv }),
    clock: systemClock,
    ...options,
  });

/** Process ids of our probe children that live now (Linux). */
export const probePids = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const isOurs = readFileSync(`/proc/${pid}/stat`, 'utf8')
          .replace(/^.*\) . /s, '')
          .startsWith(`${process.pid} `);
        return isOurs && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(entryPath);
      } catch {
        // it ended while we looked
        return false;
      }
    })
    .map(Number);
