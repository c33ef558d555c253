/** The network in one or several processes on one database, and what they and the database server use of this machine. */
import { readFileSync } from 'node:fs';
import { type ServiceProcess, startProcess } from '../../tests/postgres/service-process.ts';
import { cpuMsOf, databaseCpuMs } from './spent.ts';

export interface Usage {
  /** Processor time of the network's processes since they began, in milliseconds; null where that cannot be read. */
  readonly serviceCpuMs: number | null;
  readonly databaseCpuMs: number | null;
  /** Memory that the network's processes hold, in bytes. */
  readonly residentBytes: number | null;
}

export interface Services {
  readonly urls: readonly string[];
  usage(): Promise<Usage>;
  end(): Promise<void>;
}

const hourMs = 3_600_000;

const residentBytesOf = (pid: number): number | null => {
  try {
    const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return line === null ? null : Number(line[1]) * 1_024;
  } catch {
    return null;
  }
};

const sumOf = (values: readonly (number | null)[]): number | null =>
  values.reduce((sum: number | null, value) => (sum === null || value === null ? null : sum + value), 0);

export const startServices = async (databaseUrl: string, count: number): Promise<Services> => {
  const running: ServiceProcess[] = [];
  const end = async (): Promise<void> => {
    await Promise.all(running.map(({ kill }) => kill('SIGTERM')));
  };
  try {
    for (let started = 0; started < count; started += 1) running.push(await startProcess(databaseUrl, hourMs));
  } catch (error) {
    await end();
    throw error;
  }
  return {
    urls: running.map(({ url }) => url),
    usage: async () => ({
      serviceCpuMs: sumOf(running.map(({ pid }) => cpuMsOf(pid))),
      databaseCpuMs: await databaseCpuMs(databaseUrl),
      residentBytes: sumOf(running.map(({ pid }) => residentBytesOf(pid))),
    }),
    end,
  };
};
