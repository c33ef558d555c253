/** Puts the service together: store, keys, rhythm and port. It names and connects, and holds no rule. */
import { PerigeeError } from '../../shared/contract/codes.ts';
import type { ParameterRecord, VerifierName } from '../../shared/domain/parameters/record.ts';
import type { Recompute } from '../../shared/domain/proof/recompute.ts';
import type { Log } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';
import { openStore } from '../store/open-store.ts';
import { openKeys } from '../store/secrets.ts';
import { openWasmRecompute } from '../verifier/wasm-recompute.ts';
import { serveHttp } from './api/http-server.ts';
import { createRateLimit } from './api/rate-limit.ts';
import { createBenchmarks } from './devices/benchmarks.ts';
import type { Network } from './network.ts';
import { raiseAlarm } from './proofs/alarms.ts';
import { createChallenges } from './proofs/challenges.ts';
import { createFleet } from './proofs/fleet.ts';
import { proofTasksFor } from './proofs/tasks.ts';
import { arithmeticOf, createVerifying } from './proofs/verifying.ts';
import { createRhythm } from './rhythm.ts';
import { createLinkTests, type LinkTests } from './sessions/link-tests.ts';
import { createPresence } from './sessions/presence.ts';
import { createSessions } from './sessions/sessions.ts';
import { ledgerRail } from './wallets/ledger-rail.ts';

export interface RunningNetwork {
  readonly url: string;
  readonly network: Network;
  readonly linkTests: LinkTests;
  /** Does what is due now; the loop does the same by itself when it was started. */
  pass(): Promise<void>;
  /** Where an unreadable database was moved; null when there was none. */
  readonly setAside: { file: string; keptAs: string } | null;
  close(): Promise<void>;
}

export interface NetworkOptions {
  readonly dataDir: string;
  readonly parameters: ParameterRecord;
  readonly clock: Clock;
  readonly log: Log;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** false leaves every pass to the caller. */
  readonly isSelfRunning: boolean;
  /** In place of the service's own. */
  readonly arithmetic?: Readonly<Record<VerifierName, Recompute>>;
  readonly tasksFor?: Network['tasksFor'];
}

/** @throws DATA_FOLDER_BUSY, DATA_FOLDER_DENIED, PORT_BUSY */
export const startNetwork = async (options: NetworkOptions): Promise<RunningNetwork> => {
  const { dataDir, parameters, clock, log, host, port } = options;
  const store = await openStore({ dataDir, now: clock.now(), log });
  try {
    const { db } = store;
    const sessions = createSessions();
    const presence = createPresence(db, sessions);
    const keys = await openKeys(db);
    const fleet = createFleet({ db, clock, parameters });
    const verifying = createVerifying({
      parameters,
      arithmetic: options.arithmetic ?? arithmeticOf(openWasmRecompute()),
      onDisagreement: (disagreement) =>
        void raiseAlarm({ db, clock, parameters, log }, 'verifiers_disagree', { ...disagreement }).catch(
          (error: unknown) => log.error('alarm_not_kept', { error: String(error) }),
        ),
    });
    const tasksFor = options.tasksFor ?? ((claim) => proofTasksFor(claim, fleet.paceOf));
    const payoutRail = ledgerRail;
    const network: Network = {
      ...{ db, parameters, clock, log, sessions, presence, keys },
      ...{ fleet, verifying, tasksFor, payoutRail },
    };
    const challenges = createChallenges(network);
    const rhythm = createRhythm(network, challenges);
    await rhythm.pass();
    const authorities = new Set<string>();
    const benchmarks = createBenchmarks(network);
    const parts = { network, challenges, benchmarks, authorities, takes: createRateLimit(clock) };
    const linkTests = createLinkTests(network);
    const http = await serveHttp(parts, { host, port, authorities, wake: rhythm.wake, linkTests });
    if (options.isSelfRunning) rhythm.start();
    return {
      url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${http.port}`,
      network,
      linkTests,
      pass: rhythm.pass,
      setAside: store.setAside,
      close: async () => {
        await http.close();
        await rhythm.stop();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    if (error instanceof PerigeeError) throw error;
    throw new Error('the network could not start', { cause: error });
  }
};
