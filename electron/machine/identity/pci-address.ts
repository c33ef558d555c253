/** PCI addresses and ids in one spelling, so that two tools' words for one slot or one model compare equal. Pure. */

/**
 * @param text an address with no, four or eight digits of domain: `01:00.0`, `0000:01:00.0`, `00000000:01:00.0`
 * @returns `0000:01:00.0` in lower case; five or more domain digits only where they are needed (Intel VMD); null when
 *   it is no address, or the all-zero one that tools print in place of a masked or unknown slot
 */
export const normalisePciAddress = (text: string): string | null => {
  const match = /^(?:([0-9a-f]{1,8}):)?([0-9a-f]{2}):([01][0-9a-f])\.([0-7])$/.exec(text.trim().toLowerCase());
  if (!match) return null;
  const [, domain = '', bus = '', device = '', fn = ''] = match;
  const address = `${domain.replace(/^0+/, '').padStart(4, '0')}:${bus}:${device}.${fn}`;
  return address === '0000:00:00.0' ? null : address;
};

const hexWord = (text: string): string | null => {
  const digits = /^(?:0x)?([0-9a-f]{1,4})$/.exec(text.trim().toLowerCase())?.[1]?.padStart(4, '0');
  return digits === undefined || digits === '0000' || digits === 'ffff' ? null : digits;
};

/**
 * @param vendor four hex digits or fewer, with or without `0x`
 * @param device likewise; `0x20a` is `020a`
 * @returns `10de:2684` in lower case; null when either is no id, or 0000 or ffff, which stand for none
 */
export const normalisePciId = (vendor: string, device: string): string | null => {
  const ids = [hexWord(vendor), hexWord(device)];
  return ids.includes(null) ? null : ids.join(':');
};
