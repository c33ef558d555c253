/** The real service on a real database in a folder of its own, under a clock that the test moves. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NetworkOptions, type RunningNetwork, startNetwork } from '../../network/service/start-network.ts';
import { openStore } from '../../network/store/open-store.ts';
import { localnetParameters, type ParameterRecord } from '../../shared/domain/parameters/record.ts';
import { type ProofTask, processorTask } from '../../shared/domain/proof/pace.ts';
import { type Log, silentLog } from '../../shared/log.ts';
import { createManualClock, type ManualClock } from '../fakes/manual-clock.ts';

export interface PlayChange extends Pick<NetworkOptions, 'arithmetic' | 'tasksFor' | 'vouchedImages'> {
  hourMs?: number;
  /** In place of Localnet's own. */
  parameters?: Partial<ParameterRecord>;
}

export interface PlayNetwork {
  readonly dataDir: string;
  readonly clock: ManualClock;
  readonly parameters: ParameterRecord;
  running: RunningNetwork;
  /** Ends the service and starts it again on the same folder, as it would be after an orderly end. */
  restart(change?: PlayChange): Promise<void>;
  close(): Promise<void>;
}

/** An empty database, made once in each process: making one takes seconds, copying it does not. */
let emptyFolder: Promise<string> | null = null;
const makeEmptyFolder = async (): Promise<string> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'perigee-empty-network-'));
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  const store = await openStore({ dataDir, now: startAt, log: silentLog });
  await store.close();
  return dataDir;
};

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

/** @param options.clock  one of the test's own, in place of one that begins two thirds into an hour */
export const startPlayNetwork = async (
  options: PlayChange & { log?: Log; clock?: ManualClock } = {},
): Promise<PlayNetwork> => {
  const { hourMs = 20_000, log = silentLog, clock = createManualClock(startAt) } = options;
  const dataDir = mkdtempSync(join(tmpdir(), 'perigee-network-'));
  emptyFolder ??= makeEmptyFolder();
  cpSync(await emptyFolder, dataDir, { recursive: true });
  const parametersOf = (change: PlayChange): ParameterRecord => ({
    ...localnetParameters({ hourMs: change.hourMs ?? hourMs }),
    ...change.parameters,
  });
  const start = (change: PlayChange): Promise<RunningNetwork> =>
    startNetwork({
      dataDir,
      parameters: parametersOf(change),
      ...(change.arithmetic ? { arithmetic: change.arithmetic } : {}),
      vouchedImages: change.vouchedImages ?? [],
      tasksFor: change.tasksFor ?? (({ count }) => Array.from({ length: count }, () => smallTask)),
      clock,
      log,
      host: '127.0.0.1',
      port: 0,
      isSelfRunning: false,
    });
  const network: PlayNetwork = {
    dataDir,
    clock,
    parameters: parametersOf(options),
    running: await start(options),
    restart: async (change = {}) => {
      await network.running.close();
      network.running = await start(change);
    },
    close: async () => {
      await network.running.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return network;
};
