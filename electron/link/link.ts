/**
 * The device's one way to its network: signed calls, the live session, the outbox and the proofs behind one door. It
 * connects these parts and translates their answers; what they mean to the owner is decided elsewhere.
 */
import { randomUUID } from 'node:crypto';
import { safe } from '@orpc/client';
import type { Problem } from '../../shared/contract/codes.ts';
import type { ChainReport } from '../../shared/contract/network/benchmarks.ts';
import type { HardwareClaim, NetworkDevice } from '../../shared/contract/network/devices.ts';
import type { DeviceEvent } from '../../shared/contract/network/events.ts';
import type { NetworkOutputs } from '../../shared/contract/network/index.ts';
import type { RentedLogLine } from '../../shared/contract/network/market.ts';
import type { ProofVerdict } from '../../shared/contract/network/proofs.ts';
import type { JobOffer, SessionEvent } from '../../shared/contract/network/session.ts';
import type { Happening } from '../../shared/domain/device-log/happening.ts';
import type { OutboxStore } from '../../shared/domain/outbox/store.ts';
import type { ReadonlyCell } from '../../shared/live/cell.ts';
import type { Log } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';
import { type AccountLink, createAccountLink } from './account-link.ts';
import { createApiClient } from './api-client.ts';
import { type CommunityLink, createCommunityLink } from './community-link.ts';
import { type CourtLink, createCourtLink } from './court-link.ts';
import type { Identity } from './identity.ts';
import { createInferrer, type InferPort } from './inferrer.ts';
import { answerLinkTest } from './link-test.ts';
import { createOutbox } from './outbox.ts';
import { createProver, type ProvePort } from './prover.ts';
import { createReleaseLink, type ReleaseLink } from './release-link.ts';
import { type Connection, createSession, type SessionFacts } from './session.ts';

/** Whether the owner said so, or a rule of theirs did. */
export type PauseCause = Extract<DeviceEvent, { kind: 'owner_paused' }>['cause'];

/** What a job printed, as it is handed over: see the contract of the market. */
export interface HandedLog {
  jobId: string;
  seq: number;
  lines: RentedLogLine[];
  mark: string | null;
  isAfterGap: boolean;
  isLast: boolean;
}

export interface LinkOptions {
  /** Without `/v1`. */
  baseUrl: string;
  identity: Identity;
  /** Key of who owns the device's account, where that is somebody here. */
  owner: Identity;
  clock: Clock;
  log: Log;
  outbox: OutboxStore;
  deviceName: string;
  claim: HardwareClaim;
  prove: ProvePort;
  infer: InferPort;
  /** Signed by the network, for this device, and not expired. */
  onOffer(offer: JobOffer): void;
  /** The network wants the job ended; it may be one that this device does not have. */
  onCancel(jobId: string): void;
  /** @param proveMs from the challenge's arrival to the answer's sending, by this device's clock */
  onVerdict(verdict: ProofVerdict, proveMs: number): void;
  onEpochClosed(epoch: number): void;
  onSlashed(slashId: string): void;
  onProblem(problem: Problem): void;
  /** What onProblem said of reaching the network is over. */
  onWell?(): void;
  /** What is worth writing down; events are written down by their outbox. What it throws is logged and goes no further. */
  note?(happening: Happening): void;
}

/**
 * Every call ends within ten seconds: with its answer, or with NETWORK_UNREACHABLE, CLOCK_OFF, NETWORK_REFUSED,
 * DEVICE_REVOKED, MALFORMED_MESSAGE or, once closed, CANCELLED.
 */
