import { describe, expect, it } from 'vitest';
import { alignedBytes, cachingOf, directFlag } from './direct-io.ts';

describe('going round the page cache', () => {
  it.each([
    ['linux', 0xef53, 'disk'],
    ['linux', 0x01021994, 'memory'],
    ['linux', 0x2fc12fc1, 'always_cached'],
    // only Linux numbers its file systems so
    ['darwin', 0x01021994, 'disk'],
  ] as const)('on %s, file system %i is %s', (platform, type, caching) =>
    expect(cachingOf(type, platform)).toBe(caching),
  );

  it('is not to be had on macOS', () => expect(directFlag('darwin')).toBeNull());

  it('gets as many bytes as it asked for', () => {
    expect(alignedBytes(4096)).toHaveLength(4096);
    expect(alignedBytes(5 * 2 ** 20)).toHaveLength(5 * 2 ** 20);
  });
});
