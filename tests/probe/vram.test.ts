/** The memory check on a real Vulkan driver: what it finds where something was broken on purpose, and what it covers. */
import { describe, expect, it } from 'vitest';
import type { Measurement } from '../../electron/probe/messages.ts';
import { drivers, env, onDriver, swiftShaderIcd, withSwiftShader } from './real-probe.ts';
import { runScenario } from './run-scenario.ts';

const mib = 2 ** 20;
const run = (name: string, childEnv = env): Promise<unknown> =>
  runScenario(name, new URL('./vram-scenario.ts', import.meta.url), childEnv);

/** How often each of the named bits was wrong; all the others never. */
const bits = (counts: Record<number, number>): number[] => Array.from({ length: 32 }, (_, bit) => counts[bit] ?? 0);

describe.each(drivers)('the memory check', (driver) => {
  it.skipIf(driver.skip !== null)(
    `passes clean memory ten times over, of a size that is no power of two, ${onDriver(driver)}`,
    async () => {
      expect(await run('clean', driver.env)).toEqual({
        verdict: 'passed',
        figure: expect.objectContaining({
          unit: 'MB',
          median: (7 * mib) / 1e6,
          windows: 10,
          cv: null,
          sustained: null,
        }),
        coverage: {
          coveredBytes: 7 * mib,
          totalBytes: null,
          wrongWords: 0,
          firstWrong: [],
          wrongBits: null,
          shards: 3,
          slowShards: 0,
          heldBy: [],
        },
        detail: null,
      });
    },
  );

  it.skipIf(driver.skip !== null).each([
    ['own address, one flipped bit', 400],
    ['moving inversions, one flipped bit', 4 * mib + 400],
    ['random pattern, one flipped bit', 7 * mib - 4],
  ])(`finds it, its address and its bit: %s, ${onDriver(driver)}`, async (name, address) => {
    expect(await run(name, driver.env)).toMatchObject({
      verdict: 'failed',
      coverage: {
        wrongWords: 1,
        firstWrong: [{ address, differing: 0x00200000 }],
        wrongBits: bits({ 21: 1 }),
        slowShards: 0,
      },
      detail: `wrong words: 1, the first at 0x${address.toString(16)}`,
    });
  });
});

describe.skipIf(swiftShaderIcd === null)(`the findings of a memory check ${withSwiftShader}`, () => {
  it('lists several by address', async () => {
    expect(await run('several flipped bits')).toMatchObject({
      coverage: {
        wrongWords: 2,
        firstWrong: [
          { address: 64, differing: 1 },
          { address: 5 * mib + 8, differing: 0x80000001 },
        ],
        wrongBits: bits({ 0: 2, 31: 1 }),
      },
    });
  });

  it('finds a bit that sticks, though every other value is kept', async () => {
    expect(await run('a stuck bit')).toMatchObject({
      verdict: 'failed',
      coverage: { wrongWords: 1, firstWrong: [{ address: 6 * mib, differing: 0x10 }], wrongBits: bits({ 4: 1 }) },
    });
  });

  it('counts them all and lists sixteen', async () => {
    const { coverage } = (await run('a broken line of 32 words')) as Measurement;
    expect(coverage?.wrongWords).toBe(32);
    expect(coverage?.firstWrong).toHaveLength(16);
    const addresses = coverage?.firstWrong.map(({ address }) => address) ?? [];
    expect(addresses).toEqual(addresses.toSorted((a, b) => a - b));
    expect(addresses.every((address) => address >= 1024 && address < 1024 + 128 && address % 4 === 0)).toBe(true);
  });

  it('finds memory that answers under the address of other memory', async () => {
    const differing = 4 * mib;
    expect(await run('a swapped address')).toMatchObject({
      coverage: {
        wrongWords: 4,
        firstWrong: [0, 4, 8, 12].map((offset) => ({ address: 4 * mib + offset, differing })),
        wrongBits: bits({ 22: 4 }),
      },
    });
  });

  it('writes and finds addresses of 64 bits', async () => {
    const address = 131 * 2 ** 30 + 5 * mib;
    const upper = Math.floor(address / 2 ** 32);
    const pairs = [address, address + 8].flatMap((pair) => [pair % 2 ** 32, (upper ^ ~pair) >>> 0]);
    expect(await run('addresses beyond 4 GiB')).toMatchObject({
      words: pairs,
      wrongWords: 1,
      firstWrong: [{ address: address + 12, differing: 0x20 }],
    });
  });

  it('leaves the data alone in the middle of a standard check, and tells its progress all the while', async () => {
    const { measurement, progress, tookMs } = (await run('standard in brief')) as {
      measurement: Measurement;
      progress: number[];
      tookMs: number;
    };
    expect(measurement.verdict).toBe('passed');
    expect(measurement.figure?.windows).toBeGreaterThan(1);
    expect(tookMs).toBeGreaterThan(2400);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
    const jumps = progress.slice(1).map((share, at) => share - (progress[at] ?? 0));
    expect(Math.max(...jumps)).toBeLessThan(0.34);
  });
});

describe.skipIf(swiftShaderIcd === null)(`a memory check that was broken off ${withSwiftShader}`, () => {
  it('does the passes that are left, and one where the time is over', async () => {
    expect(await run('after a break')).toEqual({
      early: { done: [8, 9, 10], passes: 10, verdict: 'passed' },
      late: { done: [8], passes: 8, verdict: 'passed' },
    });
  });
});

describe.skipIf(swiftShaderIcd === null)(`memory that is not there ${withSwiftShader}`, () => {
  it('is taken in halves, and the report says so', async () => {
    expect(await run('no shard above 1 MiB')).toMatchObject({
      verdict: 'passed',
      coverage: { coveredBytes: 7 * mib, shards: 7 },
      detail: 'no room for a shard of 4 MiB, 2 MiB: covers 7 MiB of 7 MiB',
    });
  });

  it('is a fault when there is none', async () => {
    expect(await run('no memory at all')).toMatchObject({ name: 'GpuFault', kind: 'out_of_memory' });
  });

  it('is found by its slow reads', async () => {
    expect(await run('a shard outside the GPU')).toMatchObject({
      verdict: 'failed',
      coverage: { wrongWords: 0, shards: 3, slowShards: 1 },
      detail: "1 of 3 shards lie outside the GPU's memory",
    });
  });
});

describe.skipIf(swiftShaderIcd === null)(`a memory check that did not run ${withSwiftShader}`, () => {
  it.each([
    ['never ran', 'fill did 0 of 1024 blocks'],
    ['reads that never ran', '0 of 512 lines read'],
  ])('has no result: %s', async (name, message) => {
    expect(await run(name)).toMatchObject({ name: 'WrongOutput', message });
  });

  it('is a fault when the device is lost in the middle', async () => {
    expect(await run('device lost in the middle')).toMatchObject({ name: 'GpuFault', kind: 'lost' });
  });
});
