import { describe, expect, it } from 'vitest';
import { proofSpecSchema } from '../../shared/contract/network/proofs.ts';
import { provenBytes, specFor } from '../../shared/domain/proof/difficulty.ts';
import { publishedClasses } from '../../shared/domain/rewards/classes.ts';
import { proofTaskFor } from './deadlines.ts';

const seed = '00'.repeat(32);
const gibibyte = 2 ** 30;
const card = { kind: 'gpu', count: 1, isSoftware: false, threads: 8 } as const;

describe('the task of a challenge', () => {
  it.each(publishedClasses.map(({ name }) => name))(
    'can be asked of every memory size that a %s comes with',
    (name) => {
      for (const vramBytes of [2, 6, 8, 12, 16, 24, 40, 48, 80, 96, 141, 192].map((gib) => gib * gibibyte)) {
        const task = proofTaskFor({ ...card, class: name, vramBytes });
        const spec = specFor({ ...task.difficulty, seed });
        expect(proofSpecSchema.safeParse(spec).error).toBeUndefined();
        expect(provenBytes(spec)).toBeLessThanOrEqual(vramBytes * 0.8);
        expect(provenBytes(spec)).toBeGreaterThan(vramBytes * 0.22);
        expect(task.walkDeadlineMs).toBeGreaterThan(5_000);
      }
    },
  );

  it('is small where no memory of its own is claimed', () => {
    const software = proofTaskFor({ ...card, class: 'software-gpu', isSoftware: true, vramBytes: null });
    const processor = proofTaskFor({ ...card, kind: 'cpu', class: 'cpu', vramBytes: null });
    expect(software.difficulty.target).toBe('gpu');
    expect(processor.difficulty.target).toBe('cpu');
    for (const task of [software, processor])
      expect(provenBytes(specFor({ ...task.difficulty, seed }))).toBe(32 * 2 ** 20);
  });
});
