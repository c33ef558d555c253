/**
 * The container engine as the rest of the app sees it. Docker's own names and shapes end here; containers that this app
 * did not make for this data folder do not exist for it.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ContainerInspectInfo, ImageInspectOptions } from 'dockerode';
import type { JobLimits, Reach } from '../../shared/contract/app/worker.ts';
import { isPerigeeError, PerigeeError } from '../../shared/contract/codes.ts';
import { imageReferencePattern, type JobSpec } from '../../shared/contract/job-spec.ts';
import type { Clock } from '../../shared/units/time.ts';
import { grantOf, noDevices } from './amd/device-nodes.ts';
import { readAmdGpus } from './amd/read-amd-gpus.ts';
import type { Connection } from './connection.ts';
import { type Container, type ContainerSummary, containerOf } from './container.ts';
import { createContainerVerbs, startDeadlineMs } from './container-verbs.ts';
import { guardCreateCall } from './create-guard.ts';
import { readContextHost } from './docker-context.ts';
import { isNoSocket, isRefusal } from './engine-error.ts';
import { type EngineFacts, findEngine, readFacts } from './find-engine.ts';
import { createGateways, type Gateways } from './gateway/gateways.ts';
import { gpuWayForAll, noGpuWays } from './gpu-ways.ts';
import { readSeenGpus } from './gpus-seen.ts';
import { createCallOf } from './host-config.ts';
import { type ImageFacts, imageFactsOf } from './image-facts.ts';
import { createLogFrameReader, type EngineLogLine } from './log-frames.ts';
import { createOwnership } from './ownership.ts';
import { type PullOptions, pullImage } from './pull.ts';
import { reachOf } from './reach.ts';
import { createRegistry, type ImagePlan } from './registry/registry.ts';
import { socketCandidates } from './sockets.ts';
import { type UsageSample, usageOf } from './usage.ts';

/**
 * Every call settles and may throw ENGINE_ABSENT, ENGINE_UNREACHABLE, ENGINE_DENIED, ENGINE_NOT_LINUX or CANCELLED;
 * an `EngineRefusal` when the engine answered no. A container that is not ours is treated as one that is not there.
 */
export interface Engine {
  /** Reads what the engine is; looks for another one when it is gone and holds no container of ours. */
  probe(signal?: AbortSignal): Promise<EngineFacts>;
  /**
   * What an image is at its registry, before anything of it is pulled.
   *
   * @throws IMAGE_REFUSED, IMAGE_NOT_FOUND, IMAGE_PULL_FAILED
   */
  planImage(image: string, signal?: AbortSignal): Promise<ImagePlan>;
  /** @returns null when the engine does not have it */
  inspectImage(image: string, signal?: AbortSignal): Promise<ImageFacts | null>;
  pull(image: string, options: PullOptions): Promise<void>;
  /** Gives up one reference by digest, never by force. @returns false when a container, whosever, still needs it */
  removeImage(image: string, signal?: AbortSignal): Promise<boolean>;
  /**
   * Creates the job's container, or adopts the one that is there by its name.
   *
   * @param ceiling the most that the owner lets any job use
   * @throws JOB_REFUSED when the guard refuses the call, or a stranger's container has the name
   */
  create(spec: JobSpec, ceiling: JobLimits, signal?: AbortSignal): Promise<{ containerId: string; isAdopted: boolean }>;
  /** A container that runs already is left as it is; never call it for one that has ended. */
  start(containerId: string, signal?: AbortSignal): Promise<void>;
  /** @returns null when there is none, or it is not ours */
  inspect(containerId: string, signal?: AbortSignal): Promise<Container | null>;
  /** By the name that `create` gives. @returns null when there is none, or it is not ours */
  inspectJob(jobId: string, signal?: AbortSignal): Promise<Container | null>;
  listOurs(signal?: AbortSignal): Promise<ContainerSummary[]>;
  /** @param after cursor of the last line already had; lines come in order, until the container ends or the signal */
  logs(containerId: string, after: string | null, signal: AbortSignal): AsyncIterable<EngineLogLine>;
  /** Makes every process in it stand still, in memory; one that stands still already is fine. */
  freeze(containerId: string, signal?: AbortSignal): Promise<void>;
  /** Lets them go on; fine for one that runs. */
  thaw(containerId: string, signal?: AbortSignal): Promise<void>;
  /** Resolves when the container has ended; `inspect` then says how. */
  wait(containerId: string, signal: AbortSignal): Promise<void>;
  /** Asks it to end, and ends it after `graceMs`. Resolves once it has ended. */
  stop(containerId: string, graceMs: number, signal?: AbortSignal): Promise<void>;
  /** A container that is gone already is fine; a running one is refused. */
  remove(containerId: string, signal?: AbortSignal): Promise<void>;
  /** @returns null when it does not run */
  stats(containerId: string, signal?: AbortSignal): Promise<UsageSample | null>;
  /** UUIDs of the GPUs that a running container sees; of AMD's, that the host has. @returns null where it cannot say */
  seenGpus(containerId: string, signal?: AbortSignal): Promise<string[] | null>;
  /** The containers through which jobs reach the hosts that they named; `create` makes them. */
  readonly gateways: Pick<Gateways, 'open' | 'list' | 'remove'>;
  /** @returns null when the container is gone */
  reach(containerId: string, signal?: AbortSignal): Promise<Reach | null>;
  close(): void;
}

