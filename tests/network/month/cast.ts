/** Who lives through the month: a hobbyist with one PC, a café with eight rigs, two supporters, and somebody who rents. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { newSpec, terms } from '../market-bench.ts';
import { cpuClaim, createPlayDevice, type PlayDevice, type PlaySession } from '../play-device.ts';
import type { PlayNetwork } from '../play-network.ts';
import { io, movesOf, openPlayAccount, type PlayAccount } from '../supported-device.ts';

/** What a rig does just now. `cheating`: it answers every challenge with nothing. */
export type Doing = 'ready' | 'hired' | 'paused' | 'cheating' | 'away';

export interface Rig {
  readonly id: string;
  readonly owner: PlayAccount;
  readonly device: PlayDevice;
  session: PlaySession;
  /** Challenges of the session that were answered. */
  answered: number;
  doing: Doing;
}

export interface Cast {
  readonly hobbyist: Rig;
  readonly cafe: readonly Rig[];
  /** The café's rigs behind the hobbyist's PC. */
  readonly rigs: readonly Rig[];
  readonly supporters: readonly [first: PlayAccount, second: PlayAccount];
  readonly renter: PlayAccount;
  /** Everybody with coins. */
  readonly accounts: readonly PlayAccount[];
}

const rigsOfCafe = 8;

/** Half above what is required, which silver asks. */
export const stakedOnEach = io(1_500);

const join = async (network: PlayNetwork, owner: PlayAccount, token: string): Promise<Rig> => {
  const { db } = network.running.network;
  const device = createPlayDevice(network.running.url, network.clock.now, undefined, owner.keys);
  const { id } = await device.register(cpuClaim, token);
  await db
    .insertInto('linkTests')
    .values({ deviceId: id, at: network.clock.now() - 1, downMbps: 1_600, upMbps: 1_200 })
    .execute();
  await movesOf(network, owner).signing();
  expect((await device.stake(stakedOnEach.toString())).body).toMatchObject({ own: stakedOnEach.toString() });
  return { id, owner, device, session: await device.openSession(id), answered: 0, doing: 'ready' };
};

const joinAll = async (network: PlayNetwork, owner: PlayAccount, count: number): Promise<Rig[]> => {
  const { db } = network.running.network;
  // Their identity is known, which the network's operator says and no device can.
  await db.updateTable('accounts').set({ complianceLevel: 2 }).where('id', '=', owner.id).execute();
  const { token } = await movesOf(network, owner).ok('POST', '/v1/accounts/me/enrolments', {
    uses: count,
    validHours: 24,
  });
  const rigs: Rig[] = [];
  for (let rig = 0; rig < count; rig += 1) rigs.push(await join(network, owner, token as string));
  return rigs;
};

export const assemble = async (network: PlayNetwork): Promise<Cast> => {
  const [home, house] = [await openPlayAccount(network, 'Hobbyist'), await openPlayAccount(network, 'Café')];
  const [hobbyist] = (await joinAll(network, home, 1)) as [Rig];
  const cafe = await joinAll(network, house, rigsOfCafe);
  const supporters = [await openPlayAccount(network, 'One'), await openPlayAccount(network, 'Two')] as const;
  const renter = await openPlayAccount(network, 'Renter');
  return {
    hobbyist,
    cafe,
    rigs: [hobbyist, ...cafe],
    supporters,
    renter,
    accounts: [home, house, ...supporters, renter],
  };
};

/** Everybody again, after the network was ended and begun anew. */
export const comeBack = async (network: PlayNetwork, { rigs }: Cast): Promise<void> => {
  for (const rig of rigs) {
    rig.session = await rig.device.at(network.running.url).openSession(rig.id);
    rig.answered = 0;
  }
};

export interface Hired {
  readonly rig: Rig;
  readonly jobId: string;
  /** What it did before. */
  readonly before: Doing;
}

/** A job for whoever is asked, who runs it. */
export const hire = async (network: PlayNetwork, { rigs, renter }: Cast): Promise<Hired> => {
  const spec = newSpec();
  const submitted = await movesOf(network, renter).ask('POST', '/v1/jobs', terms(spec));
  expect(submitted.body).toMatchObject({ state: 'waiting' });
  await network.running.pass();
  const lease = await network.running.network.db
    .selectFrom('leases')
    .select('deviceId')
    .where('memberId', '=', spec.id)
    .where('state', '=', 'offered')
    .executeTakeFirstOrThrow();
  const rig = rigs.find(({ id }) => id === lease.deviceId);
  if (rig === undefined) throw new Error(`nobody knows ${lease.deviceId}`);
  await tell(network, rig, { kind: 'job_accepted', jobId: spec.id }, { kind: 'job_running', jobId: spec.id });
  const before = rig.doing;
  rig.doing = 'hired';
  return { rig, jobId: spec.id, before };
};

/** The job is done, and its rig does what it did before. */
export const finish = async (network: PlayNetwork, { rig, jobId, before }: Hired): Promise<void> => {
  await tell(network, rig, { kind: 'job_ended', jobId, outcome: 'done', exitCode: 0, ranMs: 1 });
  rig.doing = before;
};

const tell = (network: PlayNetwork, { device }: Rig, ...events: Record<string, unknown>[]): Promise<unknown> => {
  const items = events.map((event) => ({ id: randomUUID(), at: network.clock.now(), event }));
  return device.at(network.running.url).ok('POST', '/v1/events', { items });
};
