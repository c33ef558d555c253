/** PCI addresses in one spelling, so that two tools' words for one slot compare equal. Pure. */

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
