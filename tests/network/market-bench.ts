/** A market to try: renters with coins, devices of a tier, and network minutes that are lived one by one. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { demoSpec } from '../../network/service/market/play-renter.ts';
import type { RunningNetwork } from '../../network/service/start-network.ts';
import type { JobSpec } from '../../shared/contract/job-spec.ts';
import type { JobBill, LogPage, RentedJob } from '../../shared/contract/network/market.ts';
import type { JobOffer } from '../../shared/contract/network/session.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import type { ManualClock } from '../fakes/manual-clock.ts';
import { challengeOf, type Joined, join, required } from './joined-device.ts';
import { createPlayKey, type PlayKey } from './play-key.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';
import type { PlayPlace } from './play-place.ts';

/** A network minute is ten seconds, and every one has its heartbeat. */
export const minuteMs = 10_000;
export const image = `docker.io/library/busybox@sha256:${'a'.repeat(64)}`;

export const io = (amount: number): bigint => BigInt(Math.round(amount * 1e8));

export const accepted = (jobId: string) => ({ kind: 'job_accepted', jobId });
export const running = (jobId: string) => ({ kind: 'job_running', jobId });
export const frozen = (jobId: string) => ({ kind: 'job_frozen', jobId });
export const ended = (jobId: string, outcome = 'done', ranMs = 1) => ({
  ...{ kind: 'job_ended', jobId, outcome, exitCode: outcome === 'done' ? 0 : 1, ranMs },
});

export interface MarketDevice extends Joined {
  /** What its heartbeats say from now on, the first at once; null: it is away. */
  becomes(state: 'ready' | 'hired' | 'paused' | null): Promise<void>;
  offer(): Promise<JobOffer>;
  /** Resolves once it was told that this job is over. */
  hearsCancel(jobId: string): Promise<void>;
  /** Reports events as its outbox does, with the time that it is. */
  says(...events: Record<string, unknown>[]): Promise<void>;
}

export interface Renter {
  readonly key: PlayKey;
  readonly accountId: string;
  submit(spec: unknown, change?: Record<string, unknown>): ReturnType<PlayKey['ask']>;
  /** As `submit`, once devices were asked. */
  rent(change?: Record<string, unknown>): Promise<JobSpec>;
  status(jobId: string): Promise<RentedJob>;
  bill(jobId: string): Promise<JobBill>;
  logs(jobId: string, cursor?: number, rank?: number): Promise<LogPage>;
  cancel(jobId: string): Promise<RentedJob>;
  coins(): Promise<bigint>;
}

export interface MarketBench {
  readonly network: PlayNetwork;
  /** All processes, the first one first. */
  readonly services: readonly RunningNetwork[];
  readonly devices: readonly MarketDevice[];
  /** @param at  of the service that it speaks to; the first by default */
  renter(name?: string, at?: RunningNetwork): Promise<Renter>;
  /** Lives so many network minutes; everybody sends a heartbeat in each. */
  minutes(count: number): Promise<void>;
  /** The device that an offer is out to. */
  asked(jobId: string): Promise<MarketDevice>;
  /** Whoever is asked takes it and runs it. */
  hire(jobId: string): Promise<MarketDevice>;
  expectBalanced(): Promise<void>;
  close(): Promise<void>;
}

/** Enough for silver. */
const staked = inBaseUnits((required * 3n) / 2n);

export const terms = (spec: unknown, change: Record<string, unknown> = {}): Record<string, unknown> => ({
  spec,
  hourlyPrice: '1200000000',
  maxMinutes: 120,
  kind: 'single',
  requirements: { count: 1 },
  idempotencyKey: randomUUID(),
  ...change,
});

export const newSpec = (): JobSpec => demoSpec({ image, maxSeconds: 86_400 });

