/** What the plans need to know of this PC, read and never changed. */
import { access, readFile } from 'node:fs/promises';
import { homedir, totalmem, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { isPerigeeError } from '../../shared/contract/codes.ts';
import type { RunTool } from '../machine/run-tool.ts';
import { parseOsRelease } from './linux/os-release.ts';
import type { LinuxFacts } from './linux/plan-linux.ts';
import type { MacFacts } from './macos/plan-macos.ts';
import type { Facts } from './plan-of.ts';
import type { WindowsFacts } from './windows/plan-windows.ts';
import { type Ask, readOwnLinux } from './windows/read-own-linux.ts';
import { parseWsl } from './windows/wsl-report.ts';

const readMs = 10_000;

const isThere = async (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const isInPath = async (name: string): Promise<boolean> => {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin'];
  const found = await Promise.all(
    folders.filter((folder) => folder !== '').map((folder) => isThere(join(folder, name))),
  );
  return found.some(Boolean);
};

const textOf = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(() => null);

/** @returns null when the tool is not there or failed */
const saidBy = async (
  runTool: RunTool,
  tool: string,
  args: string[],
  signal: AbortSignal,
  acceptExitCodes: readonly number[] = [0],
): Promise<string | null> => {
  try {
    return (await runTool({ tool, args, timeoutMs: readMs, acceptExitCodes }, signal))?.stdout ?? null;
  } catch (error) {
    if (isPerigeeError(error) && error.code === 'CANCELLED') throw error;
    return null;
  }
};

/** @throws CANCELLED */
const readLinuxFacts = async (runTool: RunTool, signal: AbortSignal): Promise<LinuxFacts> => {
  const { username: user, uid } = userInfo();
  const [release, groups, hasSystemd, hasEngine, hasNvidiaToolkit] = await Promise.all([
    textOf('/etc/os-release'),
    saidBy(runTool, 'id', ['-nG', user], signal),
    isThere('/run/systemd/system'),
    isInPath('dockerd'),
    isInPath('nvidia-ctk'),
  ]);
  return {
    distribution: parseOsRelease(release ?? ''),
    user,
    isRoot: uid === 0,
    hasSystemd,
    hasEngine,
    isInDockerGroup: (groups ?? '').split(/\s+/).includes('docker'),
    hasNvidiaToolkit,
  };
};

/** Where descriptions of GPUs for containers lie. Source: the container device interface's specification. */
const cdiFiles = ['/etc/cdi/nvidia.yaml', '/var/run/cdi/nvidia.yaml'];

const missingOnLinux = async (): Promise<'toolkit' | 'description' | null> => {
  if (!(await isInPath('nvidia-ctk'))) return 'toolkit';
  return (await Promise.all(cdiFiles.map(isThere))).some(Boolean) ? null : 'description';
};

const askIn =
  (runTool: RunTool, signal: AbortSignal): Ask =>
  (tool, args, acceptExitCodes) =>
    saidBy(runTool, tool, args, signal, acceptExitCodes);

export interface Wishes {
  /** As the inventory has it. */
  isVirtualizationOn: boolean | null;
  /** As `WindowsFacts`. */
  wantsOwnLinux: boolean;
}

const readWindowsFacts = async (runTool: RunTool, wishes: Wishes, signal: AbortSignal): Promise<WindowsFacts> => {
  const [version, status] = await Promise.all([
    saidBy(runTool, 'wsl', ['--version'], signal),
    saidBy(runTool, 'wsl', ['--status'], signal),
  ]);
  const path = join(homedir(), '.wslconfig');
  return {
    ...wishes,
    wsl: version === null && status === null ? null : parseWsl(version, status),
    ownLinux: await readOwnLinux(askIn(runTool, signal)),
    memoryBytes: totalmem(),
    wslConfig: { path, text: await textOf(path) },
  };
};

/** @returns what keeps GPUs out of the containers of our own Linux; null: nothing, or there is no such Linux @throws CANCELLED */
const missingInOwnLinux = async (runTool: RunTool, signal: AbortSignal): Promise<'toolkit' | 'description' | null> => {
  const { own } = await readOwnLinux(askIn(runTool, signal));
  if (own === null) return null;
  if (!own.hasNvidiaToolkit) return 'toolkit';
  return own.hasGpuRuntime ? null : 'description';
};

const readMacFacts = async (): Promise<MacFacts> => {
  const [hasHomebrew, hasColima, hasDockerDesktop] = await Promise.all([
    isInPath('brew'),
    isInPath('colima'),
    isThere('/Applications/Docker.app'),
  ]);
  return { hasHomebrew, hasColima, hasDockerDesktop };
};

/**
 * @returns what is missing before a container can be given an NVIDIA GPU; null: nothing, or nothing of ours mends it
 * @throws CANCELLED
 */
export const missingForGpus = async (
  runTool: RunTool,
  signal: AbortSignal,
): Promise<'toolkit' | 'description' | null> => {
  if (process.platform === 'linux') return missingOnLinux();
  return process.platform === 'win32' ? missingInOwnLinux(runTool, signal) : null;
};

/** @throws CANCELLED */
export const readFacts = async (runTool: RunTool, wishes: Wishes, signal: AbortSignal): Promise<Facts> => {
  if (process.platform === 'linux') return { of: 'linux', linux: await readLinuxFacts(runTool, signal) };
  return process.platform === 'win32'
    ? { of: 'windows', windows: await readWindowsFacts(runTool, wishes, signal) }
    : { of: 'macos', macos: await readMacFacts() };
};
