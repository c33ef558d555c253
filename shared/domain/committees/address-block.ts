/**
 * The block of neighbouring addresses that an IP address is in: the first 24 bits of an IPv4 address, and the first 48 of
 * an IPv6 one, which is what one customer is given at most. Two validators in one block may well be one.
 * Source: the network's rule set, section (h); it names /24 only.
 */

const ipv4Of = (text: string): number[] | null => {
  const parts = text.split('.');
  const bytes = parts.map((part) => (/^(0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256));
  return bytes.length === 4 && bytes.every((byte) => byte <= 255) ? bytes : null;
};

/** Eight groups of 16 bits; an IPv4 tail is two of them. */
const ipv6Of = (text: string): number[] | null => {
  const tail = text.slice(text.lastIndexOf(':') + 1);
  const ipv4 = tail.includes('.') ? ipv4Of(tail) : null;
  if (tail.includes('.') && ipv4 === null) return null;
  const [high = 0, higher = 0, low = 0, lower = 0] = ipv4 ?? [];
  const plain =
    ipv4 === null
      ? text
      : `${text.slice(0, -tail.length)}${(high * 256 + higher).toString(16)}:${(low * 256 + lower).toString(16)}`;
  const halves = plain.split('::');
  if (halves.length > 2) return null;
  const [left = [], right = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - left.length - right.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...left, ...Array.from({ length: missing }, () => '0'), ...right];
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : null;
};

/**
 * @returns `203.0.113.0/24` or `2001:db8:1::/48`, one text for every way to write an address; null when it is none. An
 *   IPv4 address in IPv6 clothes is in its IPv4 block
 */
export const addressBlock = (address: string): string | null => {
  const ipv4 = ipv4Of(address);
  if (ipv4 !== null) return `${ipv4.slice(0, 3).join('.')}.0/24`;
  const groups = address.includes(':') ? ipv6Of(address) : null;
  if (groups === null) return null;
  const [sixth = 0, seventh = 0] = groups.slice(6);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return `${sixth >> 8}.${sixth & 255}.${seventh >> 8}.0/24`;
  return `${groups
    .slice(0, 3)
    .map((group) => group.toString(16))
    .join(':')}::/48`;
};
