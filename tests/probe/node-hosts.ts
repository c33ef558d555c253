/**
 * The Nodes that the probe's child is tried under: this one, from the sources, and another of this machine, from the
 * bundle that was built before the tests, because not every Node reads TypeScript.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../electron/core/system-clock.ts';
import { createProbe, type Probe } from '../../electron/probe/client.ts';
import { spawnNodeProbe } from '../../electron/probe/node-process.ts';
import { realProbe } from './real-probe.ts';

const bundlePath = fileURLToPath(new URL('../../dist/probe/child.js', import.meta.url));
/** The oldest that Perigee says it runs on (package.json). */
const oldest = [20, 19] as const;

type Version = readonly [major: number, minor: number];

/** @returns null when it cannot be run, or says something else */
const versionOf = (execPath: string): Version | null => {
  try {
    const said = /^v(\d+)\.(\d+)\./.exec(execFileSync(execPath, ['--version'], { encoding: 'utf8', timeout: 10_000 }));
    return said === null ? null : [Number(said[1]), Number(said[2])];
  } catch {
    return null;
  }
};

const ownMajor = Number.parseInt(process.versions.node, 10);

const isOther = ([major, minor]: Version): boolean =>
  major !== ownMajor && (major > oldest[0] || (major === oldest[0] && minor >= oldest[1]));

const readOtherNode = (): { execPath: string; major: number } | null => {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const execPath = join(folder, name);
    const version = folder !== '' && existsSync(execPath) ? versionOf(execPath) : null;
    if (version !== null && isOther(version)) return { execPath, major: version[0] };
  }
  return null;
};

const other = readOtherNode();

export const nodeHosts: readonly {
  /** For the name of a test; says what is missing. */
  title: string;
  isHere: boolean;
  startProbe: (childEnv: Record<string, string>) => Probe;
}[] = [
  { title: `under Node ${ownMajor}`, isHere: true, startProbe: (childEnv) => realProbe({}, childEnv) },
  {
    title:
      other === null ? `(skipped: no other Node from ${oldest.join('.')} on in PATH)` : `under Node ${other.major}`,
    isHere: other !== null,
    startProbe: (env) =>
      createProbe({
        spawn: spawnNodeProbe({ execPath: other?.execPath ?? process.execPath, entryPath: bundlePath, env }),
        clock: systemClock,
      }),
  },
];
