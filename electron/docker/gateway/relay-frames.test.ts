import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrameReader, encodeFrame, type Frame, mostPayloadBytes } from './relay-frames.ts';

const connection = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const frame: fc.Arbitrary<Frame> = fc.oneof(
  fc.record({ kind: fc.constantFrom('open' as const, 'end' as const, 'reset' as const), connection }),
  fc.record({
    kind: fc.constant('data' as const),
    connection,
    bytes: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  }),
  fc.record({ kind: fc.constant('credit' as const), connection, taken: connection }),
);

describe('frames', () => {
  it('come out as they went in, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 12 }), fc.integer({ min: 1, max: 40 }), (frames, pieceBytes) => {
        const whole = Buffer.concat(frames.map(encodeFrame));
        const reader = createFrameReader();
        const read: Frame[] = [];
        for (let at = 0; at < whole.length; at += pieceBytes)
          read.push(...reader.take(whole.subarray(at, at + pieceBytes)));
        expect(read).toEqual(frames);
      }),
    );
  });

  it.each([
    ['a kind that there is not', Buffer.from([1, 0, 0, 0, 0, 0, 9, 0])],
    ['a credit without its number', Buffer.from([1, 0, 0, 0, 0, 0, 5, 0])],
    [
      'more than a frame holds',
      encodeFrame({ kind: 'data', connection: 1, bytes: Buffer.alloc(mostPayloadBytes + 1) }),
    ],
  ])('refuse %s', (_what, bytes) => expect(() => createFrameReader().take(bytes)).toThrow(RangeError));

  it('never fail otherwise on any bytes at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          createFrameReader().take(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});
