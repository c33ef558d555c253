/**
 * A device as the network sees it, by hand: a key that holds a session and proves on the processor. Its coins are moved
 * by an owner with a wallet, as they are for every device.
 */
import { generateKeyPairSync, type KeyPairKeyObjectResult } from 'node:crypto';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import { callDeadlineMs } from '../../electron/link/api-client.ts';
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
import { type Answer, createPlayKey, type PlayKey } from './play-key.ts';
import { createPlayOwner, type PlayOwner } from './play-owner.ts';

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

/** Keys of whoever owns a device's account. */
export interface PlayOwnerKeys {
  readonly member: KeyPairKeyObjectResult;
  readonly wallet: KeyPairKeyObjectResult;
  /** Settled when the network knows both; null: not begun. */
  letIn: Promise<unknown> | null;
}

export interface PlayDevice extends PlayKey {
  /** The same device, speaking to the network where it is now. */
  at(baseUrl: string): PlayDevice;
  /** @param enrolment  token of the account that it comes into; its own account by default */
  register(claim: HardwareClaim, enrolment?: string): Promise<NetworkDevice>;
  readonly ownerKeys: PlayOwnerKeys;
  /** Who owns its account: made, and let in with a wallet, when it is first asked for. */
  owner(): Promise<PlayOwner>;
  stake(amount: string): Promise<Answer>;
  unstake(amount: string): Promise<Answer>;
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
export const sortedJson = (value: unknown): string =>
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

export const newOwnerKeys = (): PlayOwnerKeys => ({
  member: generateKeyPairSync('ed25519'),
  wallet: generateKeyPairSync('ed25519'),
  letIn: null,
});

/** @param keys of a device that was known before; a new one by default, whose owner is let in when first asked for */
export const createPlayDevice = (
  baseUrl: string,
  now: () => number,
  keys = generateKeyPairSync('ed25519'),
  ownerKeys = newOwnerKeys(),
): PlayDevice => {
  const playKey = createPlayKey(baseUrl, now, keys);
  const { publicKey, authority, ask, ok, signText } = playKey;

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
      signature: signText(text),
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

  const deviceId = async (): Promise<string> => String((await ok('GET', '/v1/devices/me')).id);
  const owner: PlayDevice['owner'] = async () => {
    const { member, wallet } = ownerKeys;
    const made = createPlayOwner(
      baseUrl,
      now,
      createPlayKey(baseUrl, now, member),
      createPlayKey(baseUrl, now, wallet),
    );
    ownerKeys.letIn ??= made.adopt(playKey).then(() => made.name({ kind: 'wallet_key' }));
    await ownerKeys.letIn;
    return made;
  };

  return {
    ...playKey,
    ownerKeys,
    at: (newUrl) => createPlayDevice(newUrl, now, keys, ownerKeys),
    register: async (claim, enrolment) =>
      (await ok('POST', '/v1/devices', {
        publicKey,
        name: 'play',
        claim,
        ...(enrolment === undefined ? {} : { enrolment }),
      })) as unknown as NetworkDevice,
    owner,
    stake: async (amount) => (await owner()).move('stake', await deviceId(), amount),
    unstake: async (amount) => (await owner()).move('unstake', await deviceId(), amount),

    openSession: async (deviceId, answersPings = true) => {
      const socket = new WebSocket(`ws://${authority}/v1/session`, {
        autoPong: answersPings,
        handshakeTimeout: callDeadlineMs,
      });
      await new Promise<void>((resolve, reject) => {
        socket.once('open', resolve);
        socket.once('error', reject);
      });
      socket.on('error', () => undefined);
      const client: ContractRouterClient<typeof sessionContract> = createORPCClient(
        new RPCLink({ websocket: socket as never }),
      );
      const { challenge } = await client.open();
      const signature = signText(`perigee-session-1\n${authority}\n${challenge}`);
      await client.authenticate({ deviceId, signature });
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
