import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executeLost, giveBack, proposeSlash } from '../../network/service/court/slashes.ts';
import { demoSpec, offerJob } from '../../network/service/market/play-renter.ts';
import type { JobOffer } from '../../shared/contract/network/session.ts';
import { jobPay } from '../../shared/domain/ledger/job-fees.ts';
import { networkHoursMs } from '../../shared/domain/parameters/record.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import { tells } from '../faults/tells.ts';
import { cpuClaim, createPlayDevice, type PlayDevice, type PlaySession } from './play-device.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';

let network: PlayNetwork;

beforeAll(async () => {
  network = await startPlayNetwork();
});
afterAll(() => network.close());

const join = async (): Promise<{ id: string; device: PlayDevice }> => {
  const device = createPlayDevice(network.running.url, network.clock.now);
  return { id: (await device.register(cpuClaim)).id, device };
};
const standing = async (device: PlayDevice): Promise<Record<string, unknown>> =>
  (await device.ask('GET', '/v1/stake')).body;
const passLater = async (ms: number): Promise<void> => {
  network.clock.advance(ms);
  await network.running.pass();
};
const balances = async (): Promise<Map<string, bigint>> => {
  const rows = await network.running.network.db
    .selectFrom('postings')
    .select(({ fn }) => ['account', fn.sum<bigint>('amount').as('sum')])
    .groupBy('account')
    .execute();
  return new Map(rows.map(({ account, sum }) => [account, sum]));
};
const expectBalanced = async (): Promise<void> => {
  const sums = await balances();
  expect([...sums.values()].reduce((total, sum) => total + sum, 0n)).toBe(0n);
  for (const [account, sum] of sums)
    if (account !== 'emission' && account !== 'play') expect(sum).toBeGreaterThanOrEqual(0n);
};

describe('stake', () => {
  it('moves up to wallet and capacity', async () => {
    const { device } = await join();
    expect((await device.stake('30000000000')).body.staked).toBe('30000000000');
    const tooMuch = await device.stake('60000000000');
    expect(tooMuch.body).toMatchObject({ code: 'AMOUNT_TOO_LARGE', data: { available: '50000000000' } });
    expect(await standing(device)).toMatchObject({ wallet: '170000000000', capacity: '80000000000' });
    await expectBalanced();
  });

  it('cools for the record’s time and comes back by itself, not an hour before', async () => {
    const { device } = await join();
    await device.stake('30000000000');
    const { body } = await device.unstake('10000000000');
    const freeAt = network.clock.now() + networkHoursMs(336, network.parameters);
    expect(body).toMatchObject({ staked: '20000000000', wallet: '170000000000', freeAt });
    expect(await standing(device)).toMatchObject({
      staked: '20000000000',
      ownStaked: '20000000000',
      cooling: [{ amount: '10000000000', freeAt }],
    });
    expect((await device.unstake('20000000001')).body.code).toBe('AMOUNT_TOO_LARGE');
    await passLater(networkHoursMs(335, network.parameters));
    expect(await standing(device)).toMatchObject({ wallet: '170000000000' });
    await passLater(networkHoursMs(1, network.parameters) + 60_000);
    expect(await standing(device)).toMatchObject({ wallet: '180000000000', cooling: [] });
    await expectBalanced();
  });
});

describe('a slash', () => {
  const charged = async (offence: 'O5' | 'O7' = 'O5') => {
    const { id, device } = await join();
    await device.stake('40000000000');
    const offenceAt = network.clock.now();
    network.clock.advance(1_000);
    await device.unstake('10000000000');
    const slash = await proposeSlash(network.running.network, {
      deviceId: id,
      offence,
      offenceAt,
      evidence: [{ kind: 'challenges', body: { seen: 'twice' } }],
    });
    return { id, device, slash };
  };

  it('takes its share into escrow, of stake that began to cool after the offence too', async () => {
    const { device, slash } = await charged('O7');
    expect(slash?.amount).toBe(40_000_000_000n);
    expect(await standing(device)).toMatchObject({ staked: '0', cooling: [], wallet: '160000000000' });
    expect((await balances()).get(`escrow:${slash?.id}`)).toBe(40_000_000_000n);
    await expectBalanced();
  });

  it('that is won on appeal puts everything back, once', async () => {
    const { device, slash } = await charged('O7');
    expect(await giveBack(network.running.network, slash?.id ?? '')).toBe(true);
    expect(await giveBack(network.running.network, slash?.id ?? '')).toBe(false);
    expect(await executeLost(network.running.network, slash?.id ?? '')).toBe(false);
    expect(await standing(device)).toMatchObject({
      staked: '30000000000',
      cooling: [{ amount: '10000000000' }],
      slashes: [{ state: 'returned' }],
    });
    await expectBalanced();
  });

  it('that nobody appeals is burned when the time to appeal is over, and not before', async () => {
    const { device, slash } = await charged();
    const burnedBefore = (await balances()).get('burned') ?? 0n;
    await passLater(networkHoursMs(719, network.parameters));
    expect(await standing(device)).toMatchObject({ slashes: [{ state: 'escrow', amount: '20000000000' }] });
    await passLater(networkHoursMs(1, network.parameters) + 60_000);
    expect(await standing(device)).toMatchObject({ slashes: [{ state: 'executed' }], staked: '10000000000' });
    expect(((await balances()).get('burned') ?? 0n) - burnedBefore).toBeGreaterThanOrEqual(slash?.amount ?? 0n);
    await expectBalanced();
  });
});

