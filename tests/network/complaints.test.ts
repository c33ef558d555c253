import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Complaint } from '../../shared/contract/network/court-reports.ts';
import { networkHoursMs } from '../../shared/domain/parameters/record.ts';
import {
  bodyOf,
  expectSettled,
  holdings,
  operatorKey,
  operatorOf,
  ownerOf,
  type Person,
  readSlash,
  slashesOf,
} from './court-bench.ts';
import { type MarketBench, type MarketDevice, minuteMs, openMarketBench, type Renter } from './market-bench.ts';

const bond = 1_000_000_000n;

describe('a renter’s complaint', () => {
  let bench: MarketBench;
  let renter: Renter;
  let device: MarketDevice;
  let owner: Person;
  let jobId: string;

  /** The device hands over one line for each minute that passes. */
  const prints = async (...texts: string[]): Promise<void> => {
    for (const text of texts) {
      await bench.minutes(1);
      const { next } = await device.device.ok('POST', `/v1/jobs/${jobId}/logs`, {
        ...{ seq: 0, lines: [], mark: null, isAfterGap: false, isLast: false },
      });
      await device.device.ok('POST', `/v1/jobs/${jobId}/logs`, {
        ...{ seq: next, lines: [{ at: bench.network.clock.now(), stream: 'stdout', text }] },
        ...{ mark: `${text} ${String(next)}`, isAfterGap: false, isLast: false },
      });
    }
  };
  const complain = (by: Renter, change: Record<string, unknown> = {}) =>
    by.key.ask('POST', `/v1/jobs/${jobId}/complaints`, {
      ...{ claim: 'tampering', lines: [0], text: 'A file of ours was read.', idempotencyKey: randomUUID(), ...change },
    });
  const complaints = async (): Promise<Complaint[]> =>
    (await renter.key.ok('GET', `/v1/jobs/${jobId}/complaints`)).complaints as Complaint[];
  const rule = async (matterId: string, finding: string): Promise<void> => {
    const { status } = await operatorOf(bench.network).ask('POST', `/v1/operators/matters/${matterId}/ruling`, {
      ...{ finding, reason: 'Read the lines.' },
    });
    expect(status).toBe(200);
  };

  beforeAll(async () => {
    bench = await openMarketBench(1, { hourMs: minuteMs * 60, operatorKeys: [operatorKey] });
    renter = await bench.renter();
    ({ id: jobId } = await renter.rent({ hourlyPrice: '9000000000', maxMinutes: 100 }));
    device = await bench.hire(jobId);
    owner = await ownerOf(device);
    await prints('others use 70 %', 'others use 80 %', 'canary read', 'others use 75 %');
  }, 60_000);
  afterAll(() => bench.close());

  it('cites lines that the network keeps, and as many as the offence takes', async () => {
    const refusals = [];
    for (const change of [
      { lines: [0, 99, 7] },
      { claim: 'overuse', lines: [0, 1] },
      { claim: 'overuse', lines: [0, 1, 1, 0] },
      { rank: 1 },
    ]) {
      const { status, body } = await complain(renter, change);
      refusals.push([status, body.code, body.data]);
    }
    expect(refusals).toEqual([
      [422, 'LINES_UNKNOWN', { lines: [7, 99] }],
      [422, 'LINES_TOO_FEW', { needed: 3 }],
      [422, 'LINES_TOO_FEW', { needed: 3 }],
      [409, 'NOBODY_HAD_IT', undefined],
    ]);
    expect(await complaints()).toEqual([]);
  });

  it('is nobody’s but the renter’s, and is made once for each key', async () => {
    const stranger = await bench.renter('Eve');
    expect((await complain(stranger)).body.code).toBe('JOB_NOT_FOUND');
    const before = await renter.coins();
    const idempotencyKey = randomUUID();
    const made = [];
    for (let again = 0; again < 3; again += 1)
      made.push((await complain(renter, { lines: [2], idempotencyKey })).body.id);
    expect(new Set(made).size).toBe(1);
    expect(await renter.coins()).toBe(before - bond);
    const [complaint, ...others] = await complaints();
    expect(others).toEqual([]);
    expect(complaint).toMatchObject({
      jobId,
      rank: 0,
      claim: 'tampering',
      lines: [2],
      state: 'open',
      compensation: null,
    });
    expect(JSON.stringify(complaint)).not.toContain(device.id);
    await rule(complaint?.id ?? '', 'frivolous');
    expect((await complaints())[0]).toMatchObject({ state: 'frivolous', decidedBy: 'operator' });
    expect(await renter.coins()).toBe(before - bond);
    expect(await slashesOf(bench.network, owner)).toEqual([]);
  });

  it('of a third over-use in a day costs the device a fiftieth of its stake, once it is upheld', async () => {
    const before = await renter.coins();
    const { status, body } = await complain(renter, { claim: 'overuse', lines: [3, 0, 1], text: 'Thrice in one day.' });
    expect(status).toBe(200);
    const stake = (await holdings(bench.network)).get(`device:${device.id}:stake:${owner.accountId}`) ?? 0n;
    await rule(body.id as string, 'upheld');
    expect(await renter.coins()).toBe(before);
    const [line] = await slashesOf(bench.network, owner);
    expect(line).toMatchObject({ offence: 'O2', amount: String(stake / 50n) });
    const slash = await readSlash(bench.network, owner, line?.id ?? '');
    expect(slash.evidence.map(({ kind }) => kind)).toEqual(['lease', 'job_lines', 'finding']);
    expect(bodyOf(slash, 'job_lines')).toMatchObject({
      claim: 'overuse',
      lines: [
        { seq: 0, text: 'others use 70 %' },
        { seq: 1, text: 'others use 80 %' },
        { seq: 3, text: 'others use 75 %' },
      ],
    });
    expect(slash.offenceAt).toBe((bodyOf(slash, 'job_lines').lines as { at: number }[])[2]?.at);
  });

  it('of what was touched costs all, pays the renter for the harm and no bounty, and burns the rest', async () => {
    await device.says({ kind: 'job_ended', jobId, outcome: 'failed', exitCode: 1, ranMs: 60_000 });
    const { total } = await renter.bill(jobId);
    const { body } = await complain(renter, { lines: [2] });
    await rule(body.id as string, 'upheld');
    const [line] = (await slashesOf(bench.network, owner)).filter(({ offence }) => offence === 'O7');
    const before = await renter.coins();
    bench.network.clock.advance(networkHoursMs(720, bench.network.parameters));
    await bench.network.running.pass();
    const slash = await readSlash(bench.network, owner, line?.id ?? '');
    const [first] = (await slashesOf(bench.network, owner)).filter(({ offence }) => offence === 'O2');
    const already = (await readSlash(bench.network, owner, first?.id ?? '')).use?.compensation ?? '';
    expect(BigInt(already)).toBeGreaterThan(0n);
    // Together they make good what the job cost, and no more.
    const compensation = BigInt(total.price) + BigInt(total.renterFee) - BigInt(already);
    expect(slash.use).toEqual({
      ...{ burn: String(BigInt(slash.amount) + BigInt(slash.forfeited) - compensation), bounty: '0' },
      compensation: String(compensation),
    });
    expect(compensation).toBeGreaterThan(0n);
    expect((await complaints()).find(({ id }) => id === body.id)).toMatchObject({
      ...{ state: 'upheld', compensation: String(compensation) },
    });
    expect(await renter.coins()).toBe(before + compensation + BigInt(already));
    await expectSettled(bench.network);
  });
});
