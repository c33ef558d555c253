import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Problem } from '../../shared/contract/codes.ts';
import type { HardwareClaim } from '../../shared/contract/network/devices.ts';
import type { ProofVerdict } from '../../shared/contract/network/proofs.ts';
import type { JobOffer } from '../../shared/contract/network/session.ts';
import { silentLog } from '../../shared/log.ts';
import { type FakeNetwork, startFakeNetwork } from '../../tests/fakes/network/fake-network.ts';
import { createHurriedClock } from '../../tests/fakes/network/hurried-clock.ts';
import { type Database, openDatabase } from '../storage/database.ts';
import { openOutboxTable } from '../storage/outbox-table.ts';
import { openIdentity } from './identity.ts';
import { createLink, type Link, type LinkOptions } from './link.ts';

const claim: HardwareClaim = {
  kind: 'cpu',
  class: 'cpu',
  count: 1,
  vramBytes: null,
  isSoftware: false,
  threads: 2,
};

let dir: string;
let database: Database;
let network: FakeNetwork;
let links: Link[];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-link-'));
  database = openDatabase(join(dir, 'state.db'), 0);
  network = await startFakeNetwork();
  links = [];
});
afterEach(async () => {
  await Promise.all(links.map((link) => link.close()));
  await network.stop();
  database.close();
  rmSync(dir, { recursive: true });
});

interface Heard {
  offers: JobOffer[];
  verdicts: ProofVerdict[];
  epochs: number[];
  slashes: string[];
  problems: Problem[];
  wells: number;
}

const open = (change: Partial<LinkOptions> = {}): { link: Link; heard: Heard } => {
  const heard: Heard = { offers: [], verdicts: [], epochs: [], slashes: [], problems: [], wells: 0 };
  const link = createLink({
    baseUrl: network.url,
    identity: openIdentity(join(dir, 'device.key'), 0),
    clock: createHurriedClock(20),
    log: silentLog,
    outbox: openOutboxTable(database),
    deviceName: 'test',
    claim,
    prove: async (_, { onCommit }) => {
      await onCommit([]);
      return [{ lane: 0, digest: [1, 2, 3, 4] }];
    },
    onOffer: (offer) => heard.offers.push(offer),
    onVerdict: (verdict) => heard.verdicts.push(verdict),
    onEpochClosed: (epoch) => heard.epochs.push(epoch),
    onSlashed: (slashId) => heard.slashes.push(slashId),
    onProblem: (problem) => heard.problems.push(problem),
    onWell: () => {
      heard.wells += 1;
    },
    ...change,
  });
  links.push(link);
  return { link, heard };
};

const online = (link: Link): Promise<void> =>
  vi.waitFor(() => expect(link.connection.get().state).toBe('online'), { timeout: 8_000, interval: 5 });
const listening = (): Promise<void> =>
  vi.waitFor(() => expect(network.say({ kind: 'epoch_closed', epoch: 0 })).toBe(true), { timeout: 8_000 });
const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 8_000, interval: 5 });

const takePart = async (change: Partial<LinkOptions> = {}): Promise<{ link: Link; heard: Heard }> => {
  const opened = open(change);
  await opened.link.parameters();
  await opened.link.register();
  opened.link.startSession();
  await online(opened.link);
  await listening();
  return opened;
};

const challenge = (challengeId: string) => ({
  kind: 'challenge',
  challenge: {
    challengeId,
    epoch: 1,
    spec: {
      algorithm: 'perigee-fill-walk-1',
      target: 'cpu',
      seed: '0'.repeat(64),
      shardBytes: 2 ** 20,
      shards: 1,
      rounds: 1,
      lanes: 1,
      steps: 1,
      fillTarget: 0,
      shareTarget: 0,
      minShares: 0,
    },
    fillDeadlineMs: 60_000,
    walkDeadlineMs: 20_000,
  },
});

