/** How many sockets a process may hold here, and what is needed for as many devices as are asked for. */
import { readFileSync } from 'node:fs';
import { PerigeeError } from '../../shared/contract/codes.ts';

/** Of a service beside its devices: its database, its files and its own sockets. */
const otherDescriptors = 200;
/** A crowd's own loop is slower than a network's beyond this. */
const mostOfCrowd = 12_000;

/** null: no limit, or a system that does not tell. */
const limitHere = (): number | null => {
  try {
    const line = /Max open files\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'));
    return line === null ? null : Number(line[1]);
  } catch {
    return null;
  }
};

export const crowdsFor = (devices: number): number => Math.max(2, Math.ceil(devices / mostOfCrowd));

/** @throws SETTINGS_INVALID when a process of the network could not hold its part of the sessions */
export const checkDescriptors = (devices: number, services: number): void => {
  const limit = limitHere();
  const needed = Math.ceil(devices / services) + otherDescriptors;
  if (limit === null || needed <= limit) return;
  const detail = `${devices} devices need ${needed} descriptors in each process, and ${limit} are allowed: ulimit -n ${needed}, or --services ${Math.ceil(devices / (limit - otherDescriptors))}`;
  throw new PerigeeError('SETTINGS_INVALID', { key: 'devices', detail });
};
