/** The frames that the relay in a gateway and the app exchange, as `relay/relay.c` describes them. Pure. */

/** `credit` carries how many bytes were taken; `open` with connection 0 says that the relay listens. */
export type Frame =
  | { kind: 'open' | 'end' | 'reset'; connection: number }
  | { kind: 'data'; connection: number; bytes: Buffer }
  | { kind: 'credit'; connection: number; taken: number };

/** Bytes of one direction of a connection that may be on the way. */
export const windowBytes = 524_288;
export const mostPayloadBytes = 32_768;
const headerBytes = 8;

const codes = { open: 1, data: 2, end: 3, reset: 4, credit: 5 } as const;
const kinds = new Map(Object.entries(codes).map(([kind, code]) => [code, kind as Frame['kind']]));

export const encodeFrame = (frame: Frame): Buffer => {
  const payload = frame.kind === 'data' ? frame.bytes : frame.kind === 'credit' ? Buffer.alloc(4) : Buffer.alloc(0);
  if (frame.kind === 'credit') payload.writeUInt32LE(frame.taken);
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(frame.connection, 0);
  header.writeUInt16LE(payload.length, 4);
  header.writeUInt8(codes[frame.kind], 6);
  return Buffer.concat([header, payload]);
};

export interface FrameReader {
  /** @returns the frames that are whole now, in order @throws RangeError for what no relay says */
  take(chunk: Uint8Array): Frame[];
}

export const createFrameReader = (): FrameReader => {
  let held: Buffer = Buffer.alloc(0);
  const frameOf = (connection: number, code: number, payload: Buffer): Frame => {
    const kind = kinds.get(code as (typeof codes)[Frame['kind']]);
    if (kind === undefined || payload.length > mostPayloadBytes) throw new RangeError('no frame of a relay');
    if (kind === 'data') return { kind, connection, bytes: Buffer.from(payload) };
    if (kind !== 'credit') return { kind, connection };
    if (payload.length !== 4) throw new RangeError('no frame of a relay');
    return { kind, connection, taken: payload.readUInt32LE() };
  };
  return {
    take: (chunk) => {
      held = held.length === 0 ? Buffer.from(chunk) : Buffer.concat([held, chunk]);
      const frames: Frame[] = [];
      let at = 0;
      while (held.length - at >= headerBytes) {
        const end = at + headerBytes + held.readUInt16LE(at + 4);
        if (held.length < end) break;
        frames.push(frameOf(held.readUInt32LE(at), held.readUInt8(at + 6), held.subarray(at + headerBytes, end)));
        at = end;
      }
      held = held.subarray(at);
      return frames;
    },
  };
};
