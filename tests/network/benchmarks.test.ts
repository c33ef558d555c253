/** The processor's benchmark on the real service: its clock and its own arithmetic, never the device's word. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { proveChain } from '../../shared/domain/benchmark/chain.ts';
import { cpuClaim, createPlayDevice, type PlayDevice } from './play-device.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';

let network: PlayNetwork;
let device: PlayDevice;
beforeEach(async () => {
  network = await startPlayNetwork();
  device = createPlayDevice(network.running.url, network.clock.now);
  await device.register(cpuClaim);
});
afterEach(() => network.close());

const begin = async (of = device) =>
  (await of.ask('POST', '/v1/benchmarks')).body as { benchmarkId: string; seed: string };
const finish = (benchmarkId: string, chain: unknown, of = device) =>
  of.ask('POST', `/v1/benchmarks/${benchmarkId}`, { chain });

describe('a benchmark', () => {
  it('is as fast as the network saw it, however fast the device says it is', async () => {
    const { benchmarkId, seed } = await begin();
    const chain = proveChain(seed, 10, 100);
    network.clock.advance(2_000);
    const { body } = await finish(benchmarkId, chain);
    expect(body).toEqual({ verdict: 'passed', permutationsPerSecond: 500 });
    expect(await network.running.network.db.selectFrom('benchmarks').select('permutationsPerSecond').execute()).toEqual(
      [{ permutationsPerSecond: 500 }],
    );
  });

  it('is refused with a segment that was made up, with another seed, and with work that nobody could verify', async () => {
    const first = await begin();
    const honest = proveChain(first.seed, 2, 10);
    const made = { ...honest, checkpoints: honest.checkpoints.with(1, 'ab'.repeat(64)) };
    expect((await finish(first.benchmarkId, made)).body).toEqual({
      verdict: 'invalid_segment',
      permutationsPerSecond: null,
    });
    const second = await begin();
    expect((await finish(second.benchmarkId, proveChain(first.seed, 2, 10))).body.verdict).toBe('invalid_segment');
    const third = await begin();
    const endless = { ...proveChain(third.seed, 2, 10), permutationsPerSegment: 2 ** 30 };
    expect((await finish(third.benchmarkId, endless)).body.verdict).toBe('malformed');
    expect(await network.running.network.db.selectFrom('benchmarks').selectAll().execute()).toEqual([]);
  });

  it('is finished once, by the device that began it, within five minutes', async () => {
    const { benchmarkId, seed } = await begin();
    const other = createPlayDevice(network.running.url, network.clock.now);
    await other.register(cpuClaim);
    const chain = proveChain(seed, 2, 10);
    expect((await finish(benchmarkId, chain, other)).body.code).toBe('BENCHMARK_UNKNOWN');
    expect((await finish(benchmarkId, chain)).body.verdict).toBe('passed');
    expect((await finish(benchmarkId, chain)).body.code).toBe('BENCHMARK_UNKNOWN');
    const late = await begin();
    network.clock.advance(300_001);
    expect((await finish(late.benchmarkId, proveChain(late.seed, 2, 10))).body.code).toBe('BENCHMARK_UNKNOWN');
  });
});
