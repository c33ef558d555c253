/** What the core's process uses while nothing happens, over 60 seconds: before it was started, and online without a job. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, figureOf } from './figure.ts';
import { perigee, startCore } from './running-core.ts';

const settleMs = 20_000;
const windowMs = 60_000;
const ticksPerSecond = 100;

/** User and system time of a process, in seconds. Source: proc(5), fields 14 and 15 of /proc/PID/stat. */
export const cpuSeconds = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
};

/** Resident memory of a process, in MB. */
const residentMb = (pid: number): number => {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return (Number(kilobytes) * 1024) / 1e6;
};

const measure = async (pid: number): Promise<{ cpuPercent: number; memoryMb: number }> => {
  await sleep(settleMs);
  const before = cpuSeconds(pid);
  const startedAt = performance.now();
  await sleep(windowMs);
  const seconds = (performance.now() - startedAt) / 1000;
  return { cpuPercent: ((cpuSeconds(pid) - before) / seconds) * 100, memoryMb: residentMb(pid) };
};

export const benchIdle = async (): Promise<Figure[]> => {
  if (process.platform !== 'linux') return [];
  const core = await startCore(['--hour', '1h']);
  try {
    const off = await measure(core.pid);
    await once(perigee(['resume', '--data', core.dataDir]), 'exit');
    const online = await measure(core.pid);
    return [
      figureOf('idle before the start, processor', '% of one core', 0.5, [off.cpuPercent]),
      figureOf('idle before the start, memory', 'MB', 120, [off.memoryMb]),
      figureOf('idle online with Localnet inside, processor', '% of one core', 0.5, [online.cpuPercent]),
      figureOf('idle online with Localnet inside, memory', 'MB', 120, [online.memoryMb]),
    ];
  } finally {
    await core.stop();
  }
};
