import { describe, expect, it } from 'vitest';
import { readCapture } from '../../../tests/fixtures/gpu/capture.ts';
import { parseLimitAnswer } from './parse-answer.ts';

describe('what nvidia-smi answers to a new power limit', () => {
  it.each([
    ['set', 'set'],
    ['no-rights', 'no_rights'],
    ['not-supported', 'not_supported'],
    ['out-of-range', 'out_of_range'],
  ])('is known by its words: %s', (name, answer) => {
    const text = readCapture(`nvidia/power-limit/${name}.txt`);
    expect(parseLimitAnswer(text)).toBe(answer);
    expect(parseLimitAnswer(text.replaceAll('\n', '\r\n'))).toBe(answer);
  });

  it('is no success where it only says that it is done', () =>
    expect(['All done.', '', 'Unable to determine the device handle for GPU0'].map(parseLimitAnswer)).toEqual([
      'failed',
      'failed',
      'failed',
    ]));
});
