import { describe, expect, it } from 'vitest';
import { reportLines } from './report-lines.ts';

describe('the lines of a report', () => {
  it('lose the ends and the marks that Windows writes', () =>
    expect(reportLines('wmic', '\uFEFFName=A\r\r\nDriver=\r\n')).toEqual(['Name=A', 'Driver=', '']));

  it('hold one blank line of several', () =>
    expect(reportLines('wmic', 'a\n\r\n \n\nb\n\n')).toEqual(['a', '', 'b', '']));

  it('end with the words of a line that was cut short', () => expect(reportLines('lspci', 'a\nb').at(-1)).toBe('b'));

  it.each(['\r', ' ', '\n', '\r\n', 'x'])('are no report when they go on without end: %j', (sign) => {
    expect(() => reportLines('lspci', sign.repeat(10 * 2 ** 20))).toThrow('GPU_TOOL_FAILED');
    expect(reportLines('lspci', sign.repeat(2 ** 20)).length).toBeLessThan(3);
  });
});
