/**
 * The block of neighbouring addresses that an IP address is in: the first 24 bits of an IPv4 address, and the first 48 of
 * an IPv6 one, which is what one customer is given at most. Two validators in one block may well be one.
 * Source: the network's rule set, section (h); it names /24 only.
 */
import { ipBytes, mappedIpv4 } from '../addresses/ip-address.ts';

/**
 * @returns `203.0.113.0/24` or `2001:db8:1::/48`, one text for every way to write an address; null when it is none. An
 *   IPv4 address in IPv6 clothes is in its IPv4 block
 */
export const addressBlock = (address: string): string | null => {
  const bytes = ipBytes(address);
  if (bytes === null) return null;
  const ipv4 = bytes.length === 4 ? bytes : mappedIpv4(bytes);
  if (ipv4 !== null) return `${ipv4.slice(0, 3).join('.')}.0/24`;
  const groups = [0, 2, 4].map((at) => ((bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)).toString(16));
  return `${groups.join(':')}::/48`;
};
