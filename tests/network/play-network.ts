/** The real service on a real database in a folder of its own, under a clock that the test moves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningNetwork, startNetwork } from '../../network/service/start-network.ts';
import { localnetParameters, type ParameterRecord } from '../../shared/domain/parameters/record.ts';
import { type Log, silentLog } from '../../shared/log.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

export interface PlayNetwork {
  readonly dataDir: string;
  readonly clock: ManualClock;
  readonly parameters: ParameterRecord;
  running: RunningNetwork;
  /** Ends the service and starts it again on the same folder, as it would be after an orderly end. */
  restart(change?: { hourMs?: number }): Promise<void>;
  close(): Promise<void>;
}

/** Two thirds into a network hour, so that the first hour is a part of one. */
const startAt = 1_795_000_000_000 - (1_795_000_000_000 % 20_000) + 13_000;

export const startPlayNetwork = async (options: { hourMs?: number; log?: Log } = {}): Promise<PlayNetwork> => {
  const { hourMs = 20_000, log = silentLog } = options;
  const dataDir = mkdtempSync(join(tmpdir(), 'perigee-network-'));
  const clock = createManualClock(startAt);
  const start = (length: number): Promise<RunningNetwork> =>
    startNetwork({
      dataDir,
      parameters: localnetParameters({ hourMs: length }),
      clock,
      log,
      host: '127.0.0.1',
      port: 0,
      isSelfRunning: false,
    });
  const network: PlayNetwork = {
    dataDir,
    clock,
    parameters: localnetParameters({ hourMs }),
    running: await start(hourMs),
    restart: async (change = {}) => {
      await network.running.close();
      network.running = await start(change.hourMs ?? hourMs);
    },
    close: async () => {
      await network.running.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return network;
};
