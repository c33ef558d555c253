import { describe, expect, it } from 'vitest';
import { normaliseDriver } from './driver-version.ts';

describe('driver versions', () => {
  it.each([
    ['nvidia', '32.0.15.9584', '595.84'],
    ['nvidia', '31.0.15.3713', '537.13'],
    ['nvidia', '590.48.01', '590.48.01'],
    ['amd', '32.0.15.9584', '32.0.15.9584'],
    ['amd', ' 6.3.6\n', '6.3.6'],
    ['amd', '6.8.0-45-generic', '6.8.0-45-generic'],
    ['amd', 'Linuxversion6.14.0-24-generic(buildd@lcy02-amd64-010)(x86_64-linux-gnu-gcc-13', '6.14.0-24-generic'],
    ['amd', 'Linux version 6.8.0-45-generic (buildd@lcy02)', '6.8.0-45-generic'],
  ] as const)('of %s write %j as %s', (vendor, version, expected) =>
    expect(normaliseDriver(vendor, version)).toBe(expected),
  );

  it.each([null, undefined, '', 'N/A', 'unknown', '595'])('takes %j for none', (version) =>
    expect(normaliseDriver('nvidia', version)).toBeNull(),
  );
});