export interface Link {
  /** Origin of the network. */
  readonly address: string;
  readonly connection: ReadonlyCell<Connection>;
  parameters(): Promise<NetworkOutputs['parameters']['current']>;
  /**
   * The same key gets the same device.
   *
   * @param enrolment  a token, by which a new device comes into an account that is there
   */
  register(enrolment?: string | null): Promise<NetworkDevice>;
  /** This device as the network has it now. */
  me(): Promise<NetworkDevice>;
  /** Connects and stays connected, begins to send the outbox and answers challenges. Nothing the second time. */
  startSession(): void;
  /** What heartbeats say while nothing is paused: hired, or ready for a job. */
  setBusy(isHired: boolean): void;
  /**
   * Breaks a proof off, tells the network at once, and for good through the outbox. Nothing when it is paused already.
   *
   * @throws what the outbox throws
   */
  pause(cause: PauseCause): void;
  resume(): void;
  /**
   * Keeps the event until the network has it.
   *
   * @param id  a UUID; the same one again is the same event
   * @param at  milliseconds since 1970 UTC; now when left out
   * @throws what the outbox throws
   */
  report(event: DeviceEvent, id?: string, at?: number): void;
  /** @returns where the network then stands; null when it knows of no such job of this device */
  handOverLog(handed: HandedLog): Promise<{ next: number; mark: string | null } | null>;
  /** Asks for the seed of a processor benchmark; the network's clock runs from then until the chain is handed over. */
  openBenchmark(): Promise<{ seed: string; finish(chain: ChainReport): Promise<void> }>;
  /** What the network knows of a model of the catalogue. */
  fleet(model: string): Promise<NetworkOutputs['fleet']['figures']>;
  statement(): Promise<NetworkOutputs['earnings']['statement']>;
  /** @returns null when this device was not part of that hour */
  why(epoch: number): Promise<NetworkOutputs['earnings']['why'] | null>;
  /** Closed hours of this device, the newest first. @param before  epoch that the page before ended with; null: the newest */
  earnedHours(before: number | null): Promise<NetworkOutputs['earnings']['hours']['hours']>;
  /** What the devices of a class were paid in the last published hours, the newest first. */
  classHours(className: string): Promise<NetworkOutputs['explorer']['classHours']['hours']>;
  tier(): Promise<NetworkOutputs['tier']['standing']>;
  stakeStanding(): Promise<NetworkOutputs['stake']['standing']>;
  /** What the owner asks, under the owner's own key. The device's moves no coins. */
  readonly account: AccountLink;
  /** What was taken from the account, and its appeals, under the owner's key. */
  readonly court: CourtLink;
  /** What is told and decided in common, under the owner's key. */
  readonly community: CommunityLink;
  /** Public data. */
  readonly releases: ReleaseLink;
  /** Ends session, outbox and proof; calls under way are CANCELLED. Resolves when nothing of it is left. */
  close(): Promise<void>;
}

/** @returns null for what is told of elsewhere */
const happeningOf = (event: SessionEvent): Happening | null => {
  switch (event.kind) {
    case 'challenge': {
      const { challengeId, parts, fillDeadlineMs, walkDeadlineMs } = event.challenge;
      return { kind: 'challenge', challengeId, gpus: parts.map(({ gpu }) => gpu), fillDeadlineMs, walkDeadlineMs };
    }
    case 'offer':
      return { kind: 'offer', jobId: event.offer.spec.id };
    case 'cancel':
      return { kind: 'cancel', jobId: event.jobId };
    case 'slashed':
      return { kind: 'slashed', slashId: event.slashId };
    default:
      return null;
  }
};

