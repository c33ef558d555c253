import { describe, expect, it } from 'vitest';
import { normalisePciAddress } from './pci-address.ts';

describe('PCI addresses', () => {
  it.each([
    ['00000000:01:00.0', '0000:01:00.0'],
    ['0000:0C:00.0', '0000:0c:00.0'],
    ['01:00.0', '0000:01:00.0'],
    [' 00010000:E1:00.0\n', '10000:e1:00.0'],
  ])('writes %j as %s', (text, expected) => expect(normalisePciAddress(text)).toBe(expected));

  it.each(['', 'N/A', '00000000:00:00.0', '01:00', '01:20.0', '01:00.8', 'PCI bus 1', '0000:01:00.0 and more'])(
    'takes %j for no address',
    (text) => expect(normalisePciAddress(text)).toBeNull(),
  );
});
