/**
 * Where no job has any business, whatever name leads there. Pure. Ranges by the registries of special-purpose addresses
 * (IANA, RFC 6890) and of multicast; the cloud's metadata services lie in 169.254/16, fd00::/8 and 168.63.129.16.
 */
import { BlockList, isIP } from 'node:net';

const ranges4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4', '168.63.129.16/32'],
];
/** Only 2000::/3 is anybody's public address; of it these are not. */
const ranges6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const listOf = (ranges: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
};

const forbidden4 = listOf(ranges4);
const forbidden6 = listOf(ranges6);
const public6 = listOf(['2000::/3']);

/** The 32 bits at the end of an IPv6 address, as an IPv4 address. @param address as `new URL` writes it */
const lastFour = (address: string): string | null => {
  const groups = address.split(':').slice(-2);
  const [high, low] = groups.map((group) => Number.parseInt(group === '' ? '0' : group, 16));
  if (high === undefined || low === undefined || Number.isNaN(high) || Number.isNaN(low)) return null;
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
};

/** `::ffff:10.0.0.1` and `64:ff9b::a00:1` are other spellings of an IPv4 address. */
const embedded4 = (address: string): string | null => {
  const canonical = URL.parse(`http://[${address}]`)?.hostname.slice(1, -1) ?? '';
  return /^(?:::ffff:|64:ff9b::)[0-9a-f]*:?[0-9a-f]*$/.test(canonical) ? lastFour(canonical) : null;
};

/**
 * @param address as a resolver gives it, without a zone
 * @param local networks that this PC itself is in, as `203.0.113.7/24`: a home's IPv6 addresses are public ones
 * @returns whether it is none of the public internet's, or not an address at all
 */
export const isForbiddenAddress = (address: string, local: readonly string[] = []): boolean => {
  const family = isIP(address);
  if (family === 0) return true;
  if (family === 4) return forbidden4.check(address) || listOf(local).check(address);
  const inside = embedded4(address);
  if (inside !== null) return isForbiddenAddress(inside, local);
  return !public6.check(address, 'ipv6') || forbidden6.check(address, 'ipv6') || listOf(local).check(address, 'ipv6');
};
