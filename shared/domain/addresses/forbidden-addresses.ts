/**
 * Where nobody's request may lead, whatever name leads there: a job's, or a network's own to somebody's server. Ranges by
 * the registries of special-purpose addresses (IANA, RFC 6890) and of multicast; the cloud's metadata services lie in
 * 169.254/16, fd00::/8 and 168.63.129.16.
 */
import { ipBytes, ipv4Inside, isInRange } from './ip-address.ts';

const forbidden4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4', '168.63.129.16/32'],
];
/** Only 2000::/3 is anybody's public address; of it these are not. */
const public6 = '2000::/3';
const forbidden6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const isForbidden = (bytes: readonly number[], local: readonly string[]): boolean => {
  const isInAny = (ranges: readonly string[]): boolean => ranges.some((range) => isInRange(bytes, range));
  if (bytes.length === 4) return isInAny(forbidden4) || isInAny(local);
  const inside = ipv4Inside(bytes);
  if (inside !== null) return isForbidden(inside, local);
  return !isInRange(bytes, public6) || isInAny(forbidden6) || isInAny(local);
};

/**
 * @param address as a resolver gives it, without a zone
 * @param local networks that this machine itself is in, as `203.0.113.7/24`: a home's IPv6 addresses are public ones
 * @returns whether it is none of the public internet's, or not an address at all
 */
export const isForbiddenAddress = (address: string, local: readonly string[] = []): boolean => {
  const bytes = ipBytes(address);
  return bytes === null || isForbidden(bytes, local);
};

/** Whether it leads back to the machine that asks. */
export const isLoopbackAddress = (address: string): boolean => {
  const bytes = ipBytes(address);
  if (bytes === null) return false;
  const ipv4 = ipv4Inside(bytes) ?? bytes;
  return isInRange(ipv4, ipv4.length === 4 ? '127.0.0.0/8' : '::1/128');
};
