import { describe, expect, it } from 'vitest';
import { changeableKey, changeableKeys } from './changeable.ts';

const fieldsOf = (name: string) => changeableKey(name)?.fields ?? null;

describe('what a value is made of', () => {
  it('is one number or one amount within the bounds that the record itself has', () => {
    let tried = 0;
    for (const name of changeableKeys) {
      const key = changeableKey(name);
      const [field, ...more] = key?.fields ?? [];
      if (key === null || field === undefined || field.name !== null || more.length > 0) continue;
      if (field.kind !== 'whole' && field.kind !== 'amount') continue;
      const written = (value: number | bigint): unknown => (field.kind === 'amount' ? String(value) : value);
      const [below, above] =
        field.kind === 'amount' ? [field.least - 1n, field.most + 1n] : [field.least - 1, field.most + 1];
      expect([name, key.allows(written(field.least)), key.allows(written(field.most))]).toEqual([name, true, true]);
      expect([name, key.allows(written(below)), key.allows(written(above))]).toEqual([name, false, false]);
      tried += 1;
    }
    expect(tried).toBeGreaterThan(10);
  });

  it('is several parts by name, with choices as they are', () => {
    expect(fieldsOf('proofs')).toEqual([
      { name: 'perHour', kind: 'whole', least: 1, most: 12 },
      { name: 'needed', kind: 'whole', least: 1, most: 12 },
    ]);
    expect(fieldsOf('classes')).toEqual([
      { name: 'name', kind: 'text' },
      { name: 'weightMilli', kind: 'whole', least: 0, most: 100_000 },
      { name: 'pool', kind: 'choice', options: ['enterprise', 'community'] },
    ]);
    expect(fieldsOf('slashRates')?.map(({ kind }) => kind)).toEqual(['choice', 'whole', 'whole']);
  });

  it('is nothing that a form could ask for where it is a list', () => {
    for (const name of ['proofAlgorithms', 'imageSigners']) expect(fieldsOf(name)).toBeNull();
  });
});
