/**
 * Where a webhook may lead: over TLS into the public internet, and on a network of play coins to this same machine besides.
 * A name is looked up once for each message, and what is connected to is one of the addresses that were judged.
 */
import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isForbiddenAddress, isLoopbackAddress } from '../../../shared/domain/addresses/forbidden-addresses.ts';

/** @returns every address of a name. @throws when there is none */
export type Resolve = (name: string) => Promise<readonly string[]>;

const lookupMs = 5_000;

/** The system's own lookup cannot be called off, so it is only waited for so long. */
export const resolveName: Resolve = async (name) => {
  const found = lookup(name, { all: true, verbatim: true });
  const late = sleep<LookupAddress[]>(lookupMs, [], { ref: false });
  return (await Promise.race([found, late])).map(({ address }) => address);
};

export type DestinationRefusal = 'form' | 'scheme' | 'address';
export type Destination =
  | { readonly kind: 'open'; readonly url: URL; readonly address: string }
  | { readonly kind: 'refused'; readonly reason: DestinationRefusal };

const refused = (reason: DestinationRefusal): Destination => ({ kind: 'refused', reason });

/** @param isPlay  of the parameter record */
export const judgeDestination = async (text: string, isPlay: boolean, resolve: Resolve): Promise<Destination> => {
  const url = URL.parse(text);
  if (url === null || url.hostname === '' || url.username !== '' || url.password !== '') return refused('form');
  if (url.protocol !== 'https:' && !(isPlay && url.protocol === 'http:')) return refused('scheme');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = await resolve(host).catch((): string[] => []);
  const [address] = addresses;
  if (address === undefined) return refused('address');
  if (isPlay && addresses.every(isLoopbackAddress)) return { kind: 'open', url, address };
  // One address that is private makes the name one: whoever answers for it chooses which is taken.
  if (addresses.some((each) => isForbiddenAddress(each))) return refused('address');
  return url.protocol === 'https:' ? { kind: 'open', url, address } : refused('scheme');
};
