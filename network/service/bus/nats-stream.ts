/**
 * The network's stream on a NATS server, and this process's own reader of it. The reader begins at what is new, goes on
 * where it was after the server was away, and finds out when the stream was made anew meanwhile. It acknowledges nothing:
 * every process hears everything once.
 */
import {
  type ConsumerMessages,
  DiscardPolicy,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import type { Clock } from '../../../shared/units/time.ts';
import { type Subjects, streamNameOf } from './bus-wire.ts';

/** Nobody looks at what is older: by then the database was read. */
const keptMs = 120_000;
const mostBytes = 64 * 2 ** 20;
const mebibyte = 2 ** 20;
const againAfterMs = 250;
/** The server says that often that it is there; after two silences it is asked. */
const heardEveryMs = 2_500;
const nameInUse = 10_058;

interface Made {
  readonly createdAt: string;
  readonly lastSeq: number;
}

const makeStream = async (jsm: JetStreamManager, network: string, subjects: Subjects): Promise<Made> => {
  const name = streamNameOf(network);
  try {
    await jsm.streams.add({
      name,
      subjects: [subjects.devices, subjects.all],
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      discard: DiscardPolicy.Old,
      max_age: nanos(keptMs),
      max_bytes: mostBytes,
      max_msg_size: mebibyte,
      duplicate_window: nanos(keptMs),
      num_replicas: 1,
    });
  } catch (error) {
    // Whoever runs the server may have made it otherwise, with more replicas for one.
    if ((error as { code?: unknown }).code !== nameInUse) throw error;
  }
  const { created, state } = await jsm.streams.info(name);
  return { createdAt: created, lastSeq: state.last_seq };
};

export interface StreamReader {
  /** Looks again at the stream and at what is in it: to be called when the server is back. */
  renew(): void;
  readonly isReading: boolean;
  /** Messages that were gone before they could be read. */
  readonly missed: number;
  /** Resolves when it has ended, at the latest with the connection. */
  close(): Promise<void>;
}

interface Reading {
  readonly messages: ConsumerMessages;
  /** Sequence of the next one. */
  expected: number;
  readonly createdAt: string;
}

/**
 * Makes the stream where it is missing and begins to read.
 *
 * @param take  each message, in order
 * @param onLost  the server stopped serving this reader; it tries again by itself
 * @throws Error when the stream cannot be made or read
 */
export const readStream = async (
  { js, jsm, clock }: { readonly js: JetStreamClient; readonly jsm: JetStreamManager; readonly clock: Clock },
  { network, subjects }: { readonly network: string; readonly subjects: Subjects },
  { take, onLost }: { readonly take: (message: JsMsg) => void; readonly onLost: (error: unknown) => void },
): Promise<StreamReader> => {
  let missed = 0;
  let isReading = false;
  const closing = new AbortController();

  const begin = async (before: Reading | null): Promise<Reading> => {
    const { createdAt, lastSeq } = await makeStream(jsm, network, subjects);
    const isOther = before !== null && (before.createdAt !== createdAt || lastSeq < before.expected - 1);
    const expected = isOther ? 1 : (before?.expected ?? lastSeq + 1);
    const consumer = await js.consumers.get(streamNameOf(network), { opt_start_seq: expected });
    const messages = await consumer.consume({
      expires: heardEveryMs * 4,
      idle_heartbeat: heardEveryMs,
      abort_on_missing_resource: true,
    });
    if (closing.signal.aborted) messages.stop();
    return { messages, expected, createdAt };
  };

  const read = async (reading: Reading): Promise<void> => {
    isReading = true;
    try {
      for await (const message of reading.messages) {
        if (message.seq > reading.expected) missed += message.seq - reading.expected;
        reading.expected = message.seq + 1;
        take(message);
      }
    } finally {
      isReading = false;
    }
  };

  let reading = await begin(null);

  const readOn = async (): Promise<void> => {
    for (let fresh: Reading | null = reading; !closing.signal.aborted; fresh = null) {
      try {
        if (fresh === null) reading = await begin(reading);
        await read(reading);
      } catch (error) {
        if (closing.signal.aborted) return;
        onLost(error);
        await clock.sleep(againAfterMs, closing.signal).catch(() => undefined);
      }
    }
  };
  const running = readOn();

  return {
    renew: () => reading.messages.stop(),
    get isReading() {
      return isReading;
    },
    get missed() {
      return missed;
    },
    close: () => {
      closing.abort();
      reading.messages.stop();
      return running;
    },
  };
};
