/** One engine behind one socket: every request has a deadline, the caller's signal, and an error of ours. */
import { Agent } from 'node:http';
import { homedir } from 'node:os';
import { inspect } from 'node:util';
import Docker, { type DockerOptions } from 'dockerode';
import { PerigeeError } from '../../shared/contract/codes.ts';
import type { Clock } from '../../shared/units/time.ts';
import { engineError } from './engine-error.ts';
import { openOwnLinux, ownLinuxAddress, ownLinuxDir, wslProgram } from './own-linux.ts';
import { settle } from './settle.ts';

/** Three calls that take a signal although the types of dockerode (4.0.2) do not say so. */
export type EngineClient = Docker & {
  ping(options: { abortSignal: AbortSignal }): Promise<unknown>;
  version(options: { abortSignal: AbortSignal }): Promise<Docker.DockerVersion>;
  info(options: { abortSignal: AbortSignal }): Promise<unknown>;
};

export interface Connection {
  readonly socketPath: string;
  /** For what the engine answers at once: inspect, list, create. */
  quick<T>(act: (docker: EngineClient, signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** For what may rightly take long: the engine need only show, all the while, that it is alive. */
  patient<T>(
    act: (docker: EngineClient, signal: AbortSignal) => Promise<T>,
    options: { deadlineMs: number; signal?: AbortSignal | undefined },
  ): Promise<T>;
  close(): void;
}

/** A daemon that is stopped or hung accepts the connection and says nothing; a sound one answers in milliseconds. */
const pingDeadlineMs = 2000;
const quickDeadlineMs = 4000;
const pulseIntervalMs = 2000;

/** No connection is kept: one that outlives a restart of the daemon would fail the first request after it. */
const wayTo = (socketPath: string): { options: DockerOptions & { agent: Agent }; close(): void } => {
  const { platform, env } = process;
  if (socketPath === ownLinuxAddress) {
    const { agent, close } = openOwnLinux(wslProgram(platform, env), ownLinuxDir(env, homedir()));
    // The host is a name in the request's head and nothing is looked up: the agent makes the connection.
    return { options: { host: 'localhost', port: 80, protocol: 'http', agent }, close };
  }
  const agent = new Agent({ keepAlive: false });
  // An empty host keeps a DOCKER_HOST of tcp:// from taking over; local sockets only.
  return { options: { socketPath, host: '', protocol: 'http', agent }, close: () => agent.destroy() };
};

/** Before each request docker-modem writes its options out, to the last socket of the agent, whether anybody reads it. */
const shortInLogs = (agent: Agent): void => {
  Object.defineProperty(agent, inspect.custom, { value: () => 'Agent' });
};

/** @param socketPath of a socket or pipe, or the address of our own Linux */
export const openConnection = (socketPath: string, clock: Clock): Connection => {
  const way = wayTo(socketPath);
  shortInLogs(way.options.agent);
  const docker = new Docker(way.options) as EngineClient;
  const lateError = (): Error => new PerigeeError('ENGINE_UNREACHABLE', { socketPath });
  const translated = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      throw engineError(error, socketPath);
    }
  };
  const ping = (signal: AbortSignal): Promise<void> =>
    translated(() =>
      settle(
        async (inner) => {
          await docker.ping({ abortSignal: inner });
        },
        { clock, deadlineMs: pingDeadlineMs, signal, lateError },
      ),
    );
  return {
    socketPath,
    quick: (act, signal) =>
      translated(() =>
        settle((inner) => act(docker, inner), { clock, deadlineMs: quickDeadlineMs, signal, lateError }),
      ),
    patient: (act, { deadlineMs, signal }) =>
      translated(() =>
        settle((inner) => act(docker, inner), {
          clock,
          deadlineMs,
          signal,
          lateError,
          pulse: { intervalMs: pulseIntervalMs, check: ping },
        }),
      ),
    close: way.close,
  };
};
