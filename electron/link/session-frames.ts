/**
 * Lets only well-formed frames of the session through to the RPC client, which would otherwise fail where nobody can
 * catch it. What a frame carries is judged later, by the contract's schemas.
 */
import type { WebSocket } from 'ws';
import { z } from 'zod';
import { isDeeperThan, keyFaultsOf } from '../../shared/json/key-faults.ts';

/** Rich values (dates, sets, files) have no use in this contract, so their descriptions are refused. */
const plainValue = z.object({ json: z.unknown().optional(), meta: z.array(z.unknown()).max(0).optional() });
const frameId = z.union([z.string(), z.number()]);

const answerFrame = z.object({
  i: frameId,
  t: z.literal(2).optional(),
  p: z.object({
    s: z.number().int().optional(),
    h: z
      .looseObject({
        'content-type': z.literal('text/event-stream').optional(),
        'content-disposition': z.undefined().optional(),
      })
      .optional(),
    b: plainValue.optional(),
  }),
});
const eventFrame = z.object({
  i: frameId,
  t: z.literal(3),
  p: z.object({
    e: z.enum(['message', 'error', 'done']),
    d: plainValue.optional(),
    m: z.object({}).optional(),
  }),
});
const endFrame = z.object({ i: frameId, t: z.literal(4) });
/** The deepest is an offer's variables: frame, payload, value, event, offer, job, variables. */
const mostDepth = 16;
const frameSchema = z.union([answerFrame, eventFrame, endFrame]);

/** @returns null when the RPC client can read it; else why not */
export const faultOfFrame = (data: unknown): string | null => {
  if (typeof data !== 'string') return 'not text';
  if (isDeeperThan(data, mostDepth)) return 'too deep';
  let json: unknown;
  try {
    json = JSON.parse(data);
  } catch {
    return 'not JSON';
  }
  // What was signed and what is read must be one thing.
  if (keyFaultsOf(data).isRepeated) return 'a key twice';
  return frameSchema.safeParse(json).success ? null : 'no frame of the session';
};

/** The part of a WebSocket that the RPC client uses. */
export type SessionSocket = Pick<
  globalThis.WebSocket,
  'addEventListener' | 'removeEventListener' | 'send' | 'readyState'
>;

/** @param onFault  told of each frame that was dropped */
export const guardFrames = (socket: WebSocket, onFault: (detail: string) => void): SessionSocket => ({
  get readyState() {
    return socket.readyState;
  },
  send: (data) => socket.send(data as string),
  addEventListener: (type: string, listener: unknown) => {
    const hear = listener as (event: { data?: unknown }) => void;
    if (type === 'close') socket.on('close', () => hear({}));
    if (type === 'open') socket.on('open', () => hear({}));
    if (type !== 'message') return;
    socket.on('message', (raw, isBinary) => {
      const data = isBinary ? null : raw.toString();
      const fault = faultOfFrame(data);
      if (fault === null) hear({ data });
      else onFault(fault);
    });
  },
  removeEventListener: () => undefined,
});
