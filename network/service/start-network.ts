/** Puts the service together: store, keys, rhythm and port. It names and connects, and holds no rule. */
import { PerigeeError } from '../../shared/contract/codes.ts';
import type { ParameterRecord, VerifierName } from '../../shared/domain/parameters/record.ts';
import type { Recompute } from '../../shared/domain/proof/recompute.ts';
import type { Log } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';
import { openStore, type StorePlace } from '../store/open-store.ts';
import { openKeys } from '../store/secrets.ts';
import { openWasmRecompute } from '../verifier/wasm-recompute.ts';
import { serveHttp } from './api/http-server.ts';
import { createRateLimit } from './api/rate-limit.ts';
import type { Bus } from './bus/bus.ts';
import { createInProcessBus } from './bus/in-process-bus.ts';
import { hasPersonalRole } from './compliance/personal-store.ts';
import type { ComplianceProvider } from './compliance/provider.ts';
import type { ComplianceScript } from './compliance/script.ts';
import { createScriptedProvider } from './compliance/scripted-provider.ts';
import type { Bench } from './court/bench.ts';
import { createBenchmarks } from './devices/benchmarks.ts';
import { createStandings } from './market/standings.ts';
import { type Meter, noMeter } from './metrics/meter.ts';
import type { Network } from './network.ts';
import { nameOperators } from './operators/operators.ts';
import { openRecords } from './parameters/records.ts';
import { createProcesses } from './processes/processes.ts';
import { raiseAlarm } from './proofs/alarms.ts';
import { createChallenges } from './proofs/challenges.ts';
import { createFleet } from './proofs/fleet.ts';
import { proofTasksFor } from './proofs/tasks.ts';
import { arithmeticOf, createVerifying } from './proofs/verifying.ts';
import { createPublish } from './releases/publishing.ts';
import { noCountries, type ReleaseSources } from './releases/sources.ts';
import { createRhythm } from './rhythm.ts';
import { createLinkTests, type LinkTests } from './sessions/link-tests.ts';
import { createPresence } from './sessions/presence.ts';
import { createSessions } from './sessions/sessions.ts';
import { createWhereabouts } from './sessions/whereabouts.ts';
import { createValidatorBench } from './validators/validator-bench.ts';
import { validatorKeys } from './validators/validators.ts';
import { ledgerRail } from './wallets/ledger-rail.ts';
import { createDelivering } from './webhooks/delivering.ts';
import { resolveName } from './webhooks/destination.ts';

export interface RunningNetwork {
  readonly url: string;
  readonly network: Network;
  readonly linkTests: LinkTests;
  /** Does what is due now; the loop does the same by itself when it was started. */
  pass(): Promise<void>;
  /** Sends what waits for webhooks now; the loop does the same by itself when it was started. */
  deliver(): Promise<void>;
  /** Where an unreadable database was moved; null when there was none. */
  readonly setAside: { file: string; keptAs: string } | null;
  close(): Promise<void>;
}

export interface NetworkOptions {
  readonly place: StorePlace;
  /** The network's first record; what it became is in its list of changes. */
  readonly parameters: ParameterRecord;
  readonly clock: Clock;
  readonly log: Log;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Names under which it is asked, beside its own address; lower case, with the port that devices see. */
  readonly authorities?: readonly string[];
  /** false leaves every pass to the caller. */
  readonly isSelfRunning: boolean;
  /** Images, by digest, that the network vouches for whoever submits them; none by default. */
  readonly vouchedImages?: readonly string[];
  /** Public keys, base64url, of those who may do what only an operator may; beside those that were named before. */
  readonly operatorKeys?: readonly string[];
  /** In place of Localnet's scripted one, which is for play coins only. */
  readonly compliance?: ComplianceProvider;
  /** What the scripted one decides without a reviewer; nothing by default. */
  readonly complianceScript?: ComplianceScript;
  /** In place of the network's validators, who judge by default; while fewer than three may, the operators decide. */
  readonly bench?: Bench;
  /** In place of the service's own. */
  readonly arithmetic?: Readonly<Record<VerifierName, Recompute>>;
  readonly tasksFor?: Network['tasksFor'];
  /** By which this process reaches devices that are connected to another; by default none. It is closed with the network. */
  readonly bus?: Bus;
  readonly meter?: Meter;
  /** Where hourly releases are written; by default they are only served. */
  readonly releasesDir?: string;
  /** What releases say that is in no table of theirs; by default no countries, and the validators that have a seat. */
  readonly releaseSources?: Partial<ReleaseSources>;
  /** By default each account of a play network is a person of its own, and nobody is known on another. */
  readonly personsOf?: Network['personsOf'];
}

