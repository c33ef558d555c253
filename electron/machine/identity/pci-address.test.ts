import { describe, expect, it } from 'vitest';
import { normalisePciAddress, normalisePciId } from './pci-address.ts';

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

describe('PCI ids', () => {
  it.each([
    ['0x1002', '0x740F', '1002:740f'],
    ['10DE', '2684', '10de:2684'],
    ['0x8086', '0x20a', '8086:020a'],
    [' 8086 ', '0bda\n', '8086:0bda'],
  ])('writes %j and %j as %s', (vendor, device, expected) => expect(normalisePciId(vendor, device)).toBe(expected));

  it.each([
    ['0x1002', 'N/A'],
    ['', '0x740f'],
    ['0x1002', '0x0000'],
    ['ffff', 'ffff'],
    ['0x1002', '0x1002740f'],
  ])('takes %j and %j for no id', (vendor, device) => expect(normalisePciId(vendor, device)).toBeNull());
});
