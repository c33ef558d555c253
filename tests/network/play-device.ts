/**
 * A device as the network sees it, by hand: signs each request itself, holds a session, and proves on the processor. It
 * shares no code with the app's link, so that the two cannot be wrong together.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, randomUUID, sign } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type { HardwareClaim, NetworkDevice } from '../../shared/contract/network/devices.ts';
import type { sessionContract } from '../../shared/contract/network/index.ts';
import type {
  Challenge,
  FillShare,
  ProofTelemetry,
  ProofVerdict,
  WalkShare,
} from '../../shared/contract/network/proofs.ts';
import type { SessionEvent } from '../../shared/contract/network/session.ts';
import { provenBytes } from '../../shared/domain/proof/difficulty.ts';
import { createCpuProver } from '../../shared/domain/proof/prove-cpu.ts';

export interface Answer {
  readonly status: number;
  /** Whatever the network answered. */
  readonly body: Record<string, unknown>;
}

export interface SignedParts {
  method: string;
  authority: string;
  path: string;
  query: string;
  body: string;
  created: number;
  nonce: string;
  tag: string;
  alg: string;
}

export interface PlayPart {
  gpu: number;
  coveredBytes: number;
  fillShares: FillShare[];
}
export interface PlayWalk {
  gpu: number;
  walkShares: WalkShare[];
  /** What it says of its own work; nothing when left out. */
  telemetry?: ProofTelemetry;
}
export type PlayNonces = { gpu: number; nonce: string }[];

export interface PlayDevice {
  readonly publicKey: string;
  readonly authority: string;
  /** The same device, speaking to the network where it is now. */
  at(baseUrl: string): PlayDevice;
  /** Headers of a request, signed over exactly these parts. */
  headersFor(parts: SignedParts): Record<string, string>;
  partsOf(method: string, path: string, body?: unknown): SignedParts;
  /** Sends a request as it is, signed or not. */
  send(
    parts: Pick<SignedParts, 'method' | 'path' | 'query' | 'body'>,
    headers: Record<string, string>,
  ): Promise<Answer>;
  /** Signs and sends. */
  ask(method: string, path: string, body?: unknown): Promise<Answer>;
  register(claim: HardwareClaim): Promise<NetworkDevice>;
  stake(amount: string): Promise<Answer>;
  /** @param answersPings as every WebSocket does by itself */
  openSession(deviceId: string, answersPings?: boolean): Promise<PlaySession>;
  /** Commits to these fills, right or wrong. @param as list by default, as apps of before there were bytes */
  commit(challenge: Challenge, parts: PlayPart[], as?: 'list' | 'packed'): Promise<Answer>;
  /** Answers with these walks, right or wrong, under a transcript that is signed as it was said. */
  answer(
    challenge: Challenge,
    parts: PlayPart[],
    nonces: PlayNonces,
    walks: PlayWalk[],
    as?: 'list' | 'packed',
  ): Promise<Answer>;
  prove(challenge: Challenge): Promise<ProofVerdict>;
  /** Commits to nothing and answers with nothing. */
  proveNothing(challenge: Challenge): Promise<ProofVerdict>;
}

/** A commitment to nothing, for memory that is said to be there. */
export const emptyParts = ({ parts }: Challenge): PlayPart[] =>
  parts.map(({ gpu, spec }) => ({ gpu, coveredBytes: provenBytes(spec), fillShares: [] }));

/** JSON with sorted keys. */
const sortedJson = (value: unknown): string =>
  JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );

export interface PlaySession {
  readonly events: SessionEvent[];
  beat(state?: 'ready' | 'hired' | 'paused'): Promise<void>;
  /** The next event of a kind that was not taken yet. */
  next<Kind extends SessionEvent['kind']>(kind: Kind): Promise<Extract<SessionEvent, { kind: Kind }>>;
  close(): void;
}

export const cpuClaim: HardwareClaim = {
  kind: 'cpu',
  class: 'cpu',
  count: 1,
  vramBytes: null,
  isSoftware: false,
  threads: 2,
  gpus: [],
  algorithms: ['perigee-fill-walk-1'],
};

