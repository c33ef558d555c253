/** Finds the engine to use among the sockets of this system, and reads what it is. */
import { hostname, release } from 'node:os';
import { isPerigeeError, PerigeeError, type ProblemCode } from '../../shared/contract/codes.ts';
import type { Clock } from '../../shared/units/time.ts';
import { type EngineVerdict, engineVerdict } from './admission/engine-floor.ts';
import type { AmdGpu } from './amd/device-nodes.ts';
import { readAmdGpus } from './amd/read-amd-gpus.ts';
import { isOnThisSystem } from './amd/same-kernel.ts';
import { type Connection, openConnection } from './connection.ts';
import { isNoSocket } from './engine-error.ts';
import { engineNameOf } from './engine-name.ts';
import { type GpuWays, gpuWaysOf } from './gpu-ways.ts';

export interface EngineFacts {
  socketPath: string;
  /** As the engine spells it, suffix and all. */
  version: string | null;
  /** `Docker Desktop 4.86.0 (…)`, `Colima`, `Podman`, … */
  name: string | null;
  /** Always `linux`: any other is refused as ENGINE_NOT_LINUX. */
  osType: string;
  architecture: string | null;
  /** Of the machine, or the virtual machine, that the engine runs on. */
  cpuThreads: number | null;
  memoryBytes: number | null;
  verdict: EngineVerdict;
  gpuWays: GpuWays;
}

/** Looked at anew each time: a card may have gone, and its node's number to another. */
const amdGpusOn = async (info: unknown): Promise<readonly AmdGpu[]> => {
  const here = { platform: process.platform, kernelRelease: release(), hostName: hostname() };
  return isOnThisSystem(info, here) ? ((await readAmdGpus()) ?? []) : [];
};

const factsOf = async (connection: Connection, signal?: AbortSignal): Promise<EngineFacts> => {
  const [version, info] = await Promise.all([
    connection.quick((docker, abortSignal) => docker.version({ abortSignal }), signal),
    connection.quick((docker, abortSignal) => docker.info({ abortSignal }), signal) as Promise<{
      NCPU?: number;
      MemTotal?: number;
      OperatingSystem?: string;
      Name?: string;
    }>,
  ]);
  const osType = version.Os.toLowerCase();
  if (osType !== 'linux') throw new PerigeeError('ENGINE_NOT_LINUX', { osType });
  return {
    socketPath: connection.socketPath,
    version: version.Version || null,
    name: engineNameOf({
      socketPath: connection.socketPath,
      platformName: version.Platform?.Name ?? '',
      componentName: version.Components?.[0]?.Name ?? null,
      operatingSystem: info.OperatingSystem ?? null,
      hostName: info.Name ?? null,
    }),
    osType,
    architecture: version.Arch || null,
    cpuThreads: info.NCPU ?? null,
    memoryBytes: info.MemTotal ?? null,
    verdict: engineVerdict(version.Version || null),
    gpuWays: gpuWaysOf(info, await amdGpusOn(info)),
  };
};

/** @throws ENGINE_DENIED, ENGINE_NOT_LINUX, ENGINE_UNREACHABLE (also for what answers and is no engine), CANCELLED */
export const readFacts = async (connection: Connection, signal?: AbortSignal): Promise<EngineFacts> => {
  try {
    return await factsOf(connection, signal);
  } catch (error) {
    if (isPerigeeError(error)) throw error;
    throw new PerigeeError('ENGINE_UNREACHABLE', { socketPath: connection.socketPath }, { cause: error });
  }
};

/** When no socket answers, the reason that a person can do most about. */
const gravity: readonly ProblemCode[] = ['ENGINE_DENIED', 'ENGINE_NOT_LINUX', 'ENGINE_UNREACHABLE'];

/**
 * Tries the sockets in order until an engine for Linux containers answers.
 *
 * @throws ENGINE_DENIED, ENGINE_NOT_LINUX, ENGINE_UNREACHABLE; ENGINE_ABSENT when nothing lies at any of the paths
 */
export const findEngine = async (
  socketPaths: readonly string[],
  clock: Clock,
  signal?: AbortSignal,
): Promise<{ connection: Connection; facts: EngineFacts }> => {
  const failures: PerigeeError[] = [];
  for (const socketPath of socketPaths) {
    const connection = openConnection(socketPath, clock);
    try {
      return { connection, facts: await readFacts(connection, signal) };
    } catch (error) {
      connection.close();
      if (!isPerigeeError(error) || error.code === 'CANCELLED') throw error;
      if (!isNoSocket(error)) failures.push(error);
    }
  }
  const gravest = gravity.flatMap((code) => failures.find((failure) => failure.code === code) ?? [])[0];
  throw gravest ?? new PerigeeError('ENGINE_ABSENT', { lookedAt: [...socketPaths] });
};
