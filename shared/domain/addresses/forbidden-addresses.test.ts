import { describe, expect, it } from 'vitest';
import { isForbiddenAddress } from './forbidden-addresses.ts';

describe('an address', () => {
  it.each([
    ...['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '127.0.0.1', '0.0.0.0', '169.254.169.254'],
    ...['100.64.0.1', '100.127.255.255', '100.100.100.200', '168.63.129.16', '224.0.0.1', '239.255.255.255'],
    ...['255.255.255.255', '240.0.0.1', '198.18.0.1', '192.0.2.1', '203.0.113.1'],
    ...['::', '::1', '::ffff:192.168.1.1', '::ffff:c0a8:101', '::192.168.1.1', 'fe80::1', 'fc00::1', 'fd00:ec2::254'],
    ...['ff02::1', '64:ff9b::10.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::1', '2002:c0a8:101::1', '2001::1', '100::1'],
    ...['2001:db8::1', '', 'localhost', '0x7f000001', '127.1', '2130706433', '10.0.0.1 ', 'fe80::1%eth0', '[::1]'],
  ])('%j is forbidden', (address) => expect(isForbiddenAddress(address)).toBe(true));

  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700:4700::1111',
    '::ffff:1.1.1.1',
    '64:ff9b::101:101',
  ])('%s is not', (address) => expect(isForbiddenAddress(address)).toBe(false));

  it('of a network that this PC is in is forbidden, though it is public', () => {
    const local = ['2a02:8071:1:2::77/64', '84.16.1.20/29'];
    expect(isForbiddenAddress('2a02:8071:1:2::1', local)).toBe(true);
    expect(isForbiddenAddress('84.16.1.17', local)).toBe(true);
    expect(isForbiddenAddress('::ffff:84.16.1.17', local)).toBe(true);
    expect(isForbiddenAddress('2a02:8071:1:3::1', local)).toBe(false);
    expect(isForbiddenAddress('84.16.1.24', local)).toBe(false);
  });
});
