import { describe, expect, it } from 'vitest';
import { numberMarksOf } from '../../../../shared/units/number-marks.ts';
import { type ProposableField, readField, readValue } from './typed-value.ts';

const english = numberMarksOf('en');
const hours: ProposableField = { name: null, kind: 'whole', least: 336, most: 672 };
const unit: ProposableField = { name: null, kind: 'amount', least: 2_000_000_000n, most: 200_000_000_000n };
const proofs: ProposableField[] = [
  { name: 'perHour', kind: 'whole', least: 1, most: 12 },
  { name: 'needed', kind: 'whole', least: 1, most: 12 },
];

describe('a new value for a rule', () => {
  it.each([
    ['400', { kind: 'value', value: 400 }],
    ['', { kind: 'empty' }],
    ['soon', { kind: 'unreadable' }],
    ['400.5', { kind: 'unreadable' }],
    ['335', { kind: 'outside' }],
    ['673', { kind: 'outside' }],
  ] as const)('of hours: %j', (text, read) => expect(readField(hours, text, english)).toEqual(read));

  it('is an amount in coins, sent in base units as text', () => {
    expect(readField(unit, '150.5', english)).toEqual({ kind: 'value', value: '15050000000' });
    expect(readField(unit, '19.99', english)).toEqual({ kind: 'outside' });
    expect(readField(unit, '150,5', numberMarksOf('es'))).toEqual({ kind: 'value', value: '15050000000' });
  });

  it('is JSON of all its parts, and nothing while one is missing', () => {
    expect(readValue([hours], { '': '400' }, english)).toBe('400');
    expect(readValue(proofs, { perHour: '6', needed: '4' }, english)).toBe('{"perHour":6,"needed":4}');
    expect(readValue(proofs, { perHour: '6' }, english)).toBeNull();
  });
});
