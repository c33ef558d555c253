/** The market on the real service: who is asked, what is billed to the last base unit, and how each job may end. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { jobPay } from '../../shared/domain/ledger/job-fees.ts';
import { mainnetParameters } from '../../shared/domain/parameters/record.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import {
  accepted,
  ended,
  frozen,
  io,
  type MarketBench,
  type MarketDevice,
  minuteMs,
  openMarketBench,
  type Renter,
  running,
} from './market-bench.ts';

let bench: MarketBench;
let renter: Renter;

beforeAll(async () => {
  bench = await openMarketBench(5);
  renter = await bench.renter();
});
afterAll(() => bench.close());
afterEach(async () => {
  for (const device of bench.devices) await device.becomes('ready');
  await bench.expectBalanced();
});

describe('a cluster', () => {
  const rentCluster = async (): Promise<{ id: string; members: MarketDevice[] }> => {
    const { id } = await renter.rent({ kind: 'cluster', requirements: { count: 3 } });
    const members: MarketDevice[] = [];
    for (let rank = 0; rank < 3; rank += 1) members.push(await bench.asked(`${id}-${rank}`));
    return { id, members };
  };

  it('begins when all have accepted, and ends with the first that is lost, each billed by its minutes', async () => {
    const { id, members } = await rentCluster();
    const [head, second, third] = members as [MarketDevice, MarketDevice, MarketDevice];
    const { spec } = await head.offer();
    expect([spec.id, spec.env]).toEqual([
      `${id}-0`,
      { JOB_CLUSTER_ROLE: 'head', JOB_CLUSTER_RANK: '0', JOB_CLUSTER_SIZE: '3' },
    ]);
    for (const [rank, device] of [head, second].entries()) {
      await device.says(accepted(`${id}-${rank}`), running(`${id}-${rank}`));
      await device.becomes('hired');
    }
    await bench.minutes(3);
    expect(await renter.status(id)).toMatchObject({ state: 'offered', minutes: 0 });
    await third.says(accepted(`${id}-2`), running(`${id}-2`));
    await third.becomes('hired');
    await bench.minutes(5);
    await second.says(ended(`${id}-1`, 'interrupted'));
    expect(await renter.status(id)).toMatchObject({
      outcome: 'device_left',
      price: io(2).toString(),
      members: [
        { rank: 0, outcome: 'cluster_ended', minutes: 5, price: io(1).toString() },
        { rank: 1, outcome: 'device_left', minutes: 5, price: '0' },
        { rank: 2, outcome: 'cluster_ended', minutes: 5, price: io(1).toString() },
      ],
    });
    await head.hearsCancel(`${id}-0`);
    await third.hearsCancel(`${id}-2`);
  });

  it('releases all when one declines, and is done when all are', async () => {
    const { id, members } = await rentCluster();
    await members[0]?.says(accepted(`${id}-0`));
    await members[1]?.says(ended(`${id}-1`, 'refused', 0));
    await members[0]?.hearsCancel(`${id}-0`);
    expect(await renter.status(id)).toMatchObject({ state: 'waiting', members: [] });
    await renter.cancel(id);

    const whole = await rentCluster();
    for (const [rank, device] of whole.members.entries()) {
      await device.says(accepted(`${whole.id}-${rank}`), running(`${whole.id}-${rank}`));
      await device.becomes('hired');
    }
    for (const [rank, device] of whole.members.entries()) {
      await bench.minutes(1);
      await device.says(ended(`${whole.id}-${rank}`));
    }
    expect(await renter.status(whole.id)).toMatchObject({ outcome: 'done', minutes: 6, price: io(1.2).toString() });
  });
});

describe('a job on the market', () => {
  it('goes on to the next device when one declines, is silent, or gives it back before anything ran', async () => {
    const { id } = await renter.rent();
    const first = await bench.asked(id);
    await first.says(ended(id, 'refused', 0));
    await bench.network.running.pass();
    const second = await bench.asked(id);
    expect(second).not.toBe(first);
    await bench.minutes(13);
    const third = await bench.asked(id);
    expect([first, second]).not.toContain(third);
    await third.says(accepted(id), ended(id, 'refused', 0));
    await bench.network.running.pass();
    const last = await bench.hire(id);
    expect([first, second, third]).not.toContain(last);
    // It was passed over, and somebody else has it: it is told so when it speaks up.
    await second.says(accepted(id));
    await second.hearsCancel(id);
    await bench.minutes(2);
    await last.says(ended(id));
    expect(await renter.status(id)).toMatchObject({ outcome: 'done', minutes: 2, members: [{ outcome: 'done' }] });
  });

  it('that its renter cancels is billed to that moment, and its device is told', async () => {
    const { id } = await renter.rent();
    const device = await bench.hire(id);
    await bench.minutes(5);
    expect(await renter.cancel(id)).toMatchObject({
      state: 'ended',
      outcome: 'cancelled',
      minutes: 5,
      price: io(1).toString(),
    });
    await device.hearsCancel(id);
    await bench.minutes(3);
    await device.says(ended(id, 'interrupted'));
    expect(await renter.cancel(id)).toMatchObject({ outcome: 'cancelled', minutes: 5 });
  });

  it('that nobody takes in its time costs nothing', async () => {
    const before = await renter.coins();
    const { id } = await renter.rent({ requirements: { class: 'h100', count: 1 }, patienceMinutes: 5 });
    await bench.minutes(4);
    expect(await renter.status(id)).toMatchObject({ state: 'waiting', members: [], refund: '0' });
    await bench.minutes(1);
    expect(await renter.status(id)).toMatchObject({ state: 'ended', outcome: 'expired', price: '0' });
    expect(await renter.coins()).toBe(before);
    expect(await renter.bill(id)).toMatchObject({ members: [], unused: io(24.06).toString() });
  });

  it('ends when the minutes that were agreed are over, and costs no more', async () => {
    const { id } = await renter.rent({ maxMinutes: 5 });
    const device = await bench.hire(id);
    await bench.minutes(7);
    await device.hearsCancel(id);
    expect(await renter.status(id)).toMatchObject({ outcome: 'time_over', minutes: 5, price: io(1).toString() });
  });

  it('outlives a network that was away', async () => {
    const { id } = await renter.rent();
    const device = await bench.hire(id);
    await bench.minutes(2);
    bench.network.clock.advance(100 * minuteMs);
    await bench.minutes(2);
    expect(await renter.status(id)).toMatchObject({ state: 'running' });
    await device.says(ended(id));
    // The minutes of the absence are nobody's.
    const { minutes } = await renter.status(id);
    expect(minutes).toBeLessThan(8);
  });
});

describe('what devices report', () => {
  it('counts once, however often and in whatever order it comes', async () => {
    const before = await renter.coins();
    const { id } = await renter.rent();
    const device = await bench.asked(id);
    const item = (event: Record<string, unknown>) => ({ id: randomUUID(), at: bench.network.clock.now(), event });
    await device.becomes('hired');
    const begun = [item(accepted(id)), item(running(id))];
    await bench.minutes(10);
    const done = item(ended(id, 'done', 10 * minuteMs));
    for (const items of [
      [done],
      [...begun].reverse(),
      [done, ...begun],
      [item(accepted(id)), item(ended(id, 'failed'))],
    ])
      await device.device.ok('POST', '/v1/events', { items });
    expect(await renter.status(id)).toMatchObject({ outcome: 'done', minutes: 10, price: io(2).toString() });
    expect(await renter.coins()).toBe(before - io(2.005));
    const { id: next } = await renter.rent();
    const asked = await bench.asked(next);
    const stranger = bench.devices.find((other) => other !== asked) as MarketDevice;
    await stranger.says(ended(next));
    expect(await renter.status(next)).toMatchObject({ state: 'offered' });
    await renter.cancel(next);
  });
});

describe('jobs of an hour and a half, side by side', () => {
  const jobs: Record<'paused' | 'leftAt59' | 'failedAt59' | 'leftAt60' | 'lost' | 'forgotten', string> = {
    ...{ paused: '', leftAt59: '', failedAt59: '', leftAt60: '', lost: '', forgotten: '' },
  };
  const devices: Partial<Record<keyof typeof jobs, MarketDevice>> = {};
  let coinsBefore = 0n;
  const most = jobPay(inBaseUnits(io(24)), 'IO', mainnetParameters).renterPays;

  const begin = async (...names: (keyof typeof jobs)[]): Promise<void> => {
    for (const name of names) {
      jobs[name] = (await renter.rent()).id;
      devices[name] = await bench.hire(jobs[name]);
    }
  };
  const at = (name: keyof typeof jobs): MarketDevice => devices[name] as MarketDevice;

  beforeAll(async () => {
    coinsBefore = await renter.coins();
    await begin('paused', 'leftAt59', 'failedAt59', 'leftAt60', 'lost');
    expect(await renter.coins()).toBe(coinsBefore - 5n * most);
    await bench.minutes(50);
    await at('paused').says(frozen(jobs.paused));
    await at('paused').becomes('paused');
    await bench.minutes(7);
    await at('paused').says(running(jobs.paused));
    await at('paused').becomes('hired');
    await bench.minutes(2);
    await at('leftAt59').says(ended(jobs.leftAt59, 'stopped_by_owner'));
    await at('failedAt59').says(ended(jobs.failedAt59, 'failed'));
    await begin('forgotten');
    await at('forgotten').becomes('ready');
    await bench.minutes(1);
    await at('leftAt60').says(ended(jobs.leftAt60, 'interrupted'));
    await bench.minutes(1);
    await at('lost').becomes(null);
    await bench.minutes(36);
    expect(await renter.status(jobs.paused)).toMatchObject({ state: 'running', minutes: 90 });
    await at('paused').says(ended(jobs.paused));
  });

  it('cost 18 IO for 90 minutes with a pause, and every line of it can be worked out again', async () => {
    const id = jobs.paused;
    const job = await renter.status(id);
    expect(job).toMatchObject({
      ...{ state: 'ended', outcome: 'done', minutes: 90, price: io(18).toString(), fee: '4500000' },
      members: [{ class: 'cpu', tier: 'silver', state: 'ended' }],
    });
    expect(BigInt(job.refund)).toBe(most - io(18.045));
    const bill = await renter.bill(id);
    expect(bill).toMatchObject({
      ...{ isFinal: true, unused: '0' },
      total: { held: most.toString(), price: io(18).toString() },
    });
    const [line] = bill.members;
    expect(line).toMatchObject({
      ...{ outcome: 'done', endedBy: 'completion', countedMinutes: 90, minutes: 90 },
      ...{ price: io(18).toString(), renterFee: io(0.045).toString(), supplier: io(17.955).toString() },
      ...{ burn: io(0.045).toString(), validators: io(0.018).toString() },
      ...{ treasury: io(0.018).toString(), community: io(0.009).toString(), refund: job.refund },
    });
    const bits = (mask: string): number => [...BigInt(`0x${mask}`).toString(2)].filter((bit) => bit === '1').length;
    for (const { ran, present, counted } of line?.hours ?? [])
      expect(BigInt(`0x${counted}`)).toBe(BigInt(`0x${ran}`) & BigInt(`0x${present}`));
    expect(line?.hours.reduce((sum, { counted }) => sum + bits(counted), 0)).toBe(90);
    expect((io(12) * 90n) / 60n).toBe(BigInt(line?.price ?? 0));
    const { ledger } = (await at('paused').device.ok('GET', '/v1/earnings')) as { ledger: Record<string, unknown>[] };
    expect(ledger.find(({ reference, kind }) => reference === id && kind === 'job_pay')).toMatchObject({
      ...{ amount: io(17.955).toString(), state: 'paid' },
    });
    expect(JSON.stringify([job, bill])).not.toContain(at('paused').id.slice(1));
  });

  it.each([
    ['leftAt59', 'device_left', 59, 0],
    ['failedAt59', 'failed', 59, 11.8],
    ['leftAt60', 'device_left', 60, 12],
    // Half an hour after its last word, of which the line held a minute and a half.
    ['lost', 'device_lost', 63, 12.6],
    // Its device was there all the time, and said nothing of it.
    ['forgotten', 'device_lost', 31, 0],
  ] as const)('cost by who ended them, and when: %s', async (name, outcome, minutes, price) => {
    expect(await renter.status(jobs[name])).toMatchObject({ outcome, minutes, price: io(price).toString() });
  });

  it('gave back everything that was held and not used', async () => {
    const price = io(18) + io(11.8) + io(12) + io(12.6);
    expect(await renter.coins()).toBe(coinsBefore - price - io(0.045 + 0.0295 + 0.03 + 0.0315));
  });

  it('told the devices that had them', async () => {
    await at('forgotten').hearsCancel(jobs.forgotten);
    await at('lost').hearsCancel(jobs.lost);
  });
});
