/**
 * One text per value, so that a signature over it can be checked by anyone who has the value (RFC 8785: keys sorted by
 * UTF-16 code unit, no white space, numbers and strings as ECMAScript writes them).
 */

/**
 * @param value  plain JSON data; keys whose value is undefined are left out, as JSON does
 * @throws TypeError for anything JSON cannot carry: bigint, NaN, Infinity, functions
 */
export const canonicalJson = (value: unknown): string => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`not a JSON number: ${value}`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined);
    const sorted = entries.toSorted(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
    return `{${sorted.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
  }
  throw new TypeError(`not JSON: ${typeof value}`);
};
