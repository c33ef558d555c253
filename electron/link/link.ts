/**
 * The device's one way to its network: signed calls, the live session, the outbox and the proofs behind one door. It
 * connects these parts and translates their answers; what they mean to the owner is decided elsewhere.
 */
import type { Problem } from '../../shared/contract/codes.ts';
import type { HardwareClaim, NetworkDevice } from '../../shared/contract/network/devices.ts';
import type { DeviceEvent } from '../../shared/contract/network/events.ts';
import type { NetworkOutputs } from '../../shared/contract/network/index.ts';
import type { FillShare, ProofSpec, ProofVerdict, WalkShare } from '../../shared/contract/network/proofs.ts';
import type { JobOffer } from '../../shared/contract/network/session.ts';
import type { OutboxStore } from '../../shared/domain/outbox/store.ts';
import type { ReadonlyCell } from '../../shared/live/cell.ts';
import type { Log } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';

/** Signs as this device. The private key never leaves it. */
export interface Identity {
  /** Raw Ed25519 public key, base64url, 43 characters. */
  readonly publicKey: string;
  /** KEY_SET_ASIDE when the key of before could not be read and this one is new; null otherwise. */
  readonly problem: Problem | null;
  /** @returns 64 bytes */
  sign(message: string): Uint8Array<ArrayBuffer>;
}

/** Does the work of a challenge: fills, commits, and walks for the nonce that the commitment is answered with. */
export type ProvePort = (
  spec: ProofSpec,
  call: { onCommit: (fillShares: FillShare[]) => Promise<string>; signal: AbortSignal; deadlineMs: number },
) => Promise<WalkShare[]>;

export interface Connection {
  state: 'offline' | 'connecting' | 'online';
}

export type StakeAnswer =
  | { kind: 'done'; standing: NetworkOutputs['stake']['standing'] }
  | { kind: 'too_large'; available: bigint }
  | { kind: 'in_use' };

export interface LinkOptions {
  /** Without `/v1`. */
  baseUrl: string;
  identity: Identity;
  clock: Clock;
  log: Log;
  outbox: OutboxStore;
  deviceName: string;
  claim: HardwareClaim;
  prove: ProvePort;
  /** Signed by the network, for this device, and not expired. */
  onOffer(offer: JobOffer): void;
  /** @param proveMs from the challenge's arrival to the answer's sending, by this device's clock */
  onVerdict(verdict: ProofVerdict, proveMs: number): void;
  onEpochClosed(epoch: number): void;
  onSlashed(slashId: string): void;
  onProblem(problem: Problem): void;
  /** What onProblem said of reaching the network is over. */
  onWell?(): void;
}

/**
 * Every call ends within seconds, with its answer or with NETWORK_UNREACHABLE, CLOCK_OFF, NETWORK_REFUSED,
 * DEVICE_REVOKED or, once closed, CANCELLED.
 */
export interface Link {
  readonly connection: ReadonlyCell<Connection>;
  parameters(): Promise<NetworkOutputs['parameters']['current']>;
  /** The same key gets the same device. */
  register(): Promise<NetworkDevice>;
  /** Connects and stays connected, and begins to send the outbox. To be called after `register`. Nothing the second time. */
  startSession(): void;
  /** What heartbeats say while nothing is paused: hired, or ready for a job. */
  setBusy(isHired: boolean): void;
  /** Tells the network at once, and for good through the outbox. @throws what the outbox throws */
  pause(): void;
  resume(): void;
  /**
   * Keeps the event until the network has it.
   *
   * @param id  a UUID; the same one again is the same event
   * @throws what the outbox throws
   */
  report(event: DeviceEvent, id?: string, at?: number): void;
  statement(): Promise<NetworkOutputs['earnings']['statement']>;
  /** @returns null when this device was not part of that hour */
  why(epoch: number): Promise<NetworkOutputs['earnings']['why'] | null>;
  tier(): Promise<NetworkOutputs['tier']['standing']>;
  stakeStanding(): Promise<NetworkOutputs['stake']['standing']>;
  /**
   * @param amount base units
   * @param idempotencyKey  a UUID; the same one again moves nothing more
   */
  stake(amount: bigint, idempotencyKey?: string): Promise<StakeAnswer>;
  unstake(amount: bigint, idempotencyKey?: string): Promise<StakeAnswer>;
  /** Ends session, outbox and proof; calls under way are CANCELLED. Resolves when nothing of it is left. */
  close(): Promise<void>;
}

export type CreateLink = (options: LinkOptions) => Link;
