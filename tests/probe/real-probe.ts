/** The real probe on this machine's software Vulkan driver, for the tests of this folder. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../electron/core/system-clock.ts';
import { probeEnv } from '../../electron/probe/child-env.ts';
import { createProbe, type Probe, type ProbeOptions } from '../../electron/probe/client.ts';
import { spawnNodeProbe } from '../../electron/probe/node-process.ts';
import { createProbePool, type ProbePool } from '../../electron/probe/pool.ts';
import { readProvisionFacts } from '../../scripts/provision/facts.ts';

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

const lavapipe = (await readProvisionFacts())?.lavapipe ?? null;

/** Two Vulkan drivers by different makers: what both compute alike is no accident of one. */
export const drivers: readonly {
  name: 'SwiftShader' | 'lavapipe';
  env: Record<string, string>;
  /** Why it is not here; null when it is. */
  skip: string | null;
}[] = [
  { name: 'SwiftShader', env, skip: swiftShaderIcd === null ? 'no SwiftShader; install chromium' : null },
  {
    name: 'lavapipe',
    env: lavapipe === null ? env : { ...env, VK_ICD_FILENAMES: lavapipe.icd, LD_LIBRARY_PATH: lavapipe.libraryDir },
    skip: lavapipe === null ? 'no lavapipe 25; run scripts/provision/main.ts' : null,
  },
];

/** For the name of a test, so that a report says what is missing. */
export const onDriver = ({ name, skip }: (typeof drivers)[number]): string =>
  skip === null ? `on ${name}` : `(skipped: ${skip})`;

export const realProbe = (options: Partial<ProbeOptions> = {}, childEnv: Record<string, string> = env): Probe =>
  createProbe({
    spawn: spawnNodeProbe({ execPath: process.execPath, entryPath, env: childEnv }),
    clock: systemClock,
    ...options,
  });

/** A pool whose children have the selection layer of `layerDir`. */
export const realPool = (layerDir: string, childEnv: Record<string, string>): ProbePool =>
  createProbePool({
    spawn: spawnNodeProbe({ execPath: process.execPath, entryPath, env: childEnv, layerDir }),
    clock: systemClock,
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
