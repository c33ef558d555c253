import { describe, expect, it } from 'vitest';
import { createContent } from './content.ts';

const page = 4096;

describe('the content of the test file', () => {
  it('is right where it was written, also page by page and across blocks', () => {
    const content = createContent(4 * page);
    const block = new Uint8Array(4 * page);
    content.write(block, 6);
    expect(content.isRight(block, 6)).toBe(true);
    expect(content.isRight(block.subarray(page, 2 * page), 7)).toBe(true);
  });

  it('differs from page to page, a block apart too', () => {
    const content = createContent(2 * page);
    const one = new Uint8Array(page);
    content.write(one, 1);
    for (const other of [0, 2, 3, 5]) expect(content.isRight(one, other)).toBe(false);
  });

  it('is not what an earlier run wrote', () => {
    const block = new Uint8Array(page);
    createContent(page).write(block, 0);
    expect(createContent(page).isRight(block, 0)).toBe(false);
  });

  it.each([0, 7, 8, 2000, 4095])('is wrong with byte %i changed', (at) => {
    const content = createContent(page);
    const block = new Uint8Array(page);
    content.write(block, 3);
    block[at] = (block[at] as number) ^ 0x10;
    expect(content.isRight(block, 3)).toBe(false);
  });
});