describe('a job', () => {
  const hired = async (): Promise<{ device: PlayDevice; session: PlaySession; offer: JobOffer; id: string }> => {
    const { id, device } = await join();
    const session = await device.openSession(id);
    await session.beat();
    const image = `docker.io/library/busybox@sha256:${'a'.repeat(64)}`;
    expect(await offerJob(network.running.network, id, demoSpec({ image }))).toBe('offered');
    return { id, device, session, offer: (await session.next('offer')).offer };
  };
  const item = (event: Record<string, unknown>) => ({ id: randomUUID(), at: network.clock.now(), event });
  const ended = (jobId: string, outcome = 'done', ranMs = 5_000) =>
    item({ kind: 'job_ended', jobId, outcome, exitCode: 0, ranMs });
  /** Five seconds, which are fifteen network minutes. */
  const run = async (session: PlaySession): Promise<void> => {
    for (let second = 0; second < 5; second += 1) {
      network.clock.advance(1_000);
      await network.running.pass();
      await session.beat('hired');
    }
  };

  it('is paid once, however often and in whatever order its events arrive', async () => {
    const { device, offer, session } = await hired();
    const accepted = item({ kind: 'job_accepted', jobId: offer.spec.id });
    await run(session);
    const done = ended(offer.spec.id);
    for (const items of [[done], [accepted, done], [done, accepted], [accepted], [ended(offer.spec.id)]]) {
      const { body } = await device.ask('POST', '/v1/events', { items });
      expect(body.acknowledged).toEqual(items.map(({ id }) => id));
    }
    const { minutes, price } = await network.running.network.db
      .selectFrom('leases')
      .select(['minutes', 'price'])
      .where('memberId', '=', offer.spec.id)
      .executeTakeFirstOrThrow();
    expect([15, 16]).toContain(minutes);
    expect(price).toBe(BigInt(minutes ?? 0) * 100_000_000n);
    const { supplier } = jobPay(inBaseUnits(price ?? 0n), 'IO', network.parameters);
    const { body } = await device.ask('GET', '/v1/earnings');
    expect(body.totals).toMatchObject({ confirmed: '0', paid: supplier.toString() });
    session.close();
    await expectBalanced();
    const told = {
      seen: 'each acknowledged each time; the job paid once',
      lost: 'nothing: the sum of the ledger is 0',
    };
    tells(15, { injected: 'events of a job sent again after they were taken, on the real service', ...told });
    tells(16, { injected: 'the end before the acceptance, both twice, a second end under another id', ...told });
  });

  it('that its device gave up within the hour pays nothing and gives the renter its coins back', async () => {
    const { device, offer, session } = await hired();
    const held = (await balances()).get(`job:${offer.spec.id}:held`) ?? 0n;
    const before = (await balances()).get('wallet:play-renter') ?? 0n;
    const accepted = item({ kind: 'job_accepted', jobId: offer.spec.id });
    await run(session);
    await device.ask('POST', '/v1/events', { items: [accepted, ended(offer.spec.id, 'stopped_by_owner')] });
    expect((await device.ask('GET', '/v1/earnings')).body.totals).toMatchObject({ paid: '0' });
    expect(held).toBeGreaterThan(BigInt(offer.pay));
    expect((await balances()).get('wallet:play-renter')).toBe(before + held);
    session.close();
    await expectBalanced();
  });

  it('of another device is none of this one’s business, and holds its own device’s stake', async () => {
    const { device, offer, session } = await hired();
    const { device: stranger } = await join();
    await stranger.ask('POST', '/v1/events', { items: [ended(offer.spec.id)] });
    expect((await stranger.ask('GET', '/v1/earnings')).body.totals).toMatchObject({ paid: '0' });
    await device.stake('20000000000');
    await device.ask('POST', '/v1/events', { items: [item({ kind: 'job_accepted', jobId: offer.spec.id })] });
    const exit = await device.unstake('20000000000');
    expect([exit.status, exit.body.code]).toEqual([409, 'STAKE_IN_USE']);
    session.close();
  });
});