describe('calls', () => {
  it('are signed so that the network knows the device, with bodies and without', async () => {
    const { link } = open();
    expect((await link.parameters()).parameters.networkKey).toBe(network.networkKey);
    expect(await link.register()).toMatchObject({ id: network.state.deviceId, claim });
    expect((await link.statement()).totals.confirmed).toBe('7');
    expect((await link.tier()).tier).toBe('bronze');
    expect((await link.stakeStanding()).staked).toBe('100');
    expect(network.state.nonces.size).toBe(5);
  });

  it('answer null for an hour that the network does not know', async () => {
    const { link } = open();
    await link.register();
    expect((await link.why(1))?.reward).toBe('10');
    expect(await link.why(2)).toBeNull();
  });

  it('move coins once per key and say why they do not', async () => {
    const { link } = open();
    await link.register();
    const key = crypto.randomUUID();
    expect(await link.stake(12n, key)).toMatchObject({ kind: 'done', standing: { staked: '100' } });
    expect(network.state.moves).toEqual([{ how: 'stake', amount: '12', idempotencyKey: key }]);
    network.state.stakes = () => 'too_large';
    expect(await link.stake(10n ** 20n)).toEqual({ kind: 'too_large', available: 500n });
    network.state.stakes = () => 'in_use';
    expect(await link.unstake(1n)).toEqual({ kind: 'in_use' });
  });

  it('say NETWORK_UNREACHABLE when nobody is there', async () => {
    const { link } = open();
    await network.stop();
    await expect(link.parameters()).rejects.toMatchObject({
      code: 'NETWORK_UNREACHABLE',
      data: { address: network.url },
    });
    await network.start();
    expect((await link.parameters()).epoch).toBe(1);
  });

  it('say by how much this clock is wrong', async () => {
    network.state.aheadMs = 600_000;
    const error: unknown = await open()
      .link.parameters()
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'CLOCK_OFF' });
    const { offsetMs } = (error as { data: { offsetMs: number } }).data;
    expect(Math.abs(offsetMs + 600_000)).toBeLessThan(5_000);
  });

  it('carry the code of any other refusal', async () => {
    await expect(open().link.statement()).rejects.toMatchObject({
      code: 'NETWORK_REFUSED',
      data: { code: 'NOT_REGISTERED' },
    });
  });

  it('settle, every one, when the network reads and never answers', async () => {
    const { link } = open();
    network.state.hangs = true;
    const calls = [
      link.parameters(),
      link.register(),
      link.statement(),
      link.why(1),
      link.tier(),
      link.stakeStanding(),
      link.stake(1n),
      link.unstake(1n),
    ];
    for (const settled of await Promise.allSettled(calls))
      expect(settled).toMatchObject({ status: 'rejected', reason: { code: 'NETWORK_UNREACHABLE' } });
  });

  it('are cancelled by closing, and so are later ones', async () => {
    const { link } = open({ clock: createHurriedClock(1) });
    network.state.hangs = true;
    const call = expect(link.statement()).rejects.toMatchObject({ code: 'CANCELLED' });
    await link.close();
    await call;
    await expect(link.parameters()).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it.each([
    ['no JSON', 'application/json', '{"parameters":'],
    ['an answer of another contract', 'application/json', '{"totals":{}}'],
    ['a page', 'text/html', '<html></html>'],
    ['an endless answer', 'application/json', `"${'a'.repeat(5 * 1024 * 1024)}"`],
  ])('say MALFORMED_MESSAGE to %s', async (_, type, body) => {
    const stranger = createServer((_request, response) => response.setHeader('content-type', type).end(body));
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    const address = stranger.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { link } = open({ baseUrl: `http://127.0.0.1:${port}` });
    await expect(link.statement()).rejects.toMatchObject({ code: 'MALFORMED_MESSAGE' });
    stranger.closeAllConnections();
    await new Promise((resolve) => stranger.close(resolve));
  });
});

