/**
 * The way to the network: starts Localnet inside the core when it is first needed, brings the device's key and its
 * owner's, and opens links. The only file of the app that knows the network's code.
 */
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedNetwork, startEmbedded } from '../../network/embedded.ts';
import type { Problem } from '../../shared/contract/codes.ts';
import type { JobSpec } from '../../shared/contract/job-spec.ts';
import type { OutboxStore } from '../../shared/domain/outbox/store.ts';
import type { Hardware } from '../device/hardware.ts';
import type { OwnersWay } from '../device/supporting.ts';
import { createOwnerLink } from '../link/account-link.ts';
import { createApiClient } from '../link/api-client.ts';
import { type Identity, openIdentity } from '../link/identity.ts';
import { createLink, type Link, type LinkOptions } from '../link/link.ts';
import type { DemoJob } from './demo-job.ts';
import type { CorePorts } from './ports.ts';

export interface WayToNetwork {
  open(hardware: Hardware, listeners: LinkListeners): Promise<Link>;
  /** The owner's way alone: no device has a part in it. */
  openOwners(): Promise<OwnersWay>;
  /** Localnet's play renter offers this device its job. Nothing on another network. */
  offerDemoJob(deviceId: string): Promise<void>;
  /** It offers this one. @returns `no_session` on another network too */
  offerJob(deviceId: string, spec: JobSpec): ReturnType<EmbeddedNetwork['offerJob']>;
  close(): Promise<void>;
}

export type LinkListeners = Pick<
  LinkOptions,
  | 'prove'
  | 'infer'
  | 'onOffer'
  | 'onCancel'
  | 'onVerdict'
  | 'onEpochClosed'
  | 'onSlashed'
  | 'onProblem'
  | 'onWell'
  | 'note'
>;

const offerTries = 5;
const offerPauseMs = 500;

export const createWayToNetwork = (
  ports: CorePorts,
  options: { outbox: OutboxStore; demoJob: DemoJob; onProblem: (problem: Problem) => void },
): WayToNetwork => {
  const { clock, log, dataDir, network } = ports;
  let localnet: Promise<EmbeddedNetwork> | null = null;

  const startLocalnet = (hourMs: number): Promise<EmbeddedNetwork> => {
    const folder = join(dataDir, 'localnet', `hour-${hourMs}`);
    localnet ??= startEmbedded({ dataDir: folder, hourMs, clock, log, demoJob: options.demoJob }).then(
      (started) => {
        if (started.setAside) options.onProblem({ code: 'STATE_SET_ASIDE', data: started.setAside });
        return started;
      },
      (error: unknown) => {
        localnet = null;
        throw error;
      },
    );
    return localnet;
  };
  const baseUrl = async (): Promise<string> =>
    network.kind === 'remote' ? network.url : (await startLocalnet(network.hourMs)).url;

  const openOwner = (): Identity => {
    const owner = openIdentity(join(dataDir, 'owner.key'), clock.now());
    if (owner.problem?.code === 'KEY_SET_ASIDE')
      options.onProblem({ code: 'MONEY_KEY_SET_ASIDE', data: owner.problem.data });
    return owner;
  };

  return {
    openOwners: async () => {
      const closing = new AbortController();
      const identity = openOwner();
      const api = createApiClient({ baseUrl: await baseUrl(), identity, clock, cancel: closing.signal });
      return {
        account: createOwnerLink(api),
        parameters: () => api.parameters.current(),
        close: () => closing.abort(),
      };
    },
    open: async (hardware, listeners) => {
      const identity = openIdentity(join(dataDir, 'device.key'), clock.now());
      if (identity.problem) options.onProblem(identity.problem);
      const owner = openOwner();
      return createLink({
        ...listeners,
        baseUrl: await baseUrl(),
        identity,
        owner,
        clock,
        log,
        outbox: options.outbox,
        deviceName: hostname().slice(0, 64) || hardware.label,
        claim: hardware.claim,
      });
    },
    offerDemoJob: async (deviceId) => {
      const running = await localnet;
      // The session is online a moment before the network knows that it listens.
      for (let tries = 0; running && tries < offerTries; tries += 1) {
        if (await running.offerDemoJob(deviceId, options.demoJob.image)) return;
        await clock.sleep(offerPauseMs);
      }
    },
    offerJob: async (deviceId, spec) => (await localnet)?.offerJob(deviceId, spec) ?? 'no_session',
    close: async () => {
      const running = await localnet?.catch(() => null);
      await running?.close();
    },
  };
};
