/**
 * The bus of several processes, over a stream of NATS JetStream. This process's own devices hear at once and by no server;
 * the others' hear through it, in order. While the server is away the bus keeps what it is told, up to a bound, and goes
 * on by itself when the server is back.
 */
import { randomUUID } from 'node:crypto';
import { type JsMsg, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, headers, type NatsConnection } from '@nats-io/transport-node';
import { PerigeeError } from '../../../shared/contract/codes.ts';
import type { Log } from '../../../shared/log.ts';
import type { Clock } from '../../../shared/units/time.ts';
import type { Bus, BusMessage } from './bus.ts';
import { type BusAddress, readBusAddress } from './bus-address.ts';
import { createBusOutbox } from './bus-outbox.ts';
import { readMessage, subjectsOf, writeMessage } from './bus-wire.ts';
import { createInProcessBus } from './in-process-bus.ts';
import { readStream } from './nats-stream.ts';

const answerWithinMs = 5_000;
const drainWithinMs = 2_000;
/** Two unanswered ones, and the line is dead. */
const pingEveryMs = 5_000;
const reconnectEveryMs = 250;
/** Which process a message is from, so that it does not hear itself twice. */
const senderHeader = 'Perigee-Process';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A line for the first, the tenth, the hundredth, so that nobody can fill the log. */
const isWorthALine = (count: number): boolean => /^10*$/.test(String(count));

const connectTo = ({ servers, isTls, credentials }: BusAddress): Promise<NatsConnection> =>
  connect({
    servers: [...servers],
    ...credentials,
    ...(isTls ? { tls: {} } : {}),
    name: 'perigee-network',
    timeout: answerWithinMs,
    maxReconnectAttempts: -1,
    reconnectTimeWait: reconnectEveryMs,
    // A password that was changed there is changed back, or the process is started anew; until then it asks again.
    ignoreAuthErrorAbort: true,
    pingInterval: pingEveryMs,
    maxPingOut: 2,
  });

/**
 * @param options.url  as `readBusAddress` reads it
 * @throws SETTINGS_INVALID when it is none; BUS_UNREACHABLE when no server answers there, or none with JetStream
 */
export const openNatsBus = async ({
  url,
  clock,
  log,
}: {
  readonly url: string;
  /** Real time: the server's own does not stand still. */
  readonly clock: Clock;
  readonly log: Log;
}): Promise<Bus> => {
  const address = readBusAddress(url);
  const { network, shown } = address;
  const unreachable = (cause: unknown): PerigeeError<'BUS_UNREACHABLE'> =>
    new PerigeeError('BUS_UNREACHABLE', { address: shown, detail: messageOf(cause) }, { cause });
  const subjects = subjectsOf(network);
  const own = randomUUID();
  const local = createInProcessBus();
  let [heard, refused] = [0, 0];

  const connection = await connectTo(address).catch((cause: unknown) => {
    throw unreachable(cause);
  });

  const take = (message: Pick<JsMsg, 'subject' | 'data' | 'headers'>): void => {
    if (message.headers?.get(senderHeader) === own) return;
    const read = readMessage(network, message.subject, message.data);
    if (read === null) {
      refused += 1;
      if (isWorthALine(refused)) log.warn('bus_message_refused', { subject: message.subject, refused });
      return;
    }
    heard += 1;
    if (read.deviceId === null) local.toAll(read.event);
    else local.toDevice(read.deviceId, read.event);
  };

  const openReader = async () => {
    const jsm = await jetstreamManager(connection, { timeout: answerWithinMs });
    const js = jetstream(connection, { timeout: answerWithinMs });
    const reader = await readStream(
      { js, jsm, clock },
      { network, subjects },
      { take, onLost: (error) => log.warn('bus_not_read', { address: shown, detail: messageOf(error) }) },
    );
    return { js, reader };
  };
  const { js, reader } = await openReader().catch(async (cause: unknown) => {
    await connection.close();
    throw unreachable(cause);
  });

  let isUp = true;
  const outbox = createBusOutbox({
    clock,
    onLost: (lost) => {
      if (isWorthALine(lost)) log.warn('bus_events_lost', { lost });
    },
    send: async ({ id, subject, bytes }) => {
      if (!isUp) throw new Error('the server is away');
      if (bytes.length > (connection.info?.max_payload ?? bytes.length)) return 'refused';
      const given = headers();
      given.set(senderHeader, own);
      await js.publish(subject, bytes, { msgID: id, headers: given });
      return 'sent';
    },
  });

  const watch = async (): Promise<void> => {
    for await (const status of connection.status()) {
      if (status.type === 'disconnect' && isUp) {
        isUp = false;
        log.warn('bus_away', { address: shown });
      } else if (status.type === 'reconnect') {
        isUp = true;
        log.info('bus_back', { address: shown, ...outbox.counts });
        reader.renew();
        outbox.stir();
      } else if (status.type === 'error') log.warn('bus_error', { address: shown, detail: messageOf(status.error) });
    }
  };
  const watching = watch();

  const publish = (message: BusMessage): void => {
    const { deviceId, event } = message;
    if (deviceId === null) local.toAll(event);
    else local.toDevice(deviceId, event);
    outbox.add({ id: randomUUID(), subject: subjects.of(message), bytes: writeMessage(message) });
  };

  return {
    toDevice: (deviceId, event) => publish({ deviceId, event }),
    toAll: (event) => publish({ deviceId: null, event }),
    subscribe: local.subscribe,
    standing: () => ({
      isConnected: isUp && reader.isReading && !outbox.isStuck,
      waiting: outbox.counts.waiting,
      sent: outbox.counts.sent,
      heard,
      lost: outbox.counts.lost + reader.missed,
      refused,
    }),
    close: async () => {
      await outbox.close(isUp ? drainWithinMs : 0);
      const read = reader.close();
      await connection.close();
      await Promise.all([read, watching]);
      await local.close();
    },
  };
};
