/**
 * The gateways of jobs that were given hosts to reach: one container for each, of our own image, without a network. The
 * job's container joins it, so the loopback of the two is all that the job can reach, and the relay listens there.
 */
import { type Duplex, PassThrough, Readable, Writable } from 'node:stream';
import { PerigeeError } from '../../../shared/contract/codes.ts';
import type { Connection } from '../connection.ts';
import { startDeadlineMs } from '../container-verbs.ts';
import { isGuardedHostConfig } from '../create-guard.ts';
import { isRefusal } from '../engine-error.ts';
import type { Ownership } from '../ownership.ts';
import { joinedChannel } from './channel.ts';
import { gatewayCallOf, relayCommand } from './gateway-call.ts';
import { type GatewayImage, gatewayImageOf, isGatewayArchitecture } from './gateway-image.ts';

/** Each may throw ENGINE_… and CANCELLED. */
export interface Gateways {
  /**
   * Makes the job's gateway and starts it, or finds it running.
   *
   * @param architecture of the engine, as it says it
   * @returns the container's id
   * @throws JOB_REFUSED where a stranger's container has the name, or there is no relay for that processor
   */
  ensure(jobId: string, architecture: string | null, signal?: AbortSignal): Promise<string>;
  /** Starts a relay in it. @returns its standard input and output @throws EngineRefusal when the gateway does not run */
  open(jobId: string, signal?: AbortSignal): Promise<Duplex>;
  /** Whether this container is a gateway of ours, without any network. */
  isOurs(containerId: string, signal?: AbortSignal): Promise<boolean>;
  /** Jobs that have one. */
  list(signal?: AbortSignal): Promise<string[]>;
  /** Fine where there is none. The image goes with the last of them. */
  remove(jobId: string, signal?: AbortSignal): Promise<void>;
}

