import { describe, expect, it } from 'vitest';
import { createLogFrameReader } from './log-frames.ts';

const stamp = '2026-11-22T13:44:20.850197068Z';
const frame = (stream: 1 | 2, text: string): Buffer => {
  const content = Buffer.from(text);
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(content.length, 4);
  return Buffer.concat([header, content]);
};
const linesOf = (...chunks: Buffer[]) => {
  const reader = createLogFrameReader();
  return chunks.flatMap((chunk) => reader.take(chunk));
};

describe('lines of a container', () => {
  it('tells stdout from stderr and reads the engine time', () => {
    expect(linesOf(frame(1, `${stamp} out\n`), frame(2, `${stamp} err\n`))).toEqual([
      { stream: 'stdout', at: Date.parse(stamp), cursor: stamp, text: 'out' },
      { stream: 'stderr', at: Date.parse(stamp), cursor: stamp, text: 'err' },
    ]);
  });

  it('reads the same lines however the stream is cut', () => {
    const whole = Buffer.concat([frame(1, `${stamp} héllo\n`), frame(1, `${stamp} \n`), frame(2, `${stamp} end\n`)]);
    const bytes = [...whole].map((byte) => Buffer.from([byte]));
    expect(linesOf(...bytes).map(({ text }) => text)).toEqual(['héllo', '', 'end']);
  });

  it('takes out what would steer a terminal', () => {
    const text = `${stamp} \u001b[31mred\u001b[0m\u001b]0;title\u0007 a\tb\u0000\u0085\r\n`;
    expect(linesOf(frame(1, text))[0]?.text).toBe('red a\tb');
  });

  it('cuts a line that is too long to show', () => {
    expect(linesOf(frame(1, `${stamp} ${'x'.repeat(16_000)}\n`))[0]?.text).toHaveLength(8192);
  });

  it('refuses a stream that is not multiplexed', () => {
    expect(() => linesOf(Buffer.from('plain text, no frames'))).toThrow('not multiplexed');
  });
});