describe('the session', () => {
  it('opens with the device’s signature, counts its heartbeats up and tells what it does', async () => {
    const { link, heard } = await takePart();
    expect(heard.wells).toBe(1);
    link.setBusy(true);
    await eventually(() => expect(network.state.heartbeats.at(-1)?.state).toBe('hired'));
    link.pause();
    await eventually(() => expect(network.state.heartbeats.at(-1)?.state).toBe('paused'));
    link.resume();
    await eventually(() => expect(network.state.heartbeats.at(-1)?.state).toBe('hired'));
    const numbers = network.state.heartbeats.map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
    const told = () => network.state.appended.flat().map(({ event }) => event.kind);
    await eventually(() => expect(told()).toEqual(['owner_paused', 'owner_resumed']));
    expect(heard.problems).toEqual([]);
  });

  it('says a change of state at once, not with the next heartbeat', async () => {
    network.state.hourMs = 3_600_000;
    const { link } = await takePart({ clock: createHurriedClock(1) });
    await eventually(() => expect(network.state.heartbeats).toHaveLength(1));
    link.pause();
    await eventually(() => expect(network.state.heartbeats.at(-1)).toEqual({ seq: 2, state: 'paused' }));
  });

  it('says so when the network goes, and comes back with it', async () => {
    const { link, heard } = await takePart();
    await network.stop();
    await eventually(() => expect(heard.problems.at(-1)?.code).toBe('NETWORK_UNREACHABLE'));
    expect(link.connection.get().state).not.toBe('online');
    network.state.heartbeats.length = 0;
    await network.start();
    await online(link);
    await eventually(() => expect(network.state.heartbeats[0]).toEqual({ seq: 1, state: 'ready' }));
    expect(heard.wells).toBe(2);
  });

  it('leaves a network that stopped answering and tries again', async () => {
    const { link, heard } = await takePart();
    await network.stop();
    network.state.hangs = true;
    await network.start();
    await eventually(() => expect(heard.problems.length).toBeGreaterThan(1));
    network.state.hangs = false;
    await online(link);
  });

  it('registers again when its session is refused', async () => {
    const { link, heard } = open();
    await link.register();
    network.state.refusesSessions = true;
    link.startSession();
    await eventually(() =>
      expect(heard.problems.at(-1)).toMatchObject({ code: 'NETWORK_REFUSED', data: { code: 'SESSION_REFUSED' } }),
    );
    network.state.refusesSessions = false;
    await online(link);
    expect(network.state.registrations).toBeGreaterThan(1);
  });

  it('hands on offers, closed hours and slashes', async () => {
    const { heard } = await takePart();
    const offer = network.offer();
    network.say({ kind: 'offer', offer });
    network.say({ kind: 'epoch_closed', epoch: 41 });
    network.say({ kind: 'slashed', slashId: 'slash-1' });
    await eventually(() => expect(heard.slashes).toEqual(['slash-1']));
    expect(heard.offers).toEqual([offer]);
    expect(heard.epochs.at(-1)).toBe(41);
  });

  it.each([
    ['signed by another key', 'forged', () => network.offer({ signature: Buffer.alloc(64).toString('base64url') })],
    ['changed after it was signed', 'forged', () => ({ ...network.offer(), pay: '999999999999' })],
    ['for another device', 'other_device', () => network.offer({ deviceId: crypto.randomUUID() })],
    ['too late', 'expired', () => network.offer({ expiresAt: Date.now() - 1 })],
  ])('refuses an offer that is %s', async (_, detail, make) => {
    const { link, heard } = await takePart();
    network.say({ kind: 'offer', offer: make() });
    await eventually(() =>
      expect(heard.problems).toEqual([{ code: 'MALFORMED_MESSAGE', data: { what: 'offer', detail } }]),
    );
    expect(heard.offers).toEqual([]);
    expect(link.connection.get().state).toBe('online');
  });

  it.each([
    ['no JSON', 'frame', '{'],
    ['null', 'frame', 'null'],
    ['a frame without its payload', 'frame', '{"i":"1"}'],
    ['bytes', 'frame', Buffer.from([0, 255, 1])],
    ['a form', 'frame', '{"i":"1","p":{"h":{"content-type":"multipart/form-data; boundary=x"}}}'],
  ])('goes on after a message that is %s', async (_, what, frame) => {
    const { heard } = await takePart();
    network.sayRaw(frame);
    await eventually(() => expect(heard.problems).toMatchObject([{ code: 'MALFORMED_MESSAGE', data: { what } }]));
    network.say({ kind: 'epoch_closed', epoch: 7 });
    await eventually(() => expect(heard.epochs.at(-1)).toBe(7));
  });

  it.each([
    ['an unknown event', { kind: 'free_coins' }],
    ['an event without its fields', { kind: 'offer', offer: {} }],
    ['a text', 'hello'],
  ])('goes on after %s', async (_, event) => {
    const { heard } = await takePart();
    network.say(event);
    await eventually(() =>
      expect(heard.problems).toMatchObject([{ code: 'MALFORMED_MESSAGE', data: { what: 'event' } }]),
    );
    network.say({ kind: 'slashed', slashId: 'after' });
    await eventually(() => expect(heard.slashes).toEqual(['after']));
  });

  it('goes on when a listener fails', async () => {
    const { heard } = await takePart({
      onOffer: () => {
        throw new Error('disk full');
      },
    });
    network.say({ kind: 'offer', offer: network.offer() });
    network.say({ kind: 'slashed', slashId: 'after' });
    await eventually(() => expect(heard.slashes).toEqual(['after']));
  });

  it('lets go of everything when it closes, whatever it was doing', async () => {
    const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const { link } = await takePart();
    await link.close();
    await eventually(() => expect(network.sockets()).toBe(0));
    expect(link.connection.get().state).toBe('offline');
    expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length).toBeLessThanOrEqual(before);
    const early = open();
    early.link.startSession();
    await early.link.close();
    expect(network.sockets()).toBe(0);
  });
});

