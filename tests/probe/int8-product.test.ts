/** The int8 matrix product on two independent Vulkan drivers: every tile is the very one that the reference computes. */
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { Probe } from '../../electron/probe/client.ts';
import { createTileComputer, tileSide } from '../../shared/domain/proof/int8-product.ts';
import { nodeHosts } from './node-hosts.ts';
import { drivers, onDriver } from './real-probe.ts';

const plan = { windows: 3, budgetMs: 500, sustainMs: 0 };

const referenceHash = (seed: string, n: number): string => {
  const computeTile = createTileComputer(seed, n);
  const hash = createHash('sha256');
  for (let row = 0; row < n / tileSide; row += 1) {
    for (let column = 0; column < n / tileSide; column += 1) {
      const elements = computeTile(row, column);
      const bytes = Buffer.alloc(elements.byteLength);
      for (const [at, element] of elements.entries()) bytes.writeInt32LE(element, 4 * at);
      hash.update(bytes);
    }
  }
  return hash.digest('hex');
};

const probes: Probe[] = [];
afterEach(async () => {
  await Promise.all(probes.splice(0).map((probe) => probe.close()));
});

describe.each(drivers)('the int8 matrix product', (driver) => {
  describe.each(nodeHosts)('$title', ({ isHere, startProbe }) => {
    it.skipIf(driver.skip !== null || !isHere).each(['d4'.repeat(32), '0123456789abcdef'.repeat(4)])(
      `has the reference's tiles ${onDriver(driver)}, of seed %s`,
      async (seed) => {
        const probe = startProbe(driver.env);
        probes.push(probe);
        const { verdict, product } = await probe.measure(
          { kind: 'int8_product', adapterName: null, seed, ...plan },
          { signal: new AbortController().signal, deadlineMs: 60_000 },
        );
        expect(verdict).toBe('passed');
        expect(product).toEqual({ n: 256, tiles: referenceHash(seed, 256) });
      },
    );
  });
});
