/** What some work cost on this machine: time, and processor time here and in the database server's connections. */
import { readFileSync } from 'node:fs';
import { askServer } from '../../tests/network/play-place.ts';

export interface Spent {
  readonly ms: number;
  /** Of this process. */
  readonly ownCpuMs: number;
  /** Of the server's processes for this database; null where it runs elsewhere, or its processes cannot be read. */
  readonly databaseCpuMs: number | null;
  /** Most memory that this process held until now, in bytes. */
  readonly mostResidentBytes: number;
}

/** Linux tells times in hundredths of a second, whatever the kernel's own clock. */
const msPerTick = 10;

/** User and system time of a process since it began; null where that cannot be read. */
export const cpuMsOf = (pid: number): number | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold spaces; what follows its closing bracket does not.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * msPerTick;
  } catch {
    return null;
  }
};

const connectionsCpu = async (databaseUrl: string): Promise<Map<number, number> | null> => {
  const rows = await askServer(
    databaseUrl,
    'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  const spent = new Map<number, number>();
  for (const { pid } of rows) {
    const ms = cpuMsOf(Number(pid));
    if (ms === null) return null;
    spent.set(Number(pid), ms);
  }
  return spent;
};

/** Of the connections that are open now, since each was opened; null where it cannot be read. */
export const databaseCpuMs = async (databaseUrl: string): Promise<number | null> => {
  const spent = await connectionsCpu(databaseUrl);
  return spent === null ? null : [...spent.values()].reduce((sum, ms) => sum + ms, 0);
};

export const spentBy = async (databaseUrl: string, work: () => Promise<unknown>): Promise<Spent> => {
  const before = await connectionsCpu(databaseUrl);
  const own = process.cpuUsage();
  const beganAt = performance.now();
  await work();
  const ms = performance.now() - beganAt;
  const { user, system } = process.cpuUsage(own);
  const after = await connectionsCpu(databaseUrl);
  return {
    ms,
    ownCpuMs: (user + system) / 1_000,
    databaseCpuMs:
      before === null || after === null
        ? null
        : [...after].reduce((sum, [pid, spent]) => sum + spent - (before.get(pid) ?? 0), 0),
    mostResidentBytes: process.resourceUsage().maxRSS * 1_024,
  };
};
