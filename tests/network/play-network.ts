/** The real service on a real database of its own, under a clock that the test moves. */
import { openNatsBus } from '../../network/service/bus/nats-bus.ts';
import { type NetworkOptions, type RunningNetwork, startNetwork } from '../../network/service/start-network.ts';
import { systemClock } from '../../network/service/system-clock.ts';
import { openStore, type Store } from '../../network/store/open-store.ts';
import { localnetParameters, type ParameterRecord } from '../../shared/domain/parameters/record.ts';
import { type ProofTask, processorTask } from '../../shared/domain/proof/pace.ts';
import { type Log, silentLog } from '../../shared/log.ts';
import { createManualClock, type ManualClock } from '../fakes/manual-clock.ts';
import { makePlace, type PlayPlace } from './play-place.ts';

export interface PlayChange
  extends Pick<
    NetworkOptions,
    | 'arithmetic'
    | 'tasksFor'
    | 'vouchedImages'
    | 'operatorKeys'
    | 'compliance'
    | 'complianceScript'
    | 'releaseSources'
    | 'bench'
  > {
  hourMs?: number;
  /** In place of Localnet's own; after a restart the same as before it, unless others are given, as is the bench. */
  parameters?: Partial<ParameterRecord>;
}

export interface PlayNetwork {
  /** Opens its database while the service does not run. */
  openStore(): Promise<Store>;
  readonly clock: ManualClock;
  readonly parameters: ParameterRecord;
  running: RunningNetwork;
  /** Ends the service and starts it again on the same database, as it would be after an orderly end. */
  restart(change?: PlayChange): Promise<void>;
  close(): Promise<void>;
}

/** The processor's task, small enough for many devices on two cores. */
export const smallTask: ProofTask = {
  ...processorTask,
  difficulty: {
    ...processorTask.difficulty,
    coverBytes: 2 ** 20,
    maxShardBytes: 2 ** 20,
    rounds: 2,
    lanes: 4096,
    steps: 8,
  },
};

/** Two thirds into a network hour, so that the first hour is a part of one. */
const startAt = 1_795_000_000_000 - (1_795_000_000_000 % 20_000) + 13_000;

/**
 * @param options.place  one of its own by default, which goes with it
 * @param options.clock  one of the test's own, in place of one that begins two thirds into an hour
 */
export const startPlayNetwork = async (
  options: PlayChange & { log?: Log; place?: PlayPlace; clock?: ManualClock; releasesDir?: string } = {},
): Promise<PlayNetwork> => {
  const { hourMs = 20_000, log = silentLog, clock = createManualClock(startAt) } = options;
  const { place, busUrl, remove } = options.place ?? (await makePlace(true));
  const parametersOf = (change: PlayChange): ParameterRecord => ({
    ...localnetParameters({ hourMs: change.hourMs ?? hourMs }),
    ...(change.parameters ?? options.parameters),
  });
  const start = async (change: PlayChange): Promise<RunningNetwork> => {
    const bench = change.bench ?? options.bench;
    const bus = busUrl !== undefined && (await openNatsBus({ url: busUrl, clock: systemClock, log }));
    return startNetwork({
      place,
      parameters: parametersOf(change),
      ...(change.arithmetic ? { arithmetic: change.arithmetic } : {}),
      ...(change.releaseSources ? { releaseSources: change.releaseSources } : {}),
      ...(options.releasesDir ? { releasesDir: options.releasesDir } : {}),
      vouchedImages: change.vouchedImages ?? options.vouchedImages ?? [],
      operatorKeys: change.operatorKeys ?? [],
      complianceScript: change.complianceScript ?? [],
      ...(change.compliance ? { compliance: change.compliance } : {}),
      ...(bench ? { bench } : {}),
      ...(bus ? { bus } : {}),
      tasksFor: change.tasksFor ?? (({ count }) => Array.from({ length: count }, () => smallTask)),
      clock,
      log,
      host: '127.0.0.1',
      port: 0,
      isSelfRunning: false,
    });
  };
  const network: PlayNetwork = {
    openStore: () => openStore({ ...place, clock, log }),
    clock,
    parameters: parametersOf(options),
    running: await start(options),
    restart: async (change = {}) => {
      await network.running.close();
      network.running = await start(change);
    },
    close: async () => {
      await network.running.close();
      await remove();
    },
  };
  return network;
};