export const createLink = (options: LinkOptions): Link => {
  const { baseUrl, identity, clock, log, onProblem } = options;
  const closing = new AbortController();
  const api = createApiClient({ baseUrl, identity, clock, cancel: closing.signal });
  let isHired = false;
  let isPaused = false;
  let network: NetworkOutputs['parameters']['current'] | null = null;
  let device: NetworkDevice | null = null;

  const parameters = async (): Promise<NetworkOutputs['parameters']['current']> => {
    network = await api.parameters.current();
    return network;
  };
  const register = async (enrolment: string | null = null): Promise<NetworkDevice> => {
    const { deviceName: name, claim } = options;
    device = await api.devices.register({ publicKey: identity.publicKey, name, claim, enrolment });
    return device;
  };
  /** A network that refused this device may have been started anew: then both are asked for again. */
  const facts = async (isRefused: boolean): Promise<SessionFacts> => {
    const { networkKey, hourMs } = (isRefused || network === null ? await parameters() : network).parameters;
    const { id: deviceId } = isRefused || device === null ? await register() : device;
    return { deviceId, networkKey, hourMs };
  };

  const note = (happening: Happening): void => {
    try {
      options.note?.(happening);
    } catch (error) {
      log.warn('not_written_down', { kind: happening.kind, detail: String(error) });
    }
  };

  const outbox = createOutbox({
    store: options.outbox,
    send: async (items) => (await api.events.append({ items })).acknowledged,
    clock,
    log,
    onProblem,
  });
  const prover = createProver({
    prove: options.prove,
    identity,
    proofs: api.proofs,
    clock,
    log,
    onVerdict: (verdict, proveMs) => {
      note({ kind: 'proof', challengeId: verdict.challengeId, verdict: verdict.verdict, proveMs });
      options.onVerdict(verdict, proveMs);
    },
    onProblem,
    onNotGiven: (challengeId, code) => note({ kind: 'no_proof', challengeId, code }),
  });
  const inferrer = createInferrer({
    ...{ infer: options.infer, identity, inference: api.inference, clock, log },
    onGiving: (taskId, digest) => note({ kind: 'inference', taskId, digest }),
  });
  const testLine = (asked: { testId: string; bytes: number }): void => {
    answerLinkTest(asked, { baseUrl, identity, clock, cancel: closing.signal }).catch((error: unknown) =>
      log.warn('link_test_failed', { detail: String(error) }),
    );
  };
  const take = (event: SessionEvent): void => {
    const told = happeningOf(event);
    if (told !== null) note(told);
    if (event.kind === 'challenge') prover.answer(event.challenge);
    else if (event.kind === 'offer') options.onOffer(event.offer);
    else if (event.kind === 'cancel') options.onCancel(event.jobId);
    else if (event.kind === 'epoch_closed') options.onEpochClosed(event.epoch);
    else if (event.kind === 'link_test') testLine(event);
    else if (event.kind === 'inference') inferrer.answer(event.ask);
    else options.onSlashed(event.slashId);
  };
  const session = createSession({
    baseUrl,
    identity,
    clock,
    log,
    state: () => (isPaused ? 'paused' : isHired ? 'hired' : 'ready'),
    facts,
    onOnline: () => {
      outbox.hurry();
      options.onWell?.();
    },
    onEvent: take,
    onProblem,
  });

  let wasOnline = false;
  const stopNoting = session.connection.subscribe(({ state }) => {
    const isOnline = state === 'online';
    if (isOnline !== wasOnline) note({ kind: 'session', isOnline });
    wasOnline = isOnline;
  });
  const owner = createApiClient({ baseUrl, identity: options.owner, clock, cancel: closing.signal });

  const report: Link['report'] = (event, id = randomUUID(), at = clock.now()) => {
    options.outbox.append({ id, at, event });
    outbox.nudge();
  };

  return {
    address: new URL(baseUrl).origin,
    connection: session.connection,
    parameters,
    register,
    me: () => api.devices.me(),
    startSession: () => {
      session.start();
      outbox.start();
    },
    setBusy: (next) => {
      if (isHired === next) return;
      isHired = next;
      session.sayState();
    },
    pause: (cause) => {
      if (isPaused) return;
      isPaused = true;
      session.sayState();
      prover.breakOff();
      inferrer.breakOff();
      report({ kind: 'owner_paused', cause });
    },
    resume: () => {
      if (!isPaused) return;
      isPaused = false;
      session.sayState();
      report({ kind: 'owner_resumed' });
    },
    report,
    handOverLog: async (handed) => {
      const [error, stand, isDefined] = await safe(api.jobs.handOverLogs(handed));
      if (error === null) return stand;
      if (isDefined && error.code === 'LEASE_NOT_HELD') return null;
      throw error;
    },
    openBenchmark: async () => {
      const { benchmarkId, seed } = await api.benchmarks.begin();
      return {
        seed,
        finish: async (chain) => {
          const { verdict } = await api.benchmarks.finish({ benchmarkId, chain });
          if (verdict !== 'passed') log.warn('benchmark_refused', { verdict });
        },
      };
    },
    fleet: (model) => api.fleet.figures({ model }),
    statement: () => api.earnings.statement(),
    why: async (epoch) => {
      const [error, reason, isDefined] = await safe(api.earnings.why({ epoch }));
      if (error === null) return reason;
      if (isDefined && error.code === 'EPOCH_NOT_FOUND') return null;
      throw error;
    },
    earnedHours: async (before) => (await api.earnings.hours(before === null ? {} : { before })).hours,
    classHours: async (name) => (await api.explorer.classHours({ class: name })).hours,
    tier: () => api.tier.standing(),
    stakeStanding: () => api.stake.standing(),
    account: createAccountLink({
      device: api,
      owner,
      identity: options.owner,
    }),
    court: createCourtLink(owner),
    community: createCommunityLink(owner),
    releases: createReleaseLink(owner),
    close: async () => {
      closing.abort();
      await Promise.all([session.close(), prover.close(), inferrer.close(), outbox.close()]);
      stopNoting();
    },
  };
};