export const createGateways = (
  connection: (signal?: AbortSignal) => Promise<Connection>,
  ownership: Ownership,
): Gateways => {
  /** null when there is none, or it is not ours. */
  const inspect = async (reference: string, signal?: AbortSignal) => {
    const link = await connection(signal);
    try {
      const info = await link.quick(
        (docker, abortSignal) => docker.getContainer(reference).inspect({ abortSignal }),
        signal,
      );
      return ownership.gatewayJobOf({ name: info.Name, labels: info.Config.Labels }) === null ? null : info;
    } catch (error) {
      if (isRefusal(error, 404)) return null;
      throw error;
    }
  };
  /** @returns its id; null when the engine has not exactly this one */
  const imageId = async ({ tag, layer }: GatewayImage, signal?: AbortSignal): Promise<string | null> => {
    const link = await connection(signal);
    try {
      const { Id: id, RootFS } = await link.quick(
        (docker, abortSignal) => docker.getImage(tag).inspect({ abortSignal } as object),
        signal,
      );
      return RootFS.Layers?.length === 1 && RootFS.Layers[0] === layer ? id : null;
    } catch (error) {
      if (isRefusal(error, 404)) return null;
      throw error;
    }
  };
  const loadImage = async (image: GatewayImage, signal?: AbortSignal): Promise<string> => {
    const link = await connection(signal);
    await link.patient(
      async (docker, abortSignal) => {
        const options: object = { abortSignal };
        for await (const _ of await docker.loadImage(Readable.from([image.archive]), options));
      },
      { deadlineMs: startDeadlineMs, signal },
    );
    const id = await imageId(image, signal);
    if (id === null) throw new PerigeeError('JOB_REFUSED', { jobId: null, reasons: ['gateway_image_changed'] });
    return id;
  };

  const create = async (jobId: string, architecture: string | null, signal?: AbortSignal): Promise<string> => {
    if (!isGatewayArchitecture(architecture))
      throw new PerigeeError('JOB_REFUSED', { jobId, reasons: ['no_gateway_for_processor'] });
    const image = gatewayImageOf(architecture);
    const id = (await imageId(image, signal)) ?? (await loadImage(image, signal));
    const call = gatewayCallOf(ownership.gatewayNameOf(jobId), id, ownership.gatewayLabelsOf(jobId));
    if (!isGuardedHostConfig(call.HostConfig))
      throw new PerigeeError('JOB_REFUSED', { jobId, reasons: ['guard:gateway'] });
    const link = await connection(signal);
    try {
      const container = await link.patient((docker, abortSignal) => docker.createContainer({ ...call, abortSignal }), {
        deadlineMs: startDeadlineMs,
        signal,
      });
      return container.id;
    } catch (error) {
      if (!isRefusal(error, 409)) throw error;
      const there = await inspect(call.name, signal);
      if (there === null) throw new PerigeeError('JOB_REFUSED', { jobId, reasons: ['name_taken'] }, { cause: error });
      return there.Id;
    }
  };

  return {
    ensure: async (jobId, architecture, signal) => {
      const there = await inspect(ownership.gatewayNameOf(jobId), signal);
      if (there !== null && there.HostConfig.NetworkMode !== 'none')
        throw new PerigeeError('JOB_REFUSED', { jobId, reasons: ['name_taken'] });
      if (there?.State.Running) return there.Id;
      const id = there?.Id ?? (await create(jobId, architecture, signal));
      const link = await connection(signal);
      await link
        .patient((docker, abortSignal) => docker.getContainer(id).start({ abortSignal }), {
          deadlineMs: startDeadlineMs,
          signal,
        })
        .catch((error: unknown) => {
          if (!isRefusal(error, 304)) throw error;
        });
      return id;
    },
    open: async (jobId, signal) => {
      const link = await connection(signal);
      const name = ownership.gatewayNameOf(jobId);
      if ((await inspect(name, signal)) === null)
        throw new PerigeeError('JOB_FAILED', { jobId, exitCode: null, detail: 'no_gateway' });
      const run = await link.quick(
        (docker, abortSignal) =>
          docker.getContainer(name).exec({
            ...{ Cmd: relayCommand, AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty: false },
            abortSignal,
          }),
        signal,
      );
      return link.quick(async (docker) => {
        // Without the signal: it ends with this call, and the stream goes on.
        const stream = await run.start({ hijack: true, stdin: true, Tty: false });
        const output = new PassThrough();
        docker.modem.demuxStream(stream, output, new Writable({ write: (_chunk, _encoding, done) => done() }));
        return joinedChannel(stream, output);
      }, signal);
    },
    isOurs: async (containerId, signal) => {
      const info = await inspect(containerId, signal);
      return info?.HostConfig.NetworkMode === 'none';
    },
    list: async (signal) => {
      const link = await connection(signal);
      const found = await link.quick(
        (docker, abortSignal) =>
          docker.listContainers({ all: true, filters: { label: ownership.gatewayFilters }, abortSignal }),
        signal,
      );
      return found.flatMap(({ Names: names, Labels: labels }) => {
        const jobId = ownership.gatewayJobOf({ name: names[0] ?? '', labels });
        return jobId === null ? [] : [jobId];
      });
    },
    remove: async (jobId, signal) => {
      const there = await inspect(ownership.gatewayNameOf(jobId), signal);
      if (there === null) return;
      const link = await connection(signal);
      const settled = { deadlineMs: startDeadlineMs, signal };
      await link
        .patient(
          (docker, abortSignal) => docker.getContainer(there.Id).remove({ force: true, v: true, abortSignal }),
          settled,
        )
        .catch((error: unknown) => {
          if (!isRefusal(error, 404, 409)) throw error;
        });
      await link
        .patient((docker, abortSignal) => docker.getImage(there.Image).remove({ force: false, abortSignal }), settled)
        .catch((error: unknown) => {
          // Another job's gateway, or another installation's, is made of it.
          if (!isRefusal(error, 404, 409)) throw error;
        });
    },
  };
};
