/**
 * Measures the line of a device elsewhere. The network sends bytes that nobody could have known, the device sends the
 * same ones back, and the network clocks both ways itself: down until the first byte comes back, up until the last.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import type { LinkTest } from '../../../shared/domain/tiers/connectivity.ts';
import type { Network } from '../network.ts';

const testBytes = 16 * 2 ** 20;
const chunkBytes = 2 ** 20;
/** The slowest line that counts, 100 Mbit/s down and 10 up, takes 15 seconds. */
const testWithinMs = 60_000;
/** A test costs the line that others work on. */
const everyHours = 6;
const mostAtOnce = 8;
const bitsPerByte = 8;

interface Test {
  readonly deviceId: string;
  readonly publicKey: string;
  readonly startedAtMs: number;
  /** null until the bytes were asked for. */
  bytes: { readonly content: Buffer; readonly sentAtMs: number } | null;
}

export type TestRequest =
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly status: 404 | 409 | 422 }
  | { readonly kind: 'answered' };

export interface LinkTests {
  /** Asks a connected device for a test where one is due. */
  offer(device: { readonly id: string; readonly publicKey: string }): Promise<void>;
  /**
   * Takes a request of a test.
   *
   * @param keyOf whose valid signature the request bears; asked before anything is sent, and for a body with its digest
   */
  take(
    request: IncomingMessage,
    response: ServerResponse,
    keyOf: (bodySha256: Uint8Array<ArrayBuffer>) => Promise<string | null>,
  ): Promise<TestRequest>;
}

const megabitsPerSecond = (bytes: number, ms: number): number => (bytes * bitsPerByte) / 1e3 / Math.max(ms, 0.001);

const digestOf = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash('sha256').update(bytes).digest());

export const createLinkTests = (
  network: Pick<Network, 'db' | 'clock' | 'sessions' | 'parameters' | 'log'>,
): LinkTests => {
  const { db, clock, sessions, log } = network;
  const open = new Map<string, Test>();

  const forgetOld = (): void => {
    for (const [id, test] of open) if (clock.monotonic() - test.startedAtMs > testWithinMs) open.delete(id);
  };

  const isDue = async (deviceId: string): Promise<boolean> => {
    const last = await db
      .selectFrom('linkTests')
      .select('at')
      .where('deviceId', '=', deviceId)
      .orderBy('at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return last === undefined || clock.now() - last.at >= networkHoursMs(everyHours, network.parameters);
  };

  const send = async (test: Test, response: ServerResponse): Promise<void> => {
    const content = randomBytes(testBytes);
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': testBytes });
    test.bytes = { content, sentAtMs: clock.monotonic() };
    const chunks = Array.from({ length: testBytes / chunkBytes }, (_, at) =>
      content.subarray(at * chunkBytes, (at + 1) * chunkBytes),
    );
    // A device that hangs up has no test.
    await pipeline(Readable.from(chunks), response).catch(() => undefined);
  };

  /** @returns null when what came back is not what was sent */
  const receive = async (test: Test, request: IncomingMessage): Promise<{ test: LinkTest; body: Buffer } | null> => {
    const { bytes } = test;
    if (bytes === null) return null;
    const chunks: Buffer[] = [];
    let size = 0;
    let firstAtMs: number | null = null;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      firstAtMs ??= clock.monotonic();
      size += chunk.byteLength;
      if (size > testBytes) return null;
      chunks.push(chunk);
    }
    const lastAtMs = clock.monotonic();
    const body = Buffer.concat(chunks);
    if (firstAtMs === null || !body.equals(bytes.content)) return null;
    return {
      body,
      test: {
        downMbps: megabitsPerSecond(testBytes, firstAtMs - bytes.sentAtMs),
        upMbps: megabitsPerSecond(testBytes, lastAtMs - firstAtMs),
      },
    };
  };

  return {
    offer: async ({ id, publicKey }) => {
      forgetOld();
      if (open.size >= mostAtOnce || [...open.values()].some(({ deviceId }) => deviceId === id)) return;
      if (!(await isDue(id))) return;
      const testId = randomUUID();
      open.set(testId, { deviceId: id, publicKey, startedAtMs: clock.monotonic(), bytes: null });
      if (!sessions.tell(id, { kind: 'link_test', testId, bytes: testBytes })) open.delete(testId);
    },

    take: async (request, response, keyOf) => {
      const testId = /^\/v1\/link-tests\/([\w-]{36})$/.exec(request.url ?? '')?.[1];
      if (testId === undefined) return { kind: 'none' };
      forgetOld();
      const test = open.get(testId);
      // Nothing of a body is read for a test that nobody was asked to make.
      if (test === undefined) return { kind: 'refused', status: 404 };
      if (request.method === 'GET') {
        if (test.bytes !== null) return { kind: 'refused', status: 409 };
        if ((await keyOf(digestOf(new Uint8Array()))) !== test.publicKey) return { kind: 'refused', status: 404 };
        await send(test, response);
        return { kind: 'answered' };
      }
      if (request.method !== 'POST' || test.bytes === null) return { kind: 'refused', status: 409 };
      const received = await receive(test, request);
      open.delete(testId);
      if (received === null || (await keyOf(digestOf(received.body))) !== test.publicKey)
        return { kind: 'refused', status: 422 };
      await db
        .insertInto('linkTests')
        .values({ deviceId: test.deviceId, at: clock.now(), ...received.test })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      log.info('link_tested', { deviceId: test.deviceId, ...received.test });
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(received.test));
      return { kind: 'answered' };
    },
  };
};
