/**
 * A network of one process for tests of the device's side: the real contracts on a loopback port, with real signatures,
 * and everything it says under the test's control. It keeps no ledger and judges no proof.
 */
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { WebSocketServer } from 'ws';
import type { OutboxItem } from '../../../shared/contract/network/events.ts';
import type { ImageSigner } from '../../../shared/contract/network/image-signers.ts';
import type { NetworkOutputs } from '../../../shared/contract/network/index.ts';
import type { ProofVerdict } from '../../../shared/contract/network/proofs.ts';
import type { JobOffer } from '../../../shared/contract/network/session.ts';
import type { IntentFacts } from '../../../shared/domain/intents/facts.ts';
import { offerMessage } from '../../../shared/domain/signing/messages.ts';
import { contentDigestHeader, signatureBaseOf } from '../../../shared/domain/signing/signature-base.ts';
import { isFresh, readSignatureHeaders } from '../../../shared/domain/signing/signature-headers.ts';
import { offer, standing } from './fake-account.ts';
import { createFakeApi } from './fake-api.ts';
import { createFakeSession, type FakeSession } from './fake-session.ts';
import { isSignedBy } from './signed-by.ts';

/** What the network says and what it was told; a test reads and changes it at any time. */
export interface FakeState {
  readonly deviceId: string;
  hourMs: number;
  imageSigners: ImageSigner[];
  /** How far this network's clock is ahead. */
  aheadMs: number;
  /** Requests are read and never answered. */
  hangs: boolean;
  refusesSessions: boolean;
  /** Ids that an append is acknowledged with; all of them by default. */
  acknowledges: (items: readonly OutboxItem[]) => string[];
  commits: (challengeId: string) => 'nonce' | 'late' | 'unknown';
  stakes: (amount: bigint) => 'done' | 'too_large' | 'in_use' | 'too_many';
  verdict: ProofVerdict['verdict'];
  /** Key that registered; null before. */
  deviceKey: string | null;
  readonly nonces: Set<string>;
  readonly appended: OutboxItem[][];
  readonly heartbeats: { seq: number; state: string }[];
  readonly committed: string[];
  isPlay: boolean;
  /** What the device holds, as `GET /v1/stake` says it. */
  standing: NetworkOutputs['stake']['standing'];
  /** Of somebody else's device, and what the account has behind it. */
  offer: NetworkOutputs['offers']['read'];
  supported: bigint;
  /** Owner of the account; null: nobody yet. */
  ownerKey: string | null;
  /** null: the account has no wallet yet. */
  walletKey: string | null;
  /** What the network says instead, in the text and beside it. */
  lies: Partial<IntentFacts>;
  /** What becomes of the text alone on its way. */
  altersText: (text: string) => string;
  /** How a signed intent ends. */
  ends: (intentId: string) => 'done' | 'expired' | 'outdated';
  /** Intents that were signed, as often as they were. */
  readonly moves: { action: string; amount: string; intentId: string }[];
  registrations: number;
}

export interface FakeNetwork {
  readonly url: string;
  readonly state: FakeState;
  readonly networkKey: string;
  /** Sends an event, of whatever shape, to the connected device. @returns false when there is none */
  say(event: unknown): boolean;
  /** Sends a frame as it is. */
  sayRaw(frame: string | Buffer): void;
  /** Ends the sessions as a network does that does not want them any more. */
  endSessions(code: number, reason: string): void;
  offer(change?: Partial<JobOffer>): JobOffer;
  /** Breaks all connections off and frees the port. */
  stop(): Promise<void>;
  /** Listens on the same port again. */
  start(): Promise<void>;
  /** WebSockets that are open now. */
  sockets(): number;
}

export interface FakeContext {
  request: { publicKey: string } | { refusal: 'unsigned' | 'altered' | 'digest_mismatch' } | 'stale' | 'replayed';
}

const header = (request: IncomingMessage, name: string): string | null => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : null;
};

const readBody = async (request: IncomingMessage): Promise<Buffer<ArrayBuffer>> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const check = (state: FakeState, request: IncomingMessage, body: Buffer): FakeContext['request'] => {
  const read = readSignatureHeaders({
    signatureInput: header(request, 'signature-input'),
    signature: header(request, 'signature'),
  });
  if (read.kind === 'refused') return { refusal: 'unsigned' };
  const contentDigest = contentDigestHeader(new Uint8Array(createHash('sha256').update(body).digest()));
  if (header(request, 'content-digest') !== contentDigest) return { refusal: 'digest_mismatch' };
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const target = {
    method: request.method ?? '',
    authority: request.headers.host ?? '',
    path,
    query: `?${query}`,
    contentDigest,
  };
  const { base } = signatureBaseOf(target, read.parameters);
  if (!isSignedBy(read.parameters.keyId, base, read.signature)) return { refusal: 'altered' };
  if (!isFresh(read.parameters.created, Date.now() + state.aheadMs)) return 'stale';
  if (state.nonces.has(read.parameters.nonce)) return 'replayed';
  state.nonces.add(read.parameters.nonce);
  return { publicKey: read.parameters.keyId };
};