const u16 = (value: number): Buffer => Buffer.of(value & 255, value >> 8);
const u32 = (value: number): Buffer => Buffer.concat([u16(value & 0xffff), u16(value >>> 16)]);
/** Each share's little-endian fields, one after the other, in base64. */
const packed = (shares: Buffer[][]): string => Buffer.concat(shares.flat()).toString('base64');

const eventWithinMs = 5_000;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

/** @param keys of a device that was known before; a new one by default */
export const createPlayDevice = (
  baseUrl: string,
  now: () => number,
  keys = generateKeyPairSync('ed25519'),
): PlayDevice => {
  const { privateKey, publicKey: key } = keys;
  const publicKey = (key as KeyObject).export({ format: 'jwk' }).x ?? '';
  const url = new URL(baseUrl);
  const authority = url.host;

  const partsOf: PlayDevice['partsOf'] = (method, path, body) => ({
    method,
    authority,
    path,
    query: '?',
    body: body === undefined ? '' : JSON.stringify(body),
    created: Math.floor(now() / 1000),
    nonce: randomBytes(16).toString('base64url'),
    tag: 'perigee-1',
    alg: 'ed25519',
  });

  const headersFor: PlayDevice['headersFor'] = (parts) => {
    const digest = `sha-256=:${sha256(parts.body)}:`;
    const params = `("@method" "@authority" "@path" "@query" "content-digest");created=${parts.created};nonce="${parts.nonce}";keyid="${publicKey}";alg="${parts.alg}";tag="${parts.tag}"`;
    const base = [
      `"@method": ${parts.method}`,
      `"@authority": ${parts.authority}`,
      `"@path": ${parts.path}`,
      `"@query": ${parts.query}`,
      `"content-digest": ${digest}`,
      `"@signature-params": ${params}`,
    ].join('\n');
    return {
      host: parts.authority,
      'content-digest': digest,
      'signature-input': `perigee=${params}`,
      signature: `perigee=:${sign(null, Buffer.from(base), privateKey).toString('base64')}:`,
      ...(parts.body === '' ? {} : { 'content-type': 'application/json' }),
    };
  };

  const send: PlayDevice['send'] = ({ method, path, query, body }, headers) =>
    new Promise((resolve, reject) => {
      const target = query === '?' ? path : `${path}${query}`;
      const sent = httpRequest(
        {
          host: url.hostname,
          port: url.port,
          method,
          path: target,
          headers: { ...headers, 'content-length': Buffer.byteLength(body) },
          // A connection of its own: a kept one may be closed just as it is taken up again.
          agent: false,
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            resolve({ status: response.statusCode ?? 0, body: text === '' ? {} : JSON.parse(text) });
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });

  const ask: PlayDevice['ask'] = (method, path, body) => {
    const parts = partsOf(method, path, body);
    return send(parts, headersFor(parts));
  };

  const ok = async (method: string, path: string, body: unknown): Promise<Record<string, unknown>> => {
    const { status, body: answered } = await ask(method, path, body);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(answered)}`);
    return answered;
  };

  const commit: PlayDevice['commit'] = ({ challengeId }, parts, as = 'list') =>
    ask('POST', `/v1/proofs/${challengeId}/commitment`, {
      parts:
        as === 'list'
          ? parts
          : parts.map((part) => ({
              ...part,
              fillShares: packed(part.fillShares.map(({ shard, item, word }) => [u16(shard), u32(item), u32(word)])),
            })),
    });

  const answer: PlayDevice['answer'] = ({ challengeId, parts: asked }, parts, nonces, walks, as = 'list') => {
    const transcript = {
      challengeId,
      parts: asked.map(({ gpu, spec }) => ({
        gpu,
        spec,
        fillShares: parts.find((part) => part.gpu === gpu)?.fillShares ?? [],
        nonce: nonces.find((given) => given.gpu === gpu)?.nonce ?? '',
        walkShares: walks.find((walk) => walk.gpu === gpu)?.walkShares ?? [],
      })),
    };
    const text = `perigee-transcript-1\n${sortedJson(transcript)}`;
    return ask('POST', `/v1/proofs/${challengeId}/answer`, {
      parts: walks.map((walk) => ({
        telemetry: null,
        ...walk,
        ...(as === 'packed'
          ? { walkShares: packed(walk.walkShares.map(({ lane, digest }) => [lane, ...digest].map(u32))) }
          : {}),
      })),
      signature: sign(null, Buffer.from(text), privateKey).toString('base64url'),
    });
  };

  const verdictOf = ({ status, body }: Answer): ProofVerdict => {
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    return body as unknown as ProofVerdict;
  };

  /** Commits, and answers with the walks that the nonces ask for. */
  const give = async (
    challenge: Challenge,
    parts: PlayPart[],
    walk: (gpu: number, nonce: string) => Promise<WalkShare[]>,
  ): Promise<ProofVerdict> => {
    const { status, body } = await commit(challenge, parts);
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    const nonces = body.parts as PlayNonces;
    const walks: PlayWalk[] = [];
    for (const { gpu, nonce } of nonces) walks.push({ gpu, walkShares: await walk(gpu, nonce) });
    return verdictOf(await answer(challenge, parts, nonces, walks));
  };

  return {
    publicKey,
    authority,
    at: (newUrl) => createPlayDevice(newUrl, now, keys),
    partsOf,
    headersFor,
    send,
    ask,
    register: async (claim) =>
      (await ok('POST', '/v1/devices', { publicKey, name: 'play', claim })) as unknown as NetworkDevice,
    stake: (amount) => ask('POST', '/v1/stake', { amount, idempotencyKey: randomUUID() }),

    openSession: async (deviceId, answersPings = true) => {
      const socket = new WebSocket(`ws://${authority}/v1/session`, { autoPong: answersPings });
      await new Promise<void>((resolve, reject) => {
        socket.once('open', resolve);
        socket.once('error', reject);
      });
      socket.on('error', () => undefined);
      const client: ContractRouterClient<typeof sessionContract> = createORPCClient(
        new RPCLink({ websocket: socket as never }),
      );
      const { challenge } = await client.open();
      const signature = sign(null, Buffer.from(`perigee-session-1\n${authority}\n${challenge}`), privateKey);
      await client.authenticate({ deviceId, signature: signature.toString('base64url') });
      const events: SessionEvent[] = [];
      const taken = new Set<SessionEvent>();
      let stir = (): void => undefined;
      const iterator = await client.events();
      void (async () => {
        for await (const event of iterator) {
          events.push(event);
          stir();
        }
      })().catch(() => undefined);
      let seq = 0;
      return {
        events,
        beat: async (state = 'ready') => {
          seq += 1;
          await client.heartbeat({ seq, state });
        },
        next: async (kind) => {
          for (;;) {
            const found = events.find((event) => event.kind === kind && !taken.has(event));
            if (found !== undefined) {
              taken.add(found);
              return found as Extract<SessionEvent, { kind: typeof kind }>;
            }
            await new Promise<void>((resolve, reject) => {
              const late = setTimeout(() => reject(new Error(`no ${kind} came`)), eventWithinMs);
              stir = () => {
                clearTimeout(late);
                resolve();
              };
            });
          }
        },
        close: () => socket.terminate(),
      };
    },

    commit,
    answer,
    prove: async (challenge) => {
      const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
      const provers = challenge.parts.map(({ gpu, spec }) => ({ gpu, spec, prover: createCpuProver(spec, breathe) }));
      const parts: PlayPart[] = [];
      for (const { gpu, spec, prover } of provers)
        parts.push({ gpu, coveredBytes: provenBytes(spec), fillShares: await prover.fill() });
      return give(challenge, parts, async (gpu, nonce) => {
        const own = provers.find((each) => each.gpu === gpu);
        return own === undefined ? [] : own.prover.walk(nonce);
      });
    },
    proveNothing: (challenge) => give(challenge, emptyParts(challenge), async () => []),
  };
};
