/** Opens the way to one host: its name is looked up once, and what is connected to is one of those addresses. */
import { lookup } from 'node:dns/promises';
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { isForbiddenAddress } from '../../../shared/domain/addresses/forbidden-addresses.ts';
import type { NetworkHost } from '../admission/network-rules.ts';

export interface WayOut {
  /** Every address of a name. @throws when there is none */
  resolve(name: string): Promise<string[]>;
  isForbidden(address: string): boolean;
}

const connectMs = 10_000;
const lookupMs = 20_000;
const mostAddresses = 4;

export const publicInternet: WayOut = {
  resolve: async (name) => (await lookup(name, { all: true, verbatim: true })).map(({ address }) => address),
  isForbidden: (address) => {
    const local = Object.values(networkInterfaces()).flatMap((all) => all?.flatMap(({ cidr }) => cidr ?? []) ?? []);
    return isForbiddenAddress(address, local);
  },
};

export type Refusal = 'no_such_name' | 'address_forbidden' | 'no_answer';

const open = (address: string, port: number): Promise<Socket | null> =>
  new Promise((resolve) => {
    const socket = connect({ host: address, port, allowHalfOpen: true });
    const settle = (result: Socket | null): void => {
      socket.setTimeout(0);
      socket.removeAllListeners();
      if (result === null) socket.destroy();
      // The next owner listens as well; without a listener an error would end the app.
      socket.on('error', () => {});
      resolve(result);
    };
    socket.setTimeout(connectMs, () => settle(null));
    socket.once('connect', () => settle(socket));
    socket.once('error', () => settle(null));
  });

/** @returns every address of a name; null when that takes too long */
export type Lookup = (name: string) => Promise<readonly string[] | null>;

/**
 * One job's lookups, one after the other and each name once at a time: the system does two at once for the whole app, and
 * none can be called off, so a job with a name that nobody ever answers for would keep the app's own waiting.
 */
export const createLookup = ({ resolve }: Pick<WayOut, 'resolve'>, mostMs = lookupMs): Lookup => {
  const pending = new Map<string, Promise<readonly string[]>>();
  let last: Promise<unknown> = Promise.resolve();
  const begin = (name: string): Promise<readonly string[]> => {
    const found = last
      .then(() => resolve(name))
      .catch((): string[] => [])
      .finally(() => pending.delete(name));
    pending.set(name, found);
    last = found;
    return found;
  };
  return async (name) => {
    const settled = new AbortController();
    const late = sleep(mostMs, null, { signal: settled.signal });
    late.catch(() => {});
    try {
      return await Promise.race([pending.get(name) ?? begin(name), late]);
    } finally {
      settled.abort();
    }
  };
};

/** One address that is forbidden is enough: a name that leads home and away is a trap. */
export const openDestination = async (
  { name, port }: NetworkHost,
  lookupName: Lookup,
  isForbidden: WayOut['isForbidden'],
): Promise<Socket | Refusal> => {
  const addresses = await lookupName(name);
  if (addresses === null) return 'no_answer';
  if (addresses.length === 0) return 'no_such_name';
  if (addresses.some((address) => isForbidden(address))) return 'address_forbidden';
  for (const address of addresses.slice(0, mostAddresses)) {
    const socket = await open(address, port);
    if (socket !== null) return socket;
  }
  return 'no_answer';
};
