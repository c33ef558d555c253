/**
 * The network inside the app: the same service as `main.ts`, on a loopback port of its own, with play coins. The only
 * file of this folder that the app may import.
 */
import { join } from 'node:path';
import type { JobSpec } from '../shared/contract/job-spec.ts';
import { localnetParameters } from '../shared/domain/parameters/record.ts';
import type { Log } from '../shared/log.ts';
import type { Clock } from '../shared/units/time.ts';
import { openOperatorKey } from './operator/key-file.ts';
import { demoSpec, offerJob } from './service/market/play-renter.ts';
import { nameOperators } from './service/operators/operators.ts';
import { type RunningNetwork, startNetwork } from './service/start-network.ts';

export interface EmbeddedOptions {
  /** Its own folder; one process at a time. */
  readonly dataDir: string;
  /** Length of a network hour. */
  readonly hourMs: number;
  readonly clock: Clock;
  readonly log: Log;
  /**
   * The job that `offerDemoJob` offers: its image, by digest, which anybody may have run here; its command and longest run,
   * as the image says and one minute where they are left out. null: none.
   */
  readonly demoJob: {
    readonly image: string;
    readonly command?: readonly string[];
    readonly maxSeconds?: number;
  } | null;
}

export interface EmbeddedNetwork {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** The database that could not be read and where it is kept; null when there was none. */
  readonly setAside: { file: string; keptAs: string } | null;
  /**
   * Has the play renter offer this device one job of this image.
   *
   * @param image  by digest, registry written out
   * @returns false when the device has no session
   * @throws ZodError when the image is no reference by digest
   */
  offerDemoJob(deviceId: string, image: string): Promise<boolean>;
  /**
   * Has it offer this device this job, with the network's signature for its image.
   *
   * @returns `no_session`: the device is not connected; `busy`: it has a job; `id_taken`: another job has that id
   */
  offerJob(deviceId: string, spec: JobSpec): Promise<'offered' | 'no_session' | 'busy' | 'id_taken'>;
  close(): Promise<void>;
}

/** The key beside the database, made with it: whoever owns a Localnet may play its operator with `network/operate.ts`. */
const nameOwner = async ({ network }: RunningNetwork, dataDir: string, log: Log): Promise<void> => {
  try {
    await nameOperators(network, [openOperatorKey(join(dataDir, 'operator.key')).publicKey]);
  } catch (error) {
    // Nobody needs an operator to earn.
    log.error('operator_key_unusable', { error: String(error) });
  }
};

/** @throws DATA_FOLDER_BUSY, DATA_FOLDER_DENIED */
export const startEmbedded = async ({
  dataDir,
  hourMs,
  clock,
  log,
  demoJob,
}: EmbeddedOptions): Promise<EmbeddedNetwork> => {
  const running = await startNetwork({
    place: { dataDir },
    parameters: localnetParameters({ hourMs }),
    clock,
    log,
    host: '127.0.0.1',
    port: 0,
    isSelfRunning: true,
    vouchedImages: demoJob === null ? [] : [demoJob.image],
  });
  await nameOwner(running, dataDir, log);
  return {
    url: running.url,
    setAside: running.setAside,
    offerDemoJob: async (deviceId, image) =>
      (await offerJob(running.network, deviceId, demoSpec({ ...demoJob, image }))) === 'offered',
    offerJob: (deviceId, spec) => offerJob(running.network, deviceId, spec),
    close: running.close,
  };
};
