import { describe, expect, it } from 'vitest';
import { playHours } from '../../../tests/fakes/releases/played-hours.ts';
import { inMemory, verifyInMemory } from '../../../tests/fakes/releases/read-release.ts';
import { createSigners } from '../../../tests/fakes/releases/signers.ts';
import { type ReleaseCheck, verdictOf } from './verdict.ts';
import type { VerifiedRelease } from './verify.ts';

const signers = createSigners();
const keys = { network: signers.network.publicKey, validators: [signers.validator.publicKey] };
const [first, second] = [...playHours({ devices: 12, hours: 2, seed: 3, signers: keys })];
if (first === undefined || second === undefined) throw new Error('two hours were not played');
const before = { hash: first.manifestHash, manifest: first.manifest };

const resultsOf = (verified: VerifiedRelease, hasBefore = true): Partial<Record<ReleaseCheck, string>> =>
  Object.fromEntries(verdictOf(verified, hasBefore).map(({ check, result }) => [check, result]));
const all = {
  readable: 'holds',
  untouched: 'holds',
  follows: 'holds',
  adds_up: 'holds',
  goes_on: 'holds',
  signed: 'holds',
};

describe('the verdict on a release', () => {
  it('is that everything holds where nothing was found', async () => {
    expect(resultsOf(await verifyInMemory(inMemory(second, signers), before))).toEqual(all);
  });

  it('says nothing of the sums of rows that were not signed', async () => {
    const { rows, ...files } = inMemory(second, signers);
    const changed = Buffer.from(rows);
    const digit = changed.indexOf('"score":"') + 9;
    changed[digit] = (changed[digit] ?? 0) ^ 1;
    const verified = await verifyInMemory({ ...files, rows: changed }, before);
    expect(resultsOf(verified)).toEqual({ ...all, untouched: 'broken', follows: 'broken', adds_up: 'unknown' });
  });

  it('says nothing of a chain whose hour before is not shown, except of the first', async () => {
    expect(resultsOf(await verifyInMemory(inMemory(second, signers), null), false)).toEqual({
      ...all,
      goes_on: 'unknown',
    });
    expect(resultsOf(await verifyInMemory(inMemory(first, signers), null), false)).toEqual(all);
  });

  it('says nothing of what may be among the findings that were not kept', async () => {
    const verified = await verifyInMemory(inMemory(second, signers), before);
    const results = resultsOf({ ...verified, leftOut: 1 });
    expect(new Set(Object.values(results))).toEqual(new Set(['unknown']));
  });
});
