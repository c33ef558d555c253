/** One run of the load: a service of its own on an empty database, a crowd of devices, and what was seen. */
import { askServer, makeDatabase } from '../../tests/network/play-place.ts';
import { startProcess } from '../../tests/postgres/service-process.ts';
import { type Beaten, beatHard, beatSteadily, connect, disconnect, register, report } from './crowd.ts';
import type { Latency } from './latency.ts';
import { type Posted, postHard } from './ledger.ts';

export interface LoadFigures {
  readonly devices: number;
  readonly registering: Latency;
  readonly connecting: Latency & { readonly allMs: number };
  /** Heartbeats of everybody, every 30 s. */
  readonly steady: Beaten;
  /** As fast as 64 devices get their answers. */
  readonly hard: Beaten;
  /** Everybody hangs up, and comes back at once. */
  readonly storm: Latency & { readonly allMs: number };
  /** `lost`: acknowledged and not kept. */
  readonly reports: { readonly perSecond: number; readonly took: Latency; readonly lost: number };
  readonly ledger: Posted;
}

const hourMs = 3_600_000;
const everyMs = 30_000;
const reportsEach = 10;

/** @param server  a PostgreSQL server on which a database may be made and dropped */
export const measureLoad = async (
  server: string,
  { devices, seconds }: { devices: number; seconds: number },
): Promise<LoadFigures> => {
  const database = await makeDatabase(server);
  const service = await startProcess(database.url, hourMs);
  try {
    const { crowd, took: registering } = await register(service.url, devices);
    const joining = await connect(crowd);
    const steady = await beatSteadily(crowd, { seconds, everyMs });
    const hard = await beatHard(crowd, Math.min(seconds, 20));
    disconnect(crowd);
    const back = await connect(crowd);
    const { acknowledged, ...reports } = await report(crowd, reportsEach);
    const [kept] = await askServer(database.url, 'select count(*)::int as count from device_events');
    disconnect(crowd);
    return {
      devices,
      registering,
      connecting: { ...joining.took, allMs: joining.allMs },
      steady,
      hard,
      storm: { ...back.took, allMs: back.allMs },
      reports: { ...reports, lost: acknowledged - Number(kept?.count) },
      ledger: await postHard(database.url, 5),
    };
  } finally {
    await service.kill('SIGTERM');
    await database.remove();
  }
};