export const startFakeNetwork = async (): Promise<FakeNetwork> => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const networkKey = publicKey.export({ format: 'jwk' }).x ?? '';
  const state: FakeState = {
    deviceId: randomUUID(),
    hourMs: 60_000,
    imageSigners: [],
    aheadMs: 0,
    hangs: false,
    refusesSessions: false,
    acknowledges: (items) => items.map(({ id }) => id),
    commits: () => 'nonce',
    stakes: () => 'done',
    verdict: 'passed',
    deviceKey: null,
    nonces: new Set(),
    appended: [],
    heartbeats: [],
    committed: [],
    isPlay: true,
    standing,
    offer,
    supported: 100n,
    ownerKey: null,
    walletKey: null,
    lies: {},
    altersText: (text) => text,
    ends: () => 'done',
    moves: [],
    registrations: 0,
  };
  const api = new OpenAPIHandler<FakeContext>(createFakeApi(state, networkKey));
  const live = new Set<FakeSession>();
  let port = 0;
  let stopOne = async (): Promise<void> => undefined;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    if (state.hangs) return;
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers))
      if (typeof value === 'string') headers.set(name, value);
    const asked = new Request(new URL(request.url ?? '/', `http://127.0.0.1:${port}`), {
      method: request.method ?? 'GET',
      headers,
      ...(body.byteLength === 0 ? {} : { body }),
    });
    const answered = await api.handle(asked, { prefix: '/v1', context: { request: check(state, request, body) } });
    const said = answered.response ?? new Response('{}', { status: 404 });
    response.writeHead(said.status, Object.fromEntries(said.headers));
    response.end(await said.text());
  };

  const listen = (server: Server): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        port = (server.address() as AddressInfo).port;
        resolve();
      });
    });

  const start = async (): Promise<void> => {
    const server = createServer((request, response) => {
      handle(request, response).catch(() => response.destroy());
    });
    const sockets = new WebSocketServer({ noServer: true });
    // Once a connection asked for an upgrade the server no longer knows it.
    const upgrading = new Set<Duplex>();
    server.on('upgrade', (request, socket, head) => {
      if (request.url !== '/v1/session') return socket.destroy();
      upgrading.add(socket);
      socket.on('close', () => upgrading.delete(socket));
      if (state.hangs) return;
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        const session = createFakeSession(state, webSocket, request.headers.host ?? '');
        live.add(session);
        webSocket.on('close', () => live.delete(session));
      });
    });
    await listen(server);
    stopOne = async () => {
      for (const socket of upgrading) socket.destroy();
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    };
  };
  await start();

  return {
    url: `http://127.0.0.1:${port}`,
    state,
    networkKey,
    say: (event) => [...live].map((session) => session.say(event)).some(Boolean),
    sayRaw: (frame) => {
      for (const session of live) session.sayRaw(frame);
    },
    endSessions: (code, reason) => {
      for (const session of live) session.end(code, reason);
    },
    offer: (change = {}) => {
      const unsigned = {
        offerId: randomUUID(),
        deviceId: state.deviceId,
        spec: {
          id: `demo-${randomUUID().slice(0, 8)}`,
          image: `registry.example/perigee/demo@sha256:${'a'.repeat(64)}`,
          command: [],
          env: {},
          workdir: null,
          memoryBytes: 256 * 2 ** 20,
          cpuThreads: 1,
          pids: 64,
          scratchBytes: 0,
          gpus: [],
          network: 'none' as const,
          maxSeconds: 60,
        },
        pay: '200000000',
        expiresAt: Date.now() + 120_000,
        whenOwnerReturns: 'freeze' as const,
        imageSignature: null,
        ...change,
      };
      const signature = sign(null, Buffer.from(offerMessage(unsigned)), privateKey).toString('base64url');
      return { ...unsigned, signature: change.signature ?? signature };
    },
    stop: () => stopOne(),
    start,
    sockets: () => live.size,
  };
};
