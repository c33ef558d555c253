/**
 * The app's end of a relay: every connection that the job makes becomes a stream, and no more of one is held here than its
 * window, however slow the other side is.
 */
import { Duplex } from 'node:stream';
import { createFrameReader, encodeFrame, type Frame, mostPayloadBytes, windowBytes } from './relay-frames.ts';

interface RelayConnection {
  readonly stream: Duplex;
  take(frame: Frame): void;
}

const openConnection = (connection: number, send: (frame: Frame) => void, forget: () => void): RelayConnection => {
  /** What the relay still has room for. */
  let room = windowBytes;
  let waiting: { bytes: Buffer; done: (error?: Error | null) => void } | null = null;
  /** Taken from the relay and not yet asked for by a reader. */
  let owed = 0;
  let heldByWindow = 0;
  let hasEnded = false;
  let hasJobEnded = false;

  const give = (taken: number): void => {
    if (taken > 0 && !hasJobEnded) send({ kind: 'credit', connection, taken });
    heldByWindow -= taken;
  };
  const write = (): void => {
    while (waiting !== null && room > 0) {
      const { bytes, done } = waiting;
      const part = bytes.subarray(0, Math.min(room, mostPayloadBytes));
      room -= part.length;
      send({ kind: 'data', connection, bytes: part });
      const rest = bytes.subarray(part.length);
      waiting = rest.length === 0 ? null : { bytes: rest, done };
      if (rest.length === 0) done();
    }
  };
  const stream = new Duplex({
    allowHalfOpen: true,
    read: () => {
      give(owed);
      owed = 0;
    },
    write: (bytes: Buffer, _encoding, done) => {
      waiting = { bytes, done };
      write();
    },
    final: (done) => {
      hasEnded = true;
      send({ kind: 'end', connection });
      done();
    },
    destroy: (error, done) => {
      if (!(hasEnded && hasJobEnded)) send({ kind: 'reset', connection });
      forget();
      done(error);
    },
  });
  const take = (frame: Frame): void => {
    if (frame.kind === 'data') {
      heldByWindow += frame.bytes.length;
      if (heldByWindow > windowBytes) stream.destroy(new RangeError('a relay sent more than its window'));
      else if (stream.push(frame.bytes)) give(frame.bytes.length);
      else owed += frame.bytes.length;
    } else if (frame.kind === 'credit') {
      room = Math.min(windowBytes, room + frame.taken);
      write();
    } else if (frame.kind === 'end') {
      hasJobEnded = true;
      stream.push(null);
    } else if (frame.kind === 'reset') {
      hasEnded = true;
      hasJobEnded = true;
      stream.destroy();
    }
  };
  return { stream, take };
};

export interface RelayLink {
  /** Settles once the relay takes connections. Rejects when the channel ends before. */
  readonly listening: Promise<void>;
  /** Settles when the channel has ended, however it did; every connection is destroyed then. */
  readonly closed: Promise<void>;
  close(): void;
}

/** @param channel to and from a relay’s standard input and output */
export const linkRelay = (channel: Duplex, onConnection: (stream: Duplex) => void): RelayLink => {
  const connections = new Map<number, RelayConnection>();
  const reader = createFrameReader();
  const listening = Promise.withResolvers<void>();
  listening.promise.catch(() => {});
  const closed = Promise.withResolvers<void>();
  const send = (frame: Frame): void => {
    if (!channel.destroyed && !channel.writableEnded) channel.write(encodeFrame(frame));
  };
  const take = (frame: Frame): void => {
    const { connection } = frame;
    if (frame.kind !== 'open') {
      connections.get(connection)?.take(frame);
      return;
    }
    if (connection === 0) {
      listening.resolve();
      return;
    }
    const opened = openConnection(connection, send, () => connections.delete(connection));
    const { stream } = opened;
    connections.set(connection, opened);
    // A connection that breaks off is the job's own affair.
    stream.on('error', () => {});
    onConnection(stream);
  };
  const end = (): void => {
    for (const { stream } of connections.values()) stream.destroy();
    listening.reject(new Error('the relay is gone'));
    closed.resolve();
  };
  channel.on('data', (chunk: Buffer) => {
    try {
      for (const frame of reader.take(chunk)) take(frame);
    } catch {
      channel.destroy();
    }
  });
  channel.on('error', () => {});
  channel.once('end', () => channel.destroy());
  channel.once('close', end);
  return { listening: listening.promise, closed: closed.promise, close: () => channel.destroy() };
};
