/**
 * An engine in a Linux of our own inside WSL, in place of Docker Desktop: what makes it, step by step. Pure. Nothing in it
 * is taken back by itself: the one way back removes the whole Linux, and with it everything that was done in it.
 */
import type { ProblemCode } from '../../../shared/contract/codes.ts';
import { inOwnLinux, ownLinux } from '../../docker/own-linux.ts';
import type { Distribution } from '../linux/os-release.ts';
import { installing } from '../linux/packages.ts';
import { engineFromDocker, toolkitFromNvidia } from '../linux/repositories.ts';
import { type CommandStep, command, type Plan } from '../plan.ts';

/** What lies in our own Linux. */
export interface OwnLinux {
  readonly distribution: Distribution;
  readonly hasEngine: boolean;
  readonly hasNvidiaToolkit: boolean;
  /** The engine was told of NVIDIA's runtime. */
  readonly hasGpuRuntime: boolean;
}

/** `--name` and `--location` came with it. Source: learn.microsoft.com/windows/wsl/build-custom-distro. */
export const oldestForOwnLinux = [2, 4, 4];

/**
 * systemd starts the engine. Windows' drives and programs stay out of reach of what runs in it, a stranger's job
 * included. Source: learn.microsoft.com/windows/wsl/wsl-config.
 */
const wslConf = `[boot]
systemd=true
[automount]
enabled=false
[interop]
enabled=false
appendWindowsPath=false
`;

/**
 * NVIDIA's runtime, and not the container device interface: in WSL that has one name for all GPUs together, and Perigee
 * gives GPUs one by one. Source: docs.nvidia.com/datacenter/cloud-native/container-toolkit.
 */
const daemonJson = `${JSON.stringify({ runtimes: { nvidia: { path: 'nvidia-container-runtime', args: [] } } })}\n`;

const inside = (step: CommandStep): CommandStep =>
  command(['wsl.exe', ...inOwnLinux(...step.command)], step.input === null ? {} : { input: step.input });
const doInside = (words: readonly string[], input?: string): CommandStep =>
  inside(command(words, input === undefined ? {} : { input }));

/** @param dir the folder of its disk */
export const planOwnLinux = (dir: string): Plan => ({
  kind: 'steps',
  name: 'install_own_linux',
  steps: [
    command(
      ['wsl.exe', '--install', '--distribution', 'Debian', '--name', ownLinux, '--location', dir, '--no-launch'],
      { undo: ['wsl.exe', '--unregister', ownLinux] },
    ),
    doInside(['tee', '/etc/wsl.conf'], wslConf),
    command(['wsl.exe', '--terminate', ownLinux]),
  ],
  afterwards: null,
});

const startEngine = doInside(['systemctl', 'enable', '--now', 'docker']);

/** @returns null where nothing of ours mends it */
export const planInOwnLinux = (code: ProblemCode, own: OwnLinux): Plan | null => {
  const newest = engineFromDocker(own.distribution, 'apt');
  switch (code) {
    case 'ENGINE_ABSENT':
    case 'ENGINE_UNREACHABLE': {
      if (own.hasEngine) return { kind: 'steps', name: 'start_engine', steps: [startEngine], afterwards: null };
      if (newest === null) return null;
      const steps = [doInside(['apt-get', 'update']), inside(installing('apt', 'ca-certificates', 'curl'))];
      return {
        kind: 'steps',
        name: 'install_own_engine',
        steps: [...steps, ...newest.map(inside), startEngine],
        afterwards: null,
      };
    }
    case 'ENGINE_OUTDATED':
      return newest && { kind: 'steps', name: 'newer_engine', steps: newest.map(inside), afterwards: null };
    case 'GPU_CONTAINERS_OFF': {
      const toolkit = own.hasNvidiaToolkit ? [] : toolkitFromNvidia('apt').map(inside);
      const steps = [
        ...toolkit,
        doInside(['tee', '/etc/docker/daemon.json'], daemonJson),
        doInside(['systemctl', 'restart', 'docker']),
      ];
      return { kind: 'steps', name: 'gpu_in_containers', steps, afterwards: null };
    }
    default:
      return null;
  }
};