export interface EngineOptions {
  /** In the order to try; by default the places where engines listen on this system. */
  socketPaths?: readonly string[];
  /** Id of the data folder; part of what makes a container ours. */
  owner: string;
  clock: Clock;
}

const defaultSockets = (): string[] => {
  const { platform, env } = process;
  const homeDir = homedir();
  const contextHost = readContextHost(env.DOCKER_CONFIG || join(homeDir, '.docker'), env);
  return socketCandidates({ platform, env, homeDir, contextHost });
};

/** After the engine said that a name is taken: two seconds. */
const mostLooks = 21;
const betweenLooksMs = 100;

/** Opens nothing yet; the first call does. */
export const connectEngine = ({ socketPaths = defaultSockets(), owner, clock }: EngineOptions): Engine => {
  const ownership = createOwnership(owner);
  /** Ids seen to be ours. A container's id is unique and its labels never change, so once is enough. */
  const known = new Map<string, string>();
  const registry = createRegistry();
  let current: Connection | null = null;

  const adopt = ({ connection: link, facts }: Awaited<ReturnType<typeof findEngine>>): EngineFacts => {
    current?.close();
    current = link;
    return facts;
  };
  const probe = async (signal?: AbortSignal): Promise<EngineFacts> => {
    const held = current;
    if (held === null) return adopt(await findEngine(socketPaths, clock, signal));
    try {
      // The same connection is kept: closing it would cut off the logs of a running job.
      return await readFacts(held, signal);
    } catch (error) {
      // An engine that has containers of ours is waited for; another one would know nothing of them.
      if (known.size > 0 || (isPerigeeError(error) && error.code === 'CANCELLED')) throw error;
      if (isNoSocket(error)) return adopt(await findEngine(socketPaths, clock, signal));
      const others = socketPaths.filter((socketPath) => socketPath !== held.socketPath);
      return adopt(
        await findEngine(others, clock, signal).catch(() => {
          throw error;
        }),
      );
    }
  };
  const connection = async (signal?: AbortSignal): Promise<Connection> => {
    if (current === null) await probe(signal);
    if (current === null) throw new PerigeeError('ENGINE_ABSENT', { lookedAt: [...socketPaths] });
    return current;
  };

  const gateways = createGateways(connection, ownership);

  /** The only way from an id or a name to a container. */
  const readOurs = async (
    reference: string,
    signal?: AbortSignal,
  ): Promise<{ info: ContainerInspectInfo; jobId: string } | null> => {
    const link = await connection(signal);
    try {
      const info = await link.quick(
        (docker, abortSignal) => docker.getContainer(reference).inspect({ abortSignal }),
        signal,
      );
      const jobId = ownership.jobIdOf({ name: info.Name, labels: info.Config.Labels });
      if (jobId === null) return null;
      known.set(info.Id, jobId);
      return { info, jobId };
    } catch (error) {
      if (isRefusal(error, 404)) return null;
      throw error;
    }
  };
  const requireOurs = async (containerId: string, signal?: AbortSignal): Promise<Connection> => {
    if (!known.has(containerId) && (await readOurs(containerId, signal)) === null) {
      throw new PerigeeError('JOB_REFUSED', { jobId: null, reasons: ['container_not_ours'] });
    }
    return connection(signal);
  };
  const inspect = async (reference: string, signal?: AbortSignal): Promise<Container | null> => {
    const ours = await readOurs(reference, signal);
    return ours && containerOf(ours.info, ours.jobId);
  };

  const inspectImage = async (image: string, signal?: AbortSignal): Promise<ImageFacts | null> => {
    const link = await connection(signal);
    try {
      return imageFactsOf(
        await link.quick((docker, abortSignal) => {
          const options: ImageInspectOptions & { abortSignal: AbortSignal } = { abortSignal };
          return docker.getImage(image).inspect(options);
        }, signal),
      );
    } catch (error) {
      if (isRefusal(error, 404)) return null;
      throw error;
    }
  };

  /** An engine takes the name first, and shows the container a moment later. */
  const soonThere = async (name: string, signal?: AbortSignal): ReturnType<Engine['inspect']> => {
    for (let looks = 1; ; looks += 1) {
      const there = await inspect(name, signal);
      if (there !== null || looks === mostLooks) return there;
      await clock.sleep(betweenLooksMs, signal);
    }
  };

  const create: Engine['create'] = async (spec, ceiling, signal) => {
    const name = ownership.nameOf(spec.id);
    const ways = spec.gpus.length === 0 ? noGpuWays : (await probe(signal)).gpuWays;
    const way = gpuWayForAll(ways, spec.gpus);
    const devices = way === 'nodes' ? grantOf(ways.amdGpus, spec.gpus) : noDevices;
    if (way === null || devices === null)
      throw new PerigeeError('JOB_REFUSED', { jobId: spec.id, reasons: ['gpu_not_leased'] });
    const gatewayId =
      spec.network === 'none' ? null : await gateways.ensure(spec.id, (await probe(signal)).architecture, signal);
    const built = createCallOf(spec, name, ownership.labelsOf(spec.id), { way, devices, gatewayId });
    const guarded = guardCreateCall(built, { jobId: spec.id, ceiling, gpus: spec.gpus, devices, gatewayId });
    if (guarded.kind === 'refused') {
      throw new PerigeeError('JOB_REFUSED', {
        jobId: spec.id,
        reasons: guarded.fields.map((field) => `guard:${field}`),
      });
    }
    const link = await connection(signal);
    try {
      const container = await link.patient(
        (docker, abortSignal) => docker.createContainer({ ...guarded.call, abortSignal }),
        { deadlineMs: startDeadlineMs, signal },
      );
      known.set(container.id, spec.id);
      return { containerId: container.id, isAdopted: false };
    } catch (error) {
      if (!isRefusal(error, 409)) throw error;
      const there = await soonThere(name, signal);
      if (there === null)
        throw new PerigeeError('JOB_REFUSED', { jobId: spec.id, reasons: ['name_taken'] }, { cause: error });
      return { containerId: there.containerId, isAdopted: true };
    }
  };

  async function* logs(containerId: string, after: string | null, signal: AbortSignal): AsyncGenerator<EngineLogLine> {
    const link = await requireOurs(containerId, signal);
    const since = after === null ? {} : { since: Math.floor(Date.parse(after) / 1000) };
    const stream = (await link.quick(
      (docker) =>
        docker.getContainer(containerId).logs({ follow: true, stdout: true, stderr: true, timestamps: true, ...since }),
      signal,
    )) as NodeJS.ReadableStream & { destroy(): void };
    const end = (): void => stream.destroy();
    signal.addEventListener('abort', end, { once: true });
    const reader = createLogFrameReader();
    try {
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        for (const line of reader.take(chunk)) if (after === null || line.cursor > after) yield line;
      }
    } catch (error) {
      // Ended by the signal, or cut off with the engine: either way the reader asks `inspect` what is true.
      if (!signal.aborted)
        throw new PerigeeError('ENGINE_UNREACHABLE', { socketPath: link.socketPath }, { cause: error });
    } finally {
      signal.removeEventListener('abort', end);
      end();
    }
  }

  return {
    probe,
    inspectImage,
    planImage: async (image, signal) => registry.plan(image, (await probe(signal)).architecture ?? 'amd64', signal),
    create,
    inspect,
    logs,
    pull: async (image, options) => pullImage(await connection(options.signal), image, options),
    removeImage: async (image, signal) => {
      if (!imageReferencePattern.test(image))
        throw new PerigeeError('IMAGE_REFUSED', { image, reason: 'not_by_digest' });
      const link = await connection(signal);
      try {
        await link.patient((docker, abortSignal) => docker.getImage(image).remove({ force: false, abortSignal }), {
          deadlineMs: startDeadlineMs,
          signal,
        });
        return true;
      } catch (error) {
        if (isRefusal(error, 404)) return true;
        if (isRefusal(error, 409)) return false;
        throw error;
      }
    },
    gateways,
    ...createContainerVerbs(requireOurs),
    inspectJob: (jobId, signal) => inspect(ownership.nameOf(jobId), signal),
    listOurs: async (signal) => {
      const link = await connection(signal);
      const found = await link.quick(
        (docker, abortSignal) =>
          docker.listContainers({ all: true, filters: { label: ownership.labelFilters }, abortSignal }),
        signal,
      );
      return found.flatMap(({ Id: containerId, Names: names, Labels: labels }) => {
        const jobId = ownership.jobIdOf({ name: names[0] ?? '', labels });
        return jobId === null ? [] : [{ containerId, jobId }];
      });
    },
    remove: async (containerId, signal) => {
      if (!known.has(containerId) && (await readOurs(containerId, signal)) === null) return;
      const link = await connection(signal);
      try {
        await link.patient((docker, abortSignal) => docker.getContainer(containerId).remove({ v: true, abortSignal }), {
          deadlineMs: startDeadlineMs,
          signal,
        });
      } catch (error) {
        const isGoing = isRefusal(error, 409) && error.detail.includes('already in progress');
        if (!isRefusal(error, 404) && !isGoing) throw error;
      }
      known.delete(containerId);
    },
    stats: async (containerId, signal) => {
      const link = await requireOurs(containerId, signal);
      const stats = await link.quick((docker, abortSignal) => {
        const options = { stream: false as const, 'one-shot': true, abortSignal };
        return docker.getContainer(containerId).stats(options);
      }, signal);
      const usage = usageOf(stats);
      return usage.cpuNanos === null || usage.cpuNanos === 0 ? null : usage;
    },
    seenGpus: async (containerId, signal) => {
      const link = await requireOurs(containerId, signal);
      const given = (await readOurs(containerId, signal))?.info.HostConfig.Devices ?? [];
      // No tool of AMD's is sure to be inside, and what one would see there is the whole host's; so the host is asked.
      if (given.length === 0) return readSeenGpus(link, containerId, signal);
      return (await readAmdGpus())?.map(({ uuid }) => uuid) ?? null;
    },
    reach: async (containerId, signal) => {
      const ours = await readOurs(containerId, signal);
      if (ours === null) return null;
      const [, joined] = /^container:([0-9a-f]{64})$/.exec(ours.info.HostConfig.NetworkMode ?? '') ?? [];
      const isByGateway = joined !== undefined && (await gateways.isOurs(joined, signal));
      return reachOf(ours.info, await inspectImage(ours.info.Image, signal), isByGateway);
    },
    close: () => {
      current?.close();
      current = null;
    },
  };
};
