import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { post } from '../../network/store/ledger.ts';
import { inTransaction } from '../../network/store/transaction.ts';
import type { FraudReport } from '../../shared/contract/network/court-reports.ts';
import { jobHeld, wallet } from '../../shared/domain/ledger/account.ts';
import { move, transfer } from '../../shared/domain/ledger/posting.ts';
import { networkHoursMs } from '../../shared/domain/parameters/record.ts';
import { blockIdAt } from '../../shared/domain/releases/block-id.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import { expectSettled, holdings, openPerson, operatorKey, operatorOf, ownerOf, type Person } from './court-bench.ts';
import { type Joined, join, live, required } from './joined-device.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';

const bond = 1_000_000_000n;

let network: PlayNetwork;
let blockId: string;
/** Line of each device in it. */
let rowOf: ReadonlyMap<string, number>;
let devices: Joined[];
beforeAll(async () => {
  network = await startPlayNetwork({ operatorKeys: [operatorKey] });
  devices = [];
  for (let n = 0; n < 6; n += 1) devices.push(await join(network, { staked: required }));
  await live(network, devices, 28);
  const { epoch, blockId: name } = await network.running.network.db
    .selectFrom('releases')
    .select(['epoch', 'blockId'])
    .orderBy('epoch', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  blockId = name;
  const rows = await network.running.network.db
    .selectFrom('releaseRows')
    .select(['deviceId', 'row'])
    .where('epoch', '=', epoch)
    .execute();
  rowOf = new Map(rows.map(({ deviceId, row }) => [deviceId, row]));
  for (const { session } of devices) session.close();
}, 60_000);
afterAll(() => network.close());

const deviceAt = (index: number): Joined => devices[index] as Joined;
const filing = (deviceId: string, change: Record<string, unknown> = {}) => ({
  ...{
    deviceId,
    claim: 'model',
    rows: [{ blockId, row: rowOf.get(deviceId) ?? 0 }],
    text: 'It walks like a smaller card.',
  },
  idempotencyKey: randomUUID(),
  ...change,
});
const file = (by: Person, asked: Record<string, unknown>) => by.key(network).ask('POST', '/v1/reports', asked);
const filed = async (by: Person, deviceId: string): Promise<string> => {
  const { status, body } = await file(by, filing(deviceId));
  expect(status).toBe(200);
  return body.id as string;
};
const reportsOf = async (by: Person): Promise<FraudReport[]> =>
  (await by.key(network).ok('GET', '/v1/accounts/me/reports')).reports as FraudReport[];
const ruling = (matterId: string, finding: string) =>
  operatorOf(network).ask('POST', `/v1/operators/matters/${matterId}/ruling`, {
    finding,
    reason: 'Looked at the rows.',
  });
const coinsOf = async ({ accountId }: Person): Promise<bigint> =>
  (await holdings(network)).get(`wallet:${accountId}`) ?? 0n;

describe('a report of a fraud', () => {
  it('takes its bond once, however often it is sent', async () => {
    const reporter = await openPerson(network, 'Ada');
    const before = await coinsOf(reporter);
    const asked = filing(deviceAt(0).id);
    const answers = [];
    for (let again = 0; again < 3; again += 1) answers.push((await file(reporter, asked)).body.id);
    expect(new Set(answers).size).toBe(1);
    expect(await coinsOf(reporter)).toBe(before - bond);
    expect(await reportsOf(reporter)).toMatchObject([
      { state: 'open', claim: 'model', bond: bond.toString(), bounty: null },
    ]);
    expect((await ruling(answers[0] as string, 'rejected')).status).toBe(200);
    await expectSettled(network);
  });

  it('is refused of a device of one’s own, of hours that nobody has seen, of no device, and without the bond', async () => {
    const owner = await ownerOf(deviceAt(1));
    const refused = await file(owner, filing(deviceAt(1).id));
    expect([refused.status, refused.body.code]).toEqual([403, 'SELF_REPORT']);
    const supporter = await openPerson(network, 'Sam');
    await network.running.network.db
      .insertInto('supporters')
      .values({ deviceId: deviceAt(1).id, holderId: supporter.accountId, isIn: true, leavesAt: null })
      .execute();
    expect((await file(supporter, filing(deviceAt(1).id))).body.code).toBe('SELF_REPORT');
    const reporter = await openPerson(network, 'Bob');
    const before = await coinsOf(reporter);
    const unknown = blockIdAt(0);
    for (const wrong of [unknown, 'yesterday', '20261399T000000.000Z'])
      expect((await file(reporter, filing(deviceAt(1).id, { rows: [{ blockId: wrong, row: 1 }] }))).body).toMatchObject(
        {
          code: 'ROWS_UNKNOWN',
          data: { blockIds: [wrong] },
        },
      );
    const mine = rowOf.get(deviceAt(1).id) ?? 0;
    const anothers = [...rowOf.values()].find((row) => row !== mine) ?? 0;
    for (const row of [0, anothers, rowOf.size + 1])
      expect(
        (
          await file(
            reporter,
            filing(deviceAt(1).id, {
              rows: [
                { blockId, row: mine },
                { blockId, row },
              ],
            }),
          )
        ).body,
      ).toMatchObject({
        ...{ code: 'ROWS_UNKNOWN', data: { blockIds: [blockId] } },
      });
    expect((await file(reporter, filing('nobody'))).body.code).toBe('DEVICE_NOT_FOUND');
    expect(await coinsOf(reporter)).toBe(before);
    const spent = inBaseUnits(before - bond + 1n);
    const head = { idempotencyKey: randomUUID(), kind: 'job_hold', reference: 'elsewhere' } as const;
    const elsewhere = transfer(head, move(wallet(reporter.accountId), jobHeld('elsewhere'), spent));
    await inTransaction(network.running.network.db, (trx) =>
      post(trx, elsewhere, { deviceId: null, epoch: null, at: network.clock.now() }),
    );
    expect((await file(reporter, filing(deviceAt(1).id))).body).toMatchObject({
      code: 'NOT_ENOUGH_COINS',
      data: { needed: bond.toString(), available: (bond - 1n).toString() },
    });
    await expectSettled(network);
  });

  it('that is upheld slashes the device, gives the bond back, and pays a quarter when the slash is executed', async () => {
    const [first, later] = [await openPerson(network, 'First'), await openPerson(network, 'Later')];
    const [before, laterBefore] = [await coinsOf(first), await coinsOf(later)];
    const id = await filed(first, deviceAt(2).id);
    network.clock.advance(1_000);
    const second = await filed(later, deviceAt(2).id);
    expect((await ruling(second, 'upheld')).body.code).toBe('EARLIER_REPORT_OPEN');
    expect((await ruling(id, 'upheld')).status).toBe(200);
    expect((await ruling(id, 'frivolous')).body.code).toBe('ALREADY_DECIDED');
    expect(await coinsOf(first)).toBe(before);
    // There is one bounty; whoever was right and late loses nothing.
    expect(await reportsOf(later)).toMatchObject([{ state: 'unproven', decidedBy: 'earlier_report' }]);
    expect(await coinsOf(later)).toBe(laterBefore);
    const owner = await ownerOf(deviceAt(2));
    const slashes = (await owner.key(network).ok('GET', '/v1/accounts/me/slashes')).slashes as { id: string }[];
    expect(slashes).toMatchObject([{ offence: 'O5', amount: (required / 2n).toString(), state: 'escrow' }]);
    const shown = await owner.key(network).ok('GET', `/v1/slashes/${slashes[0]?.id}`);
    expect(JSON.stringify(shown)).not.toContain(first.accountId);
    network.clock.advance(networkHoursMs(720, network.parameters));
    await network.running.pass();
    const bounty = required / 8n;
    expect(await coinsOf(first)).toBe(before + bounty);
    expect(await reportsOf(first)).toMatchObject([{ state: 'upheld', bounty: bounty.toString() }]);
    await expectSettled(network);
  });

  it('pays no bounty for a slash that its owner wins back', async () => {
    const reporter = await openPerson(network, 'Cy');
    const before = await coinsOf(reporter);
    expect((await ruling(await filed(reporter, deviceAt(3).id), 'upheld')).status).toBe(200);
    const owner = await ownerOf(deviceAt(3));
    const [line] = (await owner.key(network).ok('GET', '/v1/accounts/me/slashes')).slashes as { id: string }[];
    const path = `/v1/slashes/${line?.id}/appeal`;
    const { appeal } = (await owner.key(network).ok('POST', path, { grounds: 'other', text: 'No.' })) as {
      appeal: { id: string };
    };
    expect((await ruling(appeal.id, 'upheld')).status).toBe(200);
    network.clock.advance(networkHoursMs(720, network.parameters));
    await network.running.pass();
    expect(await coinsOf(reporter)).toBe(before);
    expect(await reportsOf(reporter)).toMatchObject([{ state: 'upheld', bounty: null }]);
    await expectSettled(network);
  });

  it('loses its bond only when it is frivolous', async () => {
    const reporter = await openPerson(network, 'Di');
    const before = await coinsOf(reporter);
    const burned = (await holdings(network)).get('burned') ?? 0n;
    await ruling(await filed(reporter, deviceAt(4).id), 'rejected');
    expect(await coinsOf(reporter)).toBe(before);
    await ruling(await filed(reporter, deviceAt(4).id), 'frivolous');
    expect(await coinsOf(reporter)).toBe(before - bond);
    expect((await holdings(network)).get('burned')).toBe(burned + bond);
    expect((await reportsOf(reporter)).map(({ state }) => state).toSorted()).toEqual(['frivolous', 'unproven']);
    await expectSettled(network);
  });

  it('of the network’s own comes from a review that an operator refers, without bond and bounty', async () => {
    const { db } = network.running.network;
    const reviewId = randomUUID();
    const facts = { meanZ: -9.1, proofs: 40 };
    await db
      .insertInto('reviews')
      .values({
        ...{ id: reviewId, deviceId: deviceAt(4).id, openedAt: network.clock.now(), closedAt: null, score: 0.97 },
        reasons: JSON.stringify([{ kind: 'constant_residuals', score: 0.97, facts }]),
      })
      .execute();
    const operator = operatorOf(network);
    const asked = { claim: 'model', text: 'Forty proofs, all alike.' };
    const refer = () => operator.ask('POST', `/v1/operators/reviews/${reviewId}/referral`, asked);
    const { matterId } = (await refer()).body;
    expect((await refer()).body).toEqual({ matterId });
    expect((await operator.ask('POST', `/v1/operators/reviews/${randomUUID()}/referral`, asked)).body.code).toBe(
      'REVIEW_NOT_FOUND',
    );
    expect((await operator.ok('GET', '/v1/operators/reviews')).reviews).toMatchObject([{ reviewId, isReferred: true }]);
    const owner = await ownerOf(deviceAt(4));
    const slashesOf = async () =>
      (await owner.key(network).ok('GET', '/v1/accounts/me/slashes')).slashes as { id: string; offence: string }[];
    expect(await slashesOf()).toEqual([]);
    expect((await ruling(matterId as string, 'upheld')).status).toBe(200);
    const [line] = await slashesOf();
    expect(line?.offence).toBe('O5');
    const { evidence } = (await owner.key(network).ok('GET', `/v1/slashes/${line?.id}`)) as {
      evidence: { kind: string; body: string }[];
    };
    expect(evidence.map(({ kind }) => kind)).toEqual(['review', 'finding']);
    expect(JSON.parse(evidence[0]?.body ?? '').reasons[0].facts).toEqual(facts);
    network.clock.advance(networkHoursMs(720, network.parameters));
    await network.running.pass();
    expect(await owner.key(network).ok('GET', `/v1/slashes/${line?.id}`)).toMatchObject({
      ...{ state: 'executed', use: { bounty: '0', burn: (required / 2n).toString() } },
    });
    await expectSettled(network);
  });

  it('is one of five that may be open at once', async () => {
    const reporter = await openPerson(network, 'Ed');
    for (let n = 0; n < 5; n += 1) await filed(reporter, deviceAt(5).id);
    const refused = await file(reporter, filing(deviceAt(5).id));
    expect([refused.status, refused.body]).toMatchObject([429, { code: 'TOO_MANY_REPORTS', data: { most: 5 } }]);
    await expectSettled(network);
  });
});