/** @param play.others  processes of the same network, each in this one; devices join them in turn, the first network first */
export const openMarketBench = async (
  count: number,
  play: {
    hourMs: number;
    clock?: ManualClock;
    place?: PlayPlace;
    others?: number;
    operatorKeys?: string[];
  } = { hourMs: minuteMs * 60 },
): Promise<MarketBench> => {
  const { hourMs, others = 0 } = play;
  const network = await startPlayNetwork({ ...play, vouchedImages: [image] });
  const networks = [network];
  for (let n = 0; n < others; n += 1)
    networks.push(await startPlayNetwork({ ...play, clock: network.clock, vouchedImages: [image] }));
  const passAll = async (): Promise<void> => {
    for (const { running } of networks) await running.pass();
  };
  const { db } = network.running.network;
  const devices: MarketDevice[] = [];
  const beats = new Map<string, 'ready' | 'hired' | 'paused' | null>();
  const minutes = async (lived: number): Promise<void> => {
    for (let minute = 0; minute < lived; minute += 1) {
      network.clock.advance(hourMs / 60);
      await Promise.all(devices.map(({ session, id }) => beats.get(id) && session.beat(beats.get(id) ?? 'ready')));
      await passAll();
    }
  };
  for (let n = 0; n < count; n += 1) {
    const joined = await join(networks[n % networks.length] ?? network, { staked });
    expect((await joined.device.prove(await challengeOf(joined))).verdict).toBe('passed');
    const own: MarketDevice = {
      ...joined,
      becomes: async (state) => {
        beats.set(joined.id, state);
        if (state !== null) await joined.session.beat(state);
      },
      offer: async () => (await joined.session.next('offer')).offer,
      hearsCancel: async (jobId) => {
        while ((await joined.session.next('cancel')).jobId !== jobId);
      },
      says: async (...events) => {
        const at = network.clock.now();
        const items = events.map((event) => ({ id: randomUUID(), at, event }));
        await joined.device.ok('POST', '/v1/events', { items });
      },
    };
    devices.push(own);
    beats.set(joined.id, 'ready');
  }
  // Its owner is known by name, which clusters ask for.
  await db.updateTable('accounts').set({ complianceLevel: 2 }).execute();
  // To the first whole hour, and there to the beginning of a minute.
  const left = hourMs - (network.clock.now() % hourMs);
  network.clock.advance(left % (hourMs / 60));
  await passAll();
  await minutes(Math.floor((left * 60) / hourMs) + 1);

  const asked: MarketBench['asked'] = async (jobId) => {
    const lease = await db
      .selectFrom('leases')
      .select('deviceId')
      .where('memberId', '=', jobId)
      .where('state', '=', 'offered')
      .executeTakeFirstOrThrow();
    return devices.find(({ id }) => id === lease.deviceId) as MarketDevice;
  };

  return {
    network,
    services: networks.map(({ running }) => running),
    devices,
    minutes,
    renter: async (name = 'Ada', at = network.running) => {
      const key = createPlayKey(at.url, network.clock.now);
      const { id } = await key.ok('POST', '/v1/accounts', { name });
      const submit: Renter['submit'] = (spec, change) => key.ask('POST', '/v1/jobs', terms(spec, change));
      const read = (path: string, query = '?'): Promise<Record<string, unknown>> => {
        const parts = { ...key.partsOf('GET', path), query };
        return key.send(parts, key.headersFor(parts)).then(({ body }) => body);
      };
      return {
        key,
        accountId: id as string,
        submit,
        rent: async (change) => {
          const spec = newSpec();
          const { status, body } = await submit(spec, change);
          expect([status, body.state]).toEqual([200, 'waiting']);
          await passAll();
          return spec;
        },
        status: (jobId) => read(`/v1/jobs/${jobId}`) as unknown as Promise<RentedJob>,
        bill: (jobId) => read(`/v1/jobs/${jobId}/bill`) as unknown as Promise<JobBill>,
        logs: (jobId, cursor = 0, rank = 0) =>
          read(`/v1/jobs/${jobId}/logs`, `?rank=${rank}&cursor=${cursor}`) as unknown as Promise<LogPage>,
        cancel: (jobId) => key.ok('POST', `/v1/jobs/${jobId}/cancel`) as unknown as Promise<RentedJob>,
        coins: async () => BigInt((await key.ok('GET', '/v1/accounts/me')).wallet as string),
      };
    },
    asked,
    hire: async (jobId) => {
      const device = await asked(jobId);
      await device.says(accepted(jobId), running(jobId));
      await device.becomes('hired');
      return device;
    },
    expectBalanced: async () => {
      const rows = await db
        .selectFrom('postings')
        .select(({ fn }) => ['account', fn.sum<bigint>('amount').as('sum')])
        .groupBy('account')
        .execute();
      expect(rows.reduce((total, { sum }) => total + sum, 0n)).toBe(0n);
      const below = rows.filter(({ account, sum }) => account !== 'emission' && account !== 'play' && sum < 0n);
      expect(below).toEqual([]);
      const live = await db.selectFrom('jobs').select('id').where('state', '!=', 'ended').execute();
      const held = rows.filter(({ account, sum }) => account.endsWith(':held') && sum !== 0n);
      const isLive = (account: string): boolean => live.some(({ id }) => account.startsWith(`job:${id}`));
      expect(held.filter(({ account }) => !isLive(account))).toEqual([]);
    },
    close: async () => {
      for (const other of networks.slice(1)) await other.running.close();
      await network.close();
    },
  };
};
