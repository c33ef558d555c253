/** One run of the load: a network of its own on an empty database, a crowd of devices, and what was seen of both. */
import { askServer, makeDatabase } from '../../tests/network/play-place.ts';
import { type BeatFigures, startCrowds, type TimedFigures } from './crowds.ts';
import { keepDevices } from './known-devices.ts';
import { startServices, type Usage } from './services.ts';

export interface LoadPlan {
  readonly devices: number;
  /** Of the steady beats; 0 leaves them out, as it does each of the others. */
  readonly seconds: number;
  /** At full rate. */
  readonly fullSeconds: number;
  /** As fast as answers come. */
  readonly hardSeconds: number;
  /** Heartbeats a second of all together, at full rate. */
  readonly rate: number;
  /** Devices that prove. */
  readonly proving: number;
  /** Processes of the network, and of the crowd. */
  readonly services: number;
  readonly crowds: number;
}

export interface LoadFigures {
  readonly devices: number;
  /** Of as many devices as register by themselves: at most 1,000; all others are known before. */
  readonly registering: TimedFigures;
  readonly connecting: TimedFigures;
  /** Heartbeats of everybody, every 30 s. */
  readonly steady: BeatFigures;
  /** What those cost. */
  readonly cost: DeviceCost;
  /** At the rate that was asked for, whatever became of the beats before. */
  readonly full: BeatFigures;
  /** As fast as 64 devices get their answers. */
  readonly hard: BeatFigures;
  /** Everybody hangs up, and comes back at once. */
  readonly storm: TimedFigures;
  /** `lost`: acknowledged and not kept. */
  readonly reports: TimedFigures & { readonly perSecond: number; readonly lost: number };
  /** null: nobody was to prove. */
  readonly proofs: (TimedFigures & { readonly passed: number; readonly kept: number }) | null;
}

/** null where the system does not tell. */
export interface DeviceCost {
  /** Processor time of the network for one device in one minute, in milliseconds. */
  readonly serviceCpuMsPerMinute: number | null;
  readonly databaseCpuMsPerMinute: number | null;
  /** Memory that one device's session added to the network's processes. */
  readonly residentBytes: number | null;
}

const everyMs = 30_000;
const reportsEach = 10;
const mostRegistering = 1_000;
/** Of everybody, who report; more say no more. */
const mostReporting = 1_000;
/** Long enough for two passes of the network. */
const proveWithinMs = 120_000;

const costOf = (
  devices: number,
  { before, connected, after }: { before: Usage; connected: Usage; after: Usage },
  ms: number,
): DeviceCost => {
  const perMinute = (from: number | null, to: number | null): number | null =>
    from === null || to === null || ms < 1_000 ? null : (to - from) / devices / (ms / 60_000);
  return {
    serviceCpuMsPerMinute: perMinute(connected.serviceCpuMs, after.serviceCpuMs),
    databaseCpuMsPerMinute: perMinute(connected.databaseCpuMs, after.databaseCpuMs),
    residentBytes:
      before.residentBytes === null || after.residentBytes === null
        ? null
        : (after.residentBytes - before.residentBytes) / devices,
  };
};

const countOf = async (databaseUrl: string, query: string): Promise<number> => {
  const [row] = await askServer(databaseUrl, `select count(*)::int as count from ${query}`);
  return Number(row?.count);
};

/** @param server  a PostgreSQL server on which a database may be made and dropped */
export const measureLoad = async (server: string, plan: LoadPlan): Promise<LoadFigures> => {
  const { devices, seconds, fullSeconds, hardSeconds, rate, proving } = plan;
  const database = await makeDatabase(server);
  const crowds = startCrowds(plan.crowds);
  try {
    const services = await startServices(database.url, plan.services);
    try {
      const { urls } = services;
      const registering = await crowds.register(urls, Math.min(devices, mostRegistering));
      const known = await crowds.make(urls, devices - Math.min(devices, mostRegistering));
      await keepDevices(database.url, known);
      const before = await services.usage();
      const connecting = await crowds.connect(devices);
      const connected = await services.usage();
      const beganAt = performance.now();
      const steady = await crowds.beatSteadily(seconds, everyMs);
      const cost = costOf(devices, { before, connected, after: await services.usage() }, performance.now() - beganAt);
      const full = await crowds.beatAtRate(fullSeconds, rate);
      const hard = await crowds.beatHard(hardSeconds, 64);
      await crowds.disconnect();
      const storm = await crowds.connect(devices);
      const { acknowledged, ...reported } = await crowds.report(reportsEach, Math.min(devices, mostReporting));
      const reports = {
        ...reported,
        perSecond: acknowledged / (reported.allMs / 1_000),
        lost: acknowledged - (await countOf(database.url, 'device_events')),
      };
      const proved = proving === 0 ? null : await crowds.prove(proving, proveWithinMs);
      const kept = await countOf(database.url, `challenges where state = 'passed'`);
      const proofs = proved === null ? null : { ...proved, kept };
      await crowds.disconnect();
      return { devices, registering, connecting, steady, cost, full, hard, storm, reports, proofs };
    } finally {
      await services.end();
    }
  } finally {
    await crowds.end();
    await database.remove();
  }
};
