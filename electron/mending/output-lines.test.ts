import { expect, it } from 'vitest';
import { createLines } from './output-lines.ts';

const linesOf = (...parts: string[]): string[] => {
  const told: string[] = [];
  const lines = createLines((text) => told.push(text));
  for (const part of parts) lines.add(part);
  lines.end();
  return told;
};

it.each([
  [['a\nb'], ['a', 'b']],
  [
    ['a', 'b\n', '\n', 'c'],
    ['ab', 'c'],
  ],
  [['one\r\ntwo\r\n'], ['one', 'two']],
  [['10 %\r50 %\r100 %\nnext'], ['100 %', 'next']],
  [['\u001b[1;32mSetting up\u001b[0m docker\u001b]0;title\u0007'], ['Setting up docker']],
  [['\u0000\u0007bell'], ['bell']],
  [['x'.repeat(900)], ['x'.repeat(400)]],
  [['', '\n\n   \n'], []],
])('%j is %j', (parts, lines) => expect(linesOf(...parts)).toEqual(lines));
