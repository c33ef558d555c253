/** The kernels on a real Vulkan driver: right where they must be, and never a figure where nothing was computed. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { FillShare, WalkShare } from '../../shared/contract/network/proofs.ts';
import { createCpuProver } from '../../shared/domain/proof/prove-cpu.ts';
import { swiftShaderIcd, withSwiftShader } from './real-probe.ts';
import { runScenario } from './run-scenario.ts';
import { nonce, smallSpec } from './scenario.ts';

let reference: { fill: FillShare[]; walk: WalkShare[] };

beforeAll(async () => {
  const prover = createCpuProver(smallSpec, async () => {});
  reference = { fill: await prover.fill(), walk: await prover.walk(nonce) };
});

describe.skipIf(swiftShaderIcd === null)(`the proof kernels ${withSwiftShader}`, () => {
  it('equal the reference when a shard is split over two buffers', async () => {
    expect(await runScenario('split shards')).toEqual(reference);
  });

  it('equal the reference under constant garbage collection', async () => {
    expect(await runScenario('garbage collection')).toEqual(reference);
  });

  it('let no answer out whose memory was lost after the fill', async () => {
    expect(await runScenario('memory that is lost after the fill')).toMatchObject({
      name: 'WrongOutput',
      message: 'own walk: invalid_share',
    });
  });
});

describe.skipIf(swiftShaderIcd === null)(`work that did not run ${withSwiftShader}`, () => {
  it('is noticed in a fill', async () => {
    expect(await runScenario('fill that never ran')).toMatchObject({ name: 'WrongOutput' });
  });

  it.each([
    ['invalid bind group', 'invalid'],
    ['broken kernel', 'invalid'],
    ['one buffer too large', 'out_of_memory'],
    ['lost device', 'lost'],
  ])('is a fault: %s', async (name, kind) => {
    expect(await runScenario(name)).toMatchObject({ name: 'GpuFault', kind });
  });
});
