/** Where a container engine may listen on this system, most likely first. Pure: nothing is opened here. */
import { posix } from 'node:path';
import { ownLinuxAddress } from './own-linux.ts';

export interface SocketSurroundings {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  homeDir: string;
  /** Of the context that the user has chosen; null for the default. */
  contextHost: string | null;
}

/** The path of a socket or a pipe on this machine; null for an engine on another one. */
const localPathOf = (address: string): string | null =>
  /^(?:unix|npipe):\/\/(?<path>.+)$/.exec(address)?.groups?.path ?? null;

const join = posix.join;

/** Docker Engine, Docker Desktop, Colima, Rancher Desktop, OrbStack and Podman, in the places they document. */
const unixSockets = (homeDir: string, runtimeDir: string | undefined): string[] => [
  '/var/run/docker.sock',
  join(homeDir, '.docker/run/docker.sock'),
  join(homeDir, '.docker/desktop/docker.sock'),
  ...(runtimeDir ? [join(runtimeDir, 'docker.sock')] : []),
  join(homeDir, '.colima/default/docker.sock'),
  join(homeDir, '.config/colima/default/docker.sock'),
  join(homeDir, '.rd/docker.sock'),
  join(homeDir, '.orbstack/run/docker.sock'),
  ...(runtimeDir ? [join(runtimeDir, 'podman/podman.sock')] : []),
  join(homeDir, '.local/share/containers/podman/machine/podman.sock'),
  '/run/podman/podman.sock',
];

const windowsPipes = [
  ...['//./pipe/docker_engine', '//./pipe/dockerDesktopLinuxEngine', '//./pipe/podman-machine-default'],
  ownLinuxAddress,
];

/**
 * @returns paths to try in order. When DOCKER_HOST names a local socket, only that one: its owner chose it. The chosen
 * context's comes before the usual places, and does not keep from them. An engine on another machine (tcp, ssh) is never
 * used, because the job must run beside this machine's GPU.
 */
export const socketCandidates = ({ platform, env, homeDir, contextHost }: SocketSurroundings): string[] => {
  const named = localPathOf(env.DOCKER_HOST ?? '');
  if (named !== null) return [named];
  const chosen = localPathOf(contextHost ?? '');
  const usual = platform === 'win32' ? windowsPipes : unixSockets(homeDir, env.XDG_RUNTIME_DIR);
  return [...new Set([...(chosen === null ? [] : [chosen]), ...usual])];
};
