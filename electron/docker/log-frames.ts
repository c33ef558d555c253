/** Lines out of the engine's multiplexed log stream: an eight-byte header (stream, length), then that many bytes. Pure. */
import { withoutControls } from './without-controls.ts';

export interface EngineLogLine {
  stream: 'stdout' | 'stderr';
  /** Wall-clock time at the engine. */
  at: number;
  /** The engine's timestamp with nanoseconds: sorts as text, and resumes a stream that broke. */
  cursor: string;
  /** Without line end and without control characters, at most `mostCharacters` long. */
  text: string;
}

const headerBytes = 8;
const mostCharacters = 8192;
/** A frame longer than this is no frame: the engine cuts at 16 KiB and a timestamp. */
const mostFrameBytes = 1024 ** 2;

const lineOf = (stream: EngineLogLine['stream'], raw: string): EngineLogLine => {
  const space = raw.indexOf(' ');
  const cursor = space < 0 ? raw : raw.slice(0, space);
  const text = space < 0 ? '' : raw.slice(space + 1);
  return { stream, at: Date.parse(cursor), cursor, text: withoutControls(text).slice(0, mostCharacters) };
};

export interface LogFrameReader {
  /** @returns the lines that this chunk completes @throws when the stream is not multiplexed */
  take(chunk: Uint8Array): EngineLogLine[];
}

/** For a stream with timestamps: each frame is one line, or one part of a line longer than the engine's buffer. */
export const createLogFrameReader = (): LogFrameReader => {
  let held = Buffer.alloc(0);
  return {
    take: (chunk) => {
      held = Buffer.concat([held, chunk]);
      const lines: EngineLogLine[] = [];
      while (held.length >= headerBytes) {
        const sizeBytes = held.readUInt32BE(4);
        if (sizeBytes > mostFrameBytes) throw new Error('the log stream is not multiplexed');
        if (held.length < headerBytes + sizeBytes) break;
        const stream = held[0] === 2 ? 'stderr' : 'stdout';
        const content = held.subarray(headerBytes, headerBytes + sizeBytes).toString('utf8');
        held = held.subarray(headerBytes + sizeBytes);
        lines.push(lineOf(stream, content.replace(/\r?\n$/, '')));
      }
      return lines;
    },
  };
};
