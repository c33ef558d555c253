/** How packages are installed on the distributions that we know, and what theirs are called. Pure. */
import { type CommandStep, command } from '../plan.ts';
import type { Distribution } from './os-release.ts';

export type PackageTool = 'apt' | 'dnf' | 'pacman' | 'zypper';

const toolOf: Record<string, PackageTool> = {
  debian: 'apt',
  ubuntu: 'apt',
  fedora: 'dnf',
  rhel: 'dnf',
  centos: 'dnf',
  arch: 'pacman',
  suse: 'zypper',
  opensuse: 'zypper',
  'opensuse-tumbleweed': 'zypper',
  'opensuse-leap': 'zypper',
};

/** @returns null for a distribution that nobody tried this on */
export const packageToolOf = ({ id, like }: Distribution): PackageTool | null =>
  [id, ...like].map((name) => toolOf[name]).find((tool) => tool !== undefined) ?? null;

const install: Record<PackageTool, readonly string[]> = {
  apt: ['apt-get', 'install', '-y'],
  dnf: ['dnf', 'install', '-y'],
  pacman: ['pacman', '-S', '--noconfirm', '--needed'],
  zypper: ['zypper', '--non-interactive', 'install'],
};
const remove: Record<PackageTool, readonly string[]> = {
  apt: ['apt-get', 'remove', '-y'],
  dnf: ['dnf', 'remove', '-y'],
  pacman: ['pacman', '-R', '--noconfirm'],
  zypper: ['zypper', '--non-interactive', 'remove'],
};

export const installing = (tool: PackageTool, ...packages: string[]): CommandStep =>
  command([...install[tool], ...packages], { asRoot: true, undo: [...remove[tool], ...packages] });

/** The engine as each distribution packs it. */
export const enginePackage: Record<PackageTool, string> = {
  apt: 'docker.io',
  dnf: 'moby-engine',
  pacman: 'docker',
  zypper: 'docker',
};
