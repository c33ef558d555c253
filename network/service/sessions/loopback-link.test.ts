import { describe, expect, it } from 'vitest';
import { isLoopback, measureLoopback } from './loopback-link.ts';

describe('the way to devices on this machine', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.8.9.1', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['127.evil.com', false],
    ['10.0.0.1', false],
    [undefined, false],
  ])('is taken for loopback from %s: %s', (address, expected) => expect(isLoopback(address)).toBe(expected));

  it('is measured, both ways', async () => {
    const { downMbps, upMbps } = await measureLoopback({ monotonic: () => performance.now() });
    expect(downMbps).toBeGreaterThan(10);
    expect(upMbps).toBeGreaterThan(10);
  });
});
