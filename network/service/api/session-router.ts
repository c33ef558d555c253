/**
 * Answers the session contract on one WebSocket: who is there is proven once, by a signature over this connection's own
 * challenge; after that heartbeats count up and events flow.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { implement } from '@orpc/server';
import { sessionContract } from '../../../shared/contract/network/index.ts';
import { sessionMessage } from '../../../shared/domain/signing/messages.ts';
import type { LinkTest } from '../../../shared/domain/tiers/connectivity.ts';
import { inTransaction } from '../../store/transaction.ts';
import { remindOfEnds } from '../market/job-rows.ts';
import type { Network } from '../network.ts';
import type { Challenges } from '../proofs/challenges.ts';
import type { LinkTests } from '../sessions/link-tests.ts';
import { measureLoopback } from '../sessions/loopback-link.ts';
import { createMailbox } from '../sessions/mailbox.ts';
import { createRoundTrips } from '../sessions/round-trips.ts';
import type { ReportedState, Session } from '../sessions/sessions.ts';
import { isSignedBy } from './ed25519.ts';

/** What belongs to one connection, and ends with it. */
export interface Connection {
  /** Host that the device asked for, as in its upgrade request. */
  readonly authority: string;
  /** Comes from this same machine. */
  readonly isLocal: boolean;
  /** null: not asked for yet, or used up. */
  challenge: string | null;
  session: Session | null;
  /** Asks the other end for these bytes back; nothing where it is closing. */
  ping(payload: Buffer): void;
  close(code: number, reason: string): void;
}

/** Keeps it where every process reads it. No heartbeat fails for it: a database that is away ends no session. */
const keepState = async (
  { db, log }: Pick<Network, 'db' | 'log'>,
  deviceId: string,
  state: ReportedState,
): Promise<void> => {
  try {
    await inTransaction(db, (trx) =>
      trx.updateTable('devices').set({ reportedState: state }).where('id', '=', deviceId).execute(),
    );
  } catch (error) {
    log.warn('state_not_kept', { deviceId, error: String(error) });
  }
};

/** What the way to this machine's own devices is worth, measured once per process. */
const createLocalTest = ({ clock, db, log }: Network): ((deviceId: string) => Promise<void>) => {
  let measured: Promise<LinkTest> | null = null;
  return async (deviceId) => {
    try {
      measured ??= measureLoopback(clock);
      const test = await measured;
      await db
        .insertInto('linkTests')
        .values({ deviceId, at: clock.now(), ...test })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    } catch (error) {
      measured = null;
      log.warn('link_test_failed', { deviceId, detail: String(error) });
    }
  };
};

export const createSessionRouter = (
  network: Network,
  {
    wake,
    linkTests,
    challenges,
  }: {
    readonly wake: () => void;
    readonly linkTests: Pick<LinkTests, 'offer'>;
    readonly challenges: Pick<Challenges, 'takeBack'>;
  },
) => {
  const { clock, sessions, presence, whereabouts, db, meter } = network;
  const testLocally = createLocalTest(network);
  const testLine = async (deviceId: string): Promise<void> => {
    const device = await db
      .selectFrom('devices')
      .select(['id', 'publicKey'])
      .where('id', '=', deviceId)
      .executeTakeFirst();
    if (device !== undefined) await linkTests.offer(device);
  };
  const base = implement(sessionContract).$context<{ connection: Connection }>();
  return base.router({
    open: base.open.handler(({ context }) => {
      const challenge = randomBytes(32).toString('base64url');
      context.connection.challenge = challenge;
      return { challenge, serverTime: clock.now() };
    }),

    authenticate: base.authenticate.handler(async ({ input, context: { connection }, errors }) => {
      const { challenge, authority } = connection;
      // One signature per challenge, right or wrong.
      connection.challenge = null;
      const device = await db
        .selectFrom('devices')
        .select(['id', 'publicKey', 'revokedAt'])
        .where('id', '=', input.deviceId)
        .executeTakeFirst();
      if (challenge === null || connection.session !== null || device === undefined || device.revokedAt !== null)
        throw errors.SESSION_REFUSED();
      const signature = Buffer.from(input.signature, 'base64url');
      if (!isSignedBy(device.publicKey, sessionMessage(authority, challenge), signature))
        throw errors.SESSION_REFUSED();
      if (connection.isLocal) await testLocally(device.id);
      const session: Session = {
        deviceId: device.id,
        sessionId: randomUUID(),
        startedAt: clock.now(),
        state: null,
        lastHeartbeatAt: null,
        seq: 0,
        isListening: false,
        mailbox: createMailbox(),
        roundTrips: createRoundTrips(clock, connection.ping),
        told: new Set(),
      };
      connection.session = session;
      sessions.begin(session, () => connection.close(4001, 'another session of this device'));
      return { sessionId: session.sessionId };
    }),

    heartbeat: base.heartbeat.handler(async ({ input, context: { connection }, errors }) => {
      const { session } = connection;
      if (session === null) throw errors.SESSION_NOT_AUTHENTICATED();
      if (input.seq !== session.seq + 1) throw errors.HEARTBEAT_OUT_OF_ORDER();
      meter.heartbeat();
      const now = clock.now();
      const isFirst = session.lastHeartbeatAt === null;
      presence.settle(session, now);
      session.seq = input.seq;
      session.lastHeartbeatAt = now;
      const isNews = session.state !== input.state;
      session.state = input.state;
      if (isFirst) presence.settle(session, now);
      if (isNews) whereabouts.changed(session.deviceId);
      if (isNews) await keepState(network, session.deviceId, input.state);
      if (isNews && input.state === 'paused') await challenges.takeBack(session.deviceId);
      if (isNews) wake();
      return { seq: input.seq, serverTime: now };
    }),

    events: base.events.handler(async function* ({ context: { connection }, errors, signal }) {
      const { session } = connection;
      if (session === null) throw errors.SESSION_NOT_AUTHENTICATED();
      session.isListening = true;
      whereabouts.changed(session.deviceId);
      await remindOfEnds(network, session.deviceId);
      wake();
      if (!connection.isLocal) await testLine(session.deviceId);
      try {
        yield* session.mailbox.read(signal);
      } finally {
        session.isListening = false;
        whereabouts.changed(session.deviceId);
      }
    }),
  });
};
