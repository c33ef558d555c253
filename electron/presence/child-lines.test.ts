import { getEventListeners } from 'node:events';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { childLines } from './child-lines.ts';

const script = (text: string) => ({ file: process.execPath, args: ['-e', text] });
const never = () => new AbortController().signal;

describe('the lines of a program that goes on', () => {
  it('come one by one, in every form of line end, and the last without one', async () => {
    const lines: string[] = [];
    await childLines(script(`process.stdout.write('a\\r\\nb\\n\\nc')`), (line) => lines.push(line), never());
    expect(lines).toEqual(['a', 'b', '', 'c']);
  });

  it('leave out what it complains of, and are in no language', async () => {
    const lines: string[] = [];
    const text = `console.error('warning'); console.log(process.env.LC_ALL)`;
    await childLines(script(text), (line) => lines.push(line), never());
    expect(lines).toEqual(['C']);
  });

  it('end with the program when nobody wants them any more', async () => {
    const closing = new AbortController();
    let pid = 0;
    const text = `console.log(process.pid); setInterval(() => undefined, 1000)`;
    await childLines(
      script(text),
      (line) => {
        pid = Number(line);
        closing.abort();
      },
      closing.signal,
    );
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'));
  });

  it('do not begin for long when nobody wants them already', async () => {
    await childLines(script('setInterval(() => undefined, 1000)'), () => undefined, AbortSignal.abort());
  });

  it.each([
    ['fails', 'process.exit(3)', 'ended with 3'],
    ['is killed', `process.kill(process.pid, 'SIGKILL')`, 'ended with'],
  ])('fail when it %s by itself', async (_title, text, message) => {
    await expect(childLines(script(text), () => undefined, never())).rejects.toThrow(message);
  });

  it('fail when there is no such program, and leave nothing behind at the signal', async () => {
    const { signal } = new AbortController();
    const missing = { file: path.join(import.meta.dirname, 'no-such-program'), args: [] };
    await expect(childLines(missing, () => undefined, signal)).rejects.toThrow('ENOENT');
    await vi.waitFor(() => expect(getEventListeners(signal, 'abort')).toEqual([]), { interval: 1 });
  });
});
