/** The call that creates a gateway: the same closed box as a job's, without a network, and smaller. Pure. */
import { type HostConfig, hostConfigOf } from '../host-config.ts';

const gatewayLimits = { memoryBytes: 64 * 1024 ** 2, cpuThreads: 1, pids: 16, scratchBytes: 0, gpus: [] };

/** The relay, as it is started in a gateway that waits. */
export const relayCommand = ['/relay'];

export interface GatewayCall {
  name: string;
  Image: string;
  User: string;
  Labels: Record<string, string>;
  Healthcheck: { Test: string[] };
  HostConfig: HostConfig;
}

/** @param image id of it, as the engine has it */
export const gatewayCallOf = (name: string, image: string, labels: Record<string, string>): GatewayCall => ({
  name,
  Image: image,
  User: '65532:65532',
  Labels: labels,
  Healthcheck: { Test: ['NONE'] },
  HostConfig: hostConfigOf(gatewayLimits),
});
