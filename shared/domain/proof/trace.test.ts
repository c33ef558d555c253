import { beforeAll, describe, expect, it } from 'vitest';
import type { FillShare, ProofSpec, WalkShare } from '../../contract/network/proofs.ts';
import { specFor } from './difficulty.ts';
import { createCpuProver } from './prove-cpu.ts';
import { referenceRecompute } from './recompute.ts';
import { type AskedBefore, traceOf } from './trace.ts';

const specOf = (byte: string): ProofSpec =>
  specFor({
    target: 'cpu',
    seed: byte.repeat(32),
    coverBytes: 2 ** 20,
    maxShardBytes: 2 ** 20,
    rounds: 2,
    lanes: 2048,
    steps: 8,
    expectedShares: 64,
  });
const own = { spec: specOf('0a'), nonce: 'a0'.repeat(16) };
const before = { spec: specOf('0b'), nonce: 'b0'.repeat(16) };
const noPause = async (): Promise<void> => {};

let ownFill: FillShare[] = [];
let oldFill: FillShare[] = [];
const walks: Record<string, WalkShare[]> = {};
beforeAll(async () => {
  const ownProver = createCpuProver(own.spec, noPause);
  const oldProver = createCpuProver(before.spec, noPause);
  ownFill = await ownProver.fill();
  oldFill = await oldProver.fill();
  walks.oldNonce = await ownProver.walk(before.nonce);
  walks.oldSeed = await oldProver.walk(own.nonce);
  walks.old = await oldProver.walk(before.nonce);
  walks.unknown = await ownProver.walk('cc'.repeat(16));
});

const trace = (fillShares: FillShare[], walkShares: WalkShare[], change: Partial<AskedBefore> = {}) =>
  traceOf(referenceRecompute, { ...own, fillShares, walkShares }, [
    { spec: specOf('0d'), nonce: null, isOtherCard: false },
    { ...before, isOtherCard: false, ...change },
  ]);

describe('wrong shares', () => {
  it('are traced to the nonce, the seed or the whole of what was asked before', () => {
    expect(trace(ownFill, walks.oldNonce ?? [])).toBe('other_nonce');
    expect(trace(ownFill, walks.oldSeed ?? [])).toBe('other_seed');
    expect(trace(oldFill, [])).toBe('other_seed');
    expect(trace(ownFill, walks.old ?? [])).toBe('other_challenge');
  });
  it('are traced to another card of the same challenge', () =>
    expect(trace(ownFill, walks.old ?? [], { isOtherCard: true })).toBe('other_card'));
  it('that are right for nothing that was asked stay what they are', () => {
    expect(trace(ownFill, walks.unknown ?? [])).toBeNull();
    expect(trace(ownFill, walks.oldSeed ?? [], { nonce: null })).toBe('other_seed');
    expect(trace(ownFill, [], { nonce: null })).toBeNull();
  });
});
