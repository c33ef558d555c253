import { describe, expect, it } from 'vitest';
import { sparklinePath } from './sparkline-path.ts';

const box = { width: 30, height: 10, slots: 4 };

describe('a sparkline', () => {
  it('runs over its width, upside up', () =>
    expect(sparklinePath([0, 5, 10, 5], 10, box).line).toBe('M0 10 L10 5 L20 0 L30 5'));
  it('ends at now when the hour is not full yet', () =>
    expect(sparklinePath([5, 5], 10, box).line).toBe('M20 5 L30 5'));
  it('has a hole where nothing was read', () =>
    expect(sparklinePath([5, null, 5, 5], 10, box).line).toBe('M0 5 M20 5 L30 5'));
  it('stays inside its box', () => expect(sparklinePath([20, -5, 5, 5], 10, box).line).toBe('M0 0 L10 10 L20 5 L30 5'));
  it('closes the area under each stretch', () =>
    expect(sparklinePath([null, null, 5, 5], 10, box).area).toBe('M20 5 L30 5 L30 10 L20 10Z'));
  it('draws nothing without readings', () => expect(sparklinePath([null], 10, box)).toEqual({ line: '', area: '' }));
});
