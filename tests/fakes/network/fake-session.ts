/** One device's WebSocket to the fake network: the session contract, with the device's real signature checked. */
import { randomUUID } from 'node:crypto';
import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import type { WebSocket } from 'ws';
import { sessionContract } from '../../../shared/contract/network/index.ts';
import type { SessionEvent } from '../../../shared/contract/network/session.ts';
import { sessionMessage } from '../../../shared/domain/signing/messages.ts';
import type { FakeState } from './fake-network.ts';
import { isSignedBy } from './signed-by.ts';

export interface FakeSession {
  /** @returns false when the device does not listen */
  say(event: unknown): boolean;
  sayRaw(frame: string | Buffer): void;
  end(code: number, reason: string): void;
}

/** Sends no event by itself: frames are written by hand, so that a test may send what the contract forbids. */
export const createFakeSession = (state: FakeState, socket: WebSocket, authority: string): FakeSession => {
  const challenge = randomUUID();
  let isKnown = false;
  let isListening = false;
  let lastSeq = 0;
  const base = implement(sessionContract);
  const router = base.router({
    open: base.open.handler(() => ({ challenge, serverTime: Date.now() })),
    authenticate: base.authenticate.handler(({ input, errors }) => {
      const isSigned =
        state.deviceKey !== null &&
        isSignedBy(state.deviceKey, sessionMessage(authority, challenge), Buffer.from(input.signature, 'base64url'));
      if (state.refusesSessions || !isSigned || input.deviceId !== state.deviceId) throw errors.SESSION_REFUSED();
      isKnown = true;
      return { sessionId: randomUUID() };
    }),
    heartbeat: base.heartbeat.handler(({ input, errors }) => {
      if (!isKnown) throw errors.SESSION_NOT_AUTHENTICATED();
      if (input.seq !== lastSeq + 1) throw errors.HEARTBEAT_OUT_OF_ORDER();
      lastSeq = input.seq;
      state.heartbeats.push(input);
      return { seq: input.seq, serverTime: Date.now() };
    }),
    events: base.events.handler(async function* ({ errors, signal }): AsyncGenerator<SessionEvent, void, void> {
      if (!isKnown) throw errors.SESSION_NOT_AUTHENTICATED();
      isListening = true;
      await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
      yield* [];
    }),
  });
  /** Number of the call that the device listens with, as it stands in that call's frame. */
  let listenId: unknown = null;
  socket.on('message', (raw) => {
    const frame = JSON.parse(raw.toString()) as { i: unknown; p?: { u?: string } };
    if (frame.p?.u?.endsWith('/events')) listenId = frame.i;
  });
  socket.on('error', () => undefined);
  new RPCHandler(router).upgrade(socket).catch(() => socket.close(1011));
  return {
    say: (event) => {
      if (!isListening) return false;
      socket.send(JSON.stringify({ i: listenId, t: 3, p: { e: 'message', d: { json: event } } }));
      return true;
    },
    sayRaw: (frame) => socket.send(frame),
    end: (code, reason) => socket.close(code, reason),
  };
};
