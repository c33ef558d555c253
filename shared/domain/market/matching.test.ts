import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, deviceMismatch, inOfferOrder, isTierEnough, type Wish } from './matching.ts';

const wish: Wish = {
  ...{ jobId: 'j1', renterId: 'renter', kind: 'single', className: null, minVramBytes: null, gpus: 0, minTier: null },
};
const card = { model: null, vramBytes: 24, offeredBytes: null };
const claim: Candidate['claim'] = {
  ...{ kind: 'gpu', class: 'rtx-4090', count: 2, vramBytes: 24, isSoftware: false, threads: 8 },
  ...{ gpus: [card, { ...card, vramBytes: 12 }], algorithms: [] },
};
const device: Candidate = { id: 'd1', accountId: 'owner', state: 'ready', isLeased: false, claim };

describe('a device that is asked', () => {
  it.each([
    ['is ready and suits', {}, {}, null],
    ['is not ready', {}, { state: 'paused' }, 'not_ready'],
    ['has a job', {}, { isLeased: true }, 'leased'],
    ['is not the renter’s own', { renterId: 'owner' }, {}, 'own'],
    ['has the class', { className: 'h100' }, {}, 'class'],
    ['has the memory on every card', { minVramBytes: 13 }, {}, 'memory'],
    ['has the memory', { minVramBytes: 12 }, {}, null],
    ['has the cards', { gpus: 3 }, {}, 'cards'],
    ['has enough cards', { gpus: 2 }, {}, null],
    ['has cards that are none', { gpus: 1 }, { claim: { ...claim, isSoftware: true } }, 'cards'],
    ['has memory that is known', { minVramBytes: 1 }, { claim: { ...claim, gpus: [], vramBytes: null } }, 'memory'],
  ] as [string, Partial<Wish>, Partial<Candidate>, string | null][])('%s', (_what, asked, own, mismatch) => {
    expect(deviceMismatch({ ...wish, ...asked }, { ...device, ...own })).toBe(mismatch);
  });

  it.each([
    ['unranked', 'single', null, false],
    ['bronze', 'single', null, true],
    ['bronze', 'cluster', null, false],
    ['silver', 'cluster', null, true],
    ['silver', 'single', 'gold', false],
    ['platinum', 'cluster', 'gold', true],
  ] as const)('of tier %s may have a %s job that asks for %s: %s', (tier, kind, minTier, isEnough) => {
    expect(isTierEnough({ ...wish, kind, minTier }, tier)).toBe(isEnough);
  });
});

describe('the order of asking', () => {
  const ranked = (id: string, tier: 'bronze' | 'silver', qualityBps: number) => ({ id, tier, qualityBps });

  it('is tier, then quality, whatever the order of the list', () => {
    const all = [ranked('a', 'bronze', 9_000), ranked('b', 'silver', 6_000), ranked('c', 'silver', 7_000)];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: 3 }), (list) => {
        expect(inOfferOrder('j', list).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
      }),
    );
  });

  it('gives each of equal devices its turn to be the first', () => {
    const equals = ['a', 'b', 'c', 'd'].map((id) => ranked(id, 'bronze', 5_000));
    const first = Array.from({ length: 400 }, (_, job) => inOfferOrder(`job-${job}`, equals)[0]?.id);
    for (const { id } of equals) expect(first.filter((each) => each === id).length).toBeGreaterThan(60);
    expect(inOfferOrder('job-7', equals)).toEqual(inOfferOrder('job-7', [...equals].reverse()));
  });
});