const personsOf =
  ({ isPlay }: ParameterRecord): Network['personsOf'] =>
  async (_trx, accountIds) =>
    new Map(isPlay ? accountIds.map((accountId) => [accountId, accountId]) : []);
const complianceOf = (
  { compliance, complianceScript }: NetworkOptions,
  parts: Pick<Network, 'db' | 'clock' | 'parameters'>,
): ComplianceProvider => {
  if (compliance !== undefined) return compliance;
  if (!parts.parameters.isPlay) throw new Error('coins with a price need a real provider of compliance');
  return createScriptedProvider(parts, complianceScript ?? []);
};

/** @throws DATA_FOLDER_BUSY, DATA_FOLDER_DENIED, DISK_FULL, DATABASE_UNREACHABLE, SETTINGS_INVALID, PORT_BUSY */
export const startNetwork = async (options: NetworkOptions): Promise<RunningNetwork> => {
  const { log, host, port, meter = noMeter, bus = createInProcessBus() } = options;
  const store = await openStore({ ...options.place, clock: options.clock, log }).catch(async (error: unknown) => {
    await bus.close();
    throw error;
  });
  try {
    const { db, clock } = store;
    const sessions = createSessions(bus);
    const processes = createProcesses(db, { hourMs: options.parameters.hourMs, isShared: store.isShared });
    const presence = createPresence(db, sessions);
    const whereabouts = createWhereabouts({ db, clock, sessions, processes });
    const keys = await openKeys(db);
    const records = await openRecords(db, options.parameters);
    const inForce = () => records.at(clock.now());
    const keeper = {
      ...{ db, clock, log },
      get parameters() {
        return inForce();
      },
    };
    const fleet = createFleet(keeper);
    const verifying = createVerifying({
      inForce,
      arithmetic: options.arithmetic ?? arithmeticOf(openWasmRecompute()),
      onDisagreement: (disagreement) =>
        void raiseAlarm(keeper, 'verifiers_disagree', { ...disagreement }).catch((error: unknown) =>
          log.error('alarm_not_kept', { error: String(error) }),
        ),
    });
    const tasksFor = options.tasksFor ?? ((claim) => proofTasksFor(claim, fleet.paceOf));
    const base = { db, records, clock, log, processes, meter };
    const network: Network = {
      ...{ ...base, bus, sessions, presence, whereabouts, keys, fleet, verifying, tasksFor },
      get parameters() {
        return inForce();
      },
      standings: createStandings(keeper),
      personsOf: options.personsOf ?? personsOf(options.parameters),
      compliance: complianceOf(options, keeper),
      bench: options.bench ?? createValidatorBench(keeper),
      vouchedImages: new Set(options.vouchedImages ?? []),
      payoutRail: ledgerRail,
    };
    if (!(await hasPersonalRole(db))) log.warn('personal_role_missing');
    await nameOperators(network, options.operatorKeys ?? []);
    const challenges = createChallenges(network);
    const { releasesDir: dir = null } = options;
    const sources: ReleaseSources = {
      countriesOf: noCountries,
      validatorKeys: (trx) => validatorKeys(trx, network),
      ...options.releaseSources,
    };
    const rhythm = createRhythm(network, challenges, store.seat, createPublish(network, { sources, dir }));
    await rhythm.pass();
    const authorities = new Set<string>(options.authorities);
    const benchmarks = createBenchmarks(network);
    const limits = { takes: createRateLimit(clock), takesFrom: createRateLimit(clock) };
    const parts = { network, challenges, benchmarks, authorities, ...limits, wake: rhythm.wake };
    const linkTests = createLinkTests(network);
    const http = await serveHttp(parts, { host, port, authorities, linkTests });
    const delivering = createDelivering(network, resolveName);
    if (options.isSelfRunning) {
      rhythm.start();
      delivering.start();
    }
    return {
      url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${http.port}`,
      network,
      linkTests,
      pass: rhythm.pass,
      deliver: delivering.pass,
      setAside: store.setAside,
      close: async () => {
        await http.close();
        await delivering.stop();
        await rhythm.stop();
        await bus.close();
        await store.close();
      },
    };
  } catch (error) {
    await bus.close();
    await store.close();
    if (error instanceof PerigeeError) throw error;
    throw new Error('the network could not start', { cause: error });
  }
};
