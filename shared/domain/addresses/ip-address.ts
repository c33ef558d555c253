/** IP addresses from text to bytes, strictly: what is written in any way but the usual ones is none. */

const ipv4Of = (text: string): number[] | null => {
  const parts = text.split('.');
  const bytes = parts.map((part) => (/^(0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256));
  return bytes.length === 4 && bytes.every((byte) => byte <= 255) ? bytes : null;
};

/** An IPv4 tail is the last two of the eight groups. */
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
    ? groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255])
    : null;
};

/** @returns 4 or 16 bytes; null when it is no address, or one with a zone */
export const ipBytes = (text: string): readonly number[] | null =>
  ipv4Of(text) ?? (text.includes(':') ? ipv6Of(text) : null);

const mappedPrefix = [...Array.from({ length: 10 }, () => 0), 0xff, 0xff];

const beginsWith = (bytes: readonly number[], prefix: readonly number[]): boolean =>
  prefix.every((byte, at) => bytes[at] === byte);

/** The IPv4 address that an IPv6 one is another spelling of, such as `::ffff:10.0.0.1`; null for every other. */
export const mappedIpv4 = (bytes: readonly number[]): readonly number[] | null =>
  bytes.length === 16 && beginsWith(bytes, mappedPrefix) ? bytes.slice(12) : null;

/** Of 64:ff9b::/96, by which networks without IPv4 reach an IPv4 address. */
const translatedPrefix = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];

/** As `mappedIpv4`, and also the address that a translated one leads to. */
export const ipv4Inside = (bytes: readonly number[]): readonly number[] | null =>
  mappedIpv4(bytes) ?? (bytes.length === 16 && beginsWith(bytes, translatedPrefix) ? bytes.slice(12) : null);

/** @param range  such as `10.0.0.0/8`; one that cannot be read holds nothing */
export const isInRange = (bytes: readonly number[], range: string): boolean => {
  const [start = '', length = ''] = range.split('/');
  const first = ipBytes(start);
  if (first === null || first.length !== bytes.length || !/^\d{1,3}$/.test(length)) return false;
  const bits = Number(length);
  return first.every((byte, at) => {
    const left = Math.min(8, Math.max(0, bits - at * 8));
    const mask = 255 - (255 >> left);
    return (byte & mask) === ((bytes[at] ?? 0) & mask);
  });
};
