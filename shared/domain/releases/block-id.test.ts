import { expect, it } from 'vitest';
import { blockIdAt, blockStartsAt } from './block-id.ts';

it('names an hour by its start, and finds the start again', () => {
  const at = Date.UTC(2026, 10, 26, 10);
  expect(blockIdAt(at)).toBe('20261126T100000.000Z');
  expect(blockStartsAt('20261126T100000.000Z')).toBe(at);
  expect(blockStartsAt(blockIdAt(at + 20_001))).toBe(at + 20_001);
});

it.each([
  '',
  'yesterday',
  '2026-11-26T10:00:00.000Z',
  '20261326T100000.000Z',
  '20260230T100000.000Z',
  '20261126T100000Z',
])('knows that %j is no block', (blockId) => expect(blockStartsAt(blockId)).toBeNull());
