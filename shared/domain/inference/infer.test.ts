import { utf8ToBytes } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { differsAt, infer, inferInSteps } from './infer.ts';

const of = (prompt: string, count: number) => ({ prompt: utf8ToBytes(prompt), count });

describe('an inference', () => {
  // Worked out a second time by a program of its own, in another language.
  it.each([
    [
      of('a', 4),
      '8edaad61',
      'da46a847799893251e16a186479aadc7a02a726cb7443879774d036ef135ba04',
      '371bc7c1ba570f6b74f3666e246d28dac30308b5ed7af8df951db1e83869b8f0',
    ],
    [
      of('x'.repeat(1_024), 64),
      'a5eceae01e5c9b73d073ea0c28d06528a5eac40dfd9caf9c0e5675cd206efa6ed8c77546ebecb0ab019cc67345abfde2d73432c2d63c073caef4a5ac2b34aa82',
      '2367b3030a1d4ac7d7a9c5149a7c3d028c3fa5c6c1d5d737b61b1c3e629983a9',
      '13ea16addd0291245315b92384af2f369b1181ae2b41bcc7eb2405afe1201a8e',
    ],
  ])('is what it is, to the last bit: %#', (task, tokens, first, last) => {
    const result = infer(task);
    expect([result.tokens, result.digests[0], result.digests.at(-1)]).toEqual([tokens, first, last]);
  });

  it('goes by one byte at a step, and may be broken off at any', () => {
    const steps = inferInSteps(of('abc', 2));
    const taken = [...Array(5)].map(() => steps.next().done);
    expect([taken, steps.next().done]).toEqual([[false, false, false, false, false], true]);
  });

  it('depends on every byte of the prompt and on how much was asked for', () => {
    const [task, other, longer] = [
      of(`a${'b'.repeat(40)}`, 4),
      of(`c${'b'.repeat(40)}`, 4),
      of(`a${'b'.repeat(40)}`, 5),
    ];
    expect(infer(task).digests[0]).not.toBe(infer(other).digests[0]);
    expect(infer(task).digests[0]).not.toBe(infer(longer).digests[0]);
    expect(infer(longer).tokens.slice(0, 8)).toBe(infer(task).tokens);
  });

  it.each([[of('', 1)], [of('x'.repeat(1_025), 1)], [of('x', 0)], [of('x', 65)], [of('x', 1.5)]])(
    'is refused where no task is like that: %#',
    (task) => {
      expect(() => infer(task)).toThrow(RangeError);
    },
  );
});

describe('a result', () => {
  const right = infer(of('honest', 8));
  const withByte = (at: number): string => `${right.tokens.slice(0, 2 * at)}zz${right.tokens.slice(2 * at + 2)}`;
  it('that is right differs nowhere', () => expect(differsAt(right, { ...right })).toBeNull());
  it('differs at the first wrong token, or the first wrong digest', () => {
    expect(differsAt(right, { ...right, tokens: withByte(3) })).toBe(3);
    expect(differsAt(right, { ...right, digests: right.digests.map((each, at) => (at > 4 ? 'ff' : each)) })).toBe(5);
  });
  it('that is too short or too long differs where it ends', () => {
    expect(differsAt(right, infer(of('honest', 8)))).toBeNull();
    expect(differsAt(right, { tokens: right.tokens.slice(0, 12), digests: right.digests.slice(0, 6) })).toBe(6);
    expect(differsAt(right, { tokens: `${right.tokens}00`, digests: [...right.digests, 'ff'] })).toBe(8);
  });
});