describe('proofs', () => {
  it('commit, answer, and report the verdict with the time they took', async () => {
    let proveMs = -1;
    const { heard } = await takePart({
      onVerdict: (verdict, tookMs) => {
        proveMs = tookMs;
        heard.verdicts.push(verdict);
      },
    });
    network.say(challenge('c1'));
    await eventually(() => expect(heard.verdicts).toMatchObject([{ challengeId: 'c1', verdict: 'passed' }]));
    expect(network.state.committed).toEqual(['c1']);
    expect(proveMs).toBeGreaterThanOrEqual(0);
  });

  it('are made one at a time and in order, each challenge once', async () => {
    let underWay = 0;
    let most = 0;
    const { heard } = await takePart({
      prove: async (_, { onCommit }) => {
        underWay += 1;
        most = Math.max(most, underWay);
        await onCommit([]);
        underWay -= 1;
        return [];
      },
    });
    for (const id of ['c1', 'c2', 'c2', 'c3', 'c1']) network.say(challenge(id));
    await eventually(() => expect(heard.verdicts.map(({ challengeId }) => challengeId)).toEqual(['c1', 'c2', 'c3']));
    expect(most).toBe(1);
  });

  it('say so when they came too late, and keep quiet about what a new network forgot', async () => {
    const { heard } = await takePart();
    network.state.commits = (id) => (id === 'late' ? 'late' : 'unknown');
    network.say(challenge('forgotten'));
    network.say(challenge('late'));
    await eventually(() =>
      expect(heard.problems).toEqual([{ code: 'PROOF_FAILED', data: { challengeId: 'late', verdict: 'late' } }]),
    );
  });

  it('are broken off by closing', async () => {
    let reason: string | null = null;
    const { link } = await takePart({
      prove: (_, { signal }) =>
        new Promise((__, reject) => {
          signal.addEventListener('abort', () => {
            reason = 'aborted';
            reject(signal.reason);
          });
        }),
    });
    network.say({ kind: 'epoch_closed', epoch: 1 });
    network.say(challenge('c1'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await link.close();
    expect(reason).toBe('aborted');
  });
});

describe('the outbox', () => {
  const jobIds = () => network.state.appended.flat().map(({ event }) => ('jobId' in event ? event.jobId : event.kind));

  it('sends in order, at most a hundred at once, and empties', async () => {
    const outbox = openOutboxTable(database);
    const { link } = open({ outbox });
    for (let n = 0; n < 150; n += 1) link.report({ kind: 'job_running', jobId: `job-${n}` });
    await link.register();
    link.startSession();
    await eventually(() => expect(outbox.size()).toBe(0));
    expect(network.state.appended.map((items) => items.length)).toEqual([100, 50]);
    expect(jobIds()).toEqual(Array.from({ length: 150 }, (_, n) => `job-${n}`));
  });

  it('keeps the same event once', async () => {
    const outbox = openOutboxTable(database);
    const { link } = open({ outbox });
    const id = crypto.randomUUID();
    link.report({ kind: 'job_running', jobId: 'job-1' }, id, 5);
    link.report({ kind: 'job_running', jobId: 'job-1' }, id, 6);
    expect(outbox.pending(10)).toEqual([{ id, at: 5, event: { kind: 'job_running', jobId: 'job-1' } }]);
  });

  it('survives a restart and an outage, and forgets only what was acknowledged', async () => {
    const first = open();
    first.link.report({ kind: 'job_running', jobId: 'before' });
    await first.link.close();
    database.close();
    database = openDatabase(join(dir, 'state.db'), 0);
    const outbox = openOutboxTable(database);
    const { link, heard } = await takePart({ outbox });
    await eventually(() => expect(jobIds()).toEqual(['before']));
    await network.stop();
    link.report({ kind: 'job_running', jobId: 'meanwhile' });
    await eventually(() => expect(heard.problems.some(({ code }) => code === 'NETWORK_UNREACHABLE')).toBe(true));
    expect(outbox.size()).toBe(1);
    await network.start();
    await eventually(() => expect(outbox.size()).toBe(0));
    expect(jobIds()).toEqual(['before', 'meanwhile']);
  });

  it('sends again what was not acknowledged, and heeds no ids that it did not send', async () => {
    const outbox = openOutboxTable(database);
    const { link } = open({ outbox });
    const ids = [1, 2, 3].map(() => crypto.randomUUID());
    for (const id of ids) link.report({ kind: 'job_running', jobId: id }, id);
    let appends = 0;
    network.state.acknowledges = (items) => {
      appends += 1;
      if (appends === 1) return [crypto.randomUUID()];
      return items.slice(0, 1).flatMap(({ id }) => [id, id]);
    };
    await link.register();
    link.startSession();
    await eventually(() => expect(outbox.size()).toBe(0));
    expect(network.state.appended.map((items) => items.map(({ id }) => id))).toEqual([
      ids,
      ids,
      ids.slice(1),
      ids.slice(2),
    ]);
  });
});
