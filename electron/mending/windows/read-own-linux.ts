/** Looks into our own Linux in WSL. Nothing is run in a distribution that is not ours. */
import { homedir } from 'node:os';
import { hasOwnLinux, inOwnLinux, ownLinux, ownLinuxDir } from '../../docker/own-linux.ts';
import { parseOsRelease } from '../linux/os-release.ts';
import type { OwnLinux } from './own-linux-plan.ts';
import { parseWslList } from './wsl-list.ts';

const looked = ['/usr/bin/dockerd', '/usr/bin/nvidia-ctk', '/etc/docker/daemon.json'] as const;

/** @returns what the tool printed; null when it is not there or failed @throws CANCELLED */
export type Ask = (tool: string, args: string[], acceptExitCodes?: readonly number[]) => Promise<string | null>;

export interface OwnLinuxFacts {
  /** The folder of its disk. */
  readonly dir: string;
  /** A distribution of the name that is not ours. */
  readonly isNameTaken: boolean;
  readonly own: OwnLinux | null;
}

/** @throws CANCELLED */
export const readOwnLinux = async (ask: Ask): Promise<OwnLinuxFacts> => {
  const dir = ownLinuxDir(process.env, homedir());
  const isListed = parseWslList(await ask('wsl', ['--list', '--verbose'])).some(({ name }) => name === ownLinux);
  if (!isListed || !hasOwnLinux(dir)) return { dir, isNameTaken: isListed, own: null };
  const [release, found] = await Promise.all([
    ask('wsl', inOwnLinux('cat', '/etc/os-release')),
    // 2: some of them are not there.
    ask('wsl', inOwnLinux('ls', ...looked), [0, 2]),
  ]);
  const [hasEngine, hasNvidiaToolkit, hasGpuRuntime] = looked.map((path) =>
    (found ?? '').split(/\r?\n/).includes(path),
  );
  return {
    dir,
    isNameTaken: false,
    own: {
      distribution: parseOsRelease(release ?? ''),
      hasEngine: hasEngine ?? false,
      hasNvidiaToolkit: hasNvidiaToolkit ?? false,
      hasGpuRuntime: hasGpuRuntime ?? false,
    },
  };
};
