import { createHash, createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { giveBack } from '../../network/service/court/slashes.ts';
import { inTransaction } from '../../network/store/transaction.ts';
import { countMinutes } from '../../shared/domain/presence/minutes.ts';
import { bodyOf, expectSettled, holdings, ownerOf, type Person, readSlash, slashesOf } from './court-bench.ts';
import { image, type MarketBench, type MarketDevice, openMarketBench, type Renter } from './market-bench.ts';

describe('an hour in which a device is hired', () => {
  let bench: MarketBench;
  let renter: Renter;
  let owner: Person;
  let device: MarketDevice;
  let jobId: string;
  let printed = 0;

  const minuteMs = 10_000;
  const silentMinutes = 12;

  beforeAll(async () => {
    bench = await openMarketBench(1);
    renter = await bench.renter();
    ({ id: jobId } = await renter.rent({ hourlyPrice: '100000000', maxMinutes: 3_000 }));
    device = await bench.hire(jobId);
    owner = await ownerOf(device);
  }, 60_000);
  afterAll(() => bench.close());

  const toNextHour = async (): Promise<void> => {
    const { hourMs } = bench.network.parameters;
    await bench.minutes(Math.ceil((hourMs - (bench.network.clock.now() % hourMs)) / minuteMs));
  };

  /** A line of the job, once it can be handed over. */
  const prints = async (at: readonly number[]): Promise<void> => {
    const lines = at.map((moment) => ({ at: moment, stream: 'stdout', text: 'step' }));
    await device.device.ok('POST', `/v1/jobs/${jobId}/logs`, {
      ...{ seq: printed, lines, mark: null, isAfterGap: false, isLast: false },
    });
    printed += lines.length;
  };

  /** Silence of twelve minutes from the fifth on. @param isOn  its job prints in each of them */
  const silence = async (isOn: boolean): Promise<void> => {
    await bench.minutes(5);
    await device.becomes(null);
    const at: number[] = [];
    for (let minute = 0; minute < silentMinutes; minute += 1) {
      await bench.minutes(1);
      at.push(bench.network.clock.now() - 1);
    }
    await device.becomes('hired');
    if (isOn) await prints(at);
  };

  it('is short when the network did not hear it and its own log shows that it ran', { timeout: 30_000 }, async () => {
    await toNextHour();
    const epoch = Math.max(
      ...(await bench.network.running.network.db.selectFrom('epochs').select('number').execute()).map(
        ({ number }) => number,
      ),
    );
    await silence(true);
    await toNextHour();
    const [line] = await slashesOf(bench.network, owner);
    expect(line).toMatchObject({ offence: 'O1', state: 'escrow', amount: '150000000', appeal: null });
    const slash = await readSlash(bench.network, owner, line?.id ?? '');
    expect(BigInt(slash.forfeited)).toBeGreaterThan(0n);
    const hour = bodyOf(slash, 'hired_hour');
    expect(hour.epoch).toBe(epoch);
    expect((hour.excused as Record<string, string>).nothing_shows_it_on).toBe('0'.repeat(15));
    expect(bodyOf(slash, 'signs_of_life')).toHaveLength(silentMinutes);
    const held = await holdings(bench.network);
    expect(held.get(`escrow:${slash.id}`)).toBe(150_000_000n + BigInt(slash.forfeited));
    expect(held.get(`device:${device.id}:estimate:${owner.accountId}`)).toBe(0n);
    const earned = await bench.network.running.network.db
      .selectFrom('rewards')
      .select('reward')
      .where('epoch', '=', epoch)
      .executeTakeFirstOrThrow();
    expect(slash.forfeited).toBe(earned.reward.toString());
    expect((await device.session.next('slashed')).slashId).toBe(slash.id);
  });

  it.each([
    ['nothing shows that it was on', () => silence(false)],
    [
      'its owner had declared a pause',
      async () => {
        await bench.minutes(1);
        await device.says({ kind: 'owner_paused', cause: 'asked' });
        await silence(true);
        await device.says({ kind: 'owner_resumed' });
      },
    ],
    [
      'its job stood still for the owner',
      async () => {
        await bench.minutes(1);
        await device.says({ kind: 'job_frozen', jobId });
        await silence(true);
        await device.says({ kind: 'job_running', jobId });
      },
    ],
    [
      'the network itself slept',
      async () => {
        await bench.minutes(5);
        const from = bench.network.clock.now();
        bench.network.clock.advance(silentMinutes * minuteMs);
        await bench.network.running.pass();
        await device.becomes('hired');
        await prints(Array.from({ length: silentMinutes }, (_, minute) => from + minute * minuteMs + 1));
      },
    ],
  ])('is never short when %s', { timeout: 30_000 }, async (_title, lives) => {
    const before = await slashesOf(bench.network, owner);
    await lives();
    await toNextHour();
    expect(await slashesOf(bench.network, owner)).toEqual(before);
  });

  it('is charged three times in 720 hours at most, each once however often it is judged', {
    timeout: 30_000,
  }, async () => {
    for (let more = 0; more < 3; more += 1) {
      await silence(true);
      await toNextHour();
    }
    const slashes = await slashesOf(bench.network, owner);
    expect(slashes.map(({ offence }) => offence)).toEqual(['O1', 'O1', 'O1']);
    expect(new Set(slashes.map(({ offenceAt }) => offenceAt)).size).toBe(3);
  });

  it('gives its owner all of it as one signed text, and nobody else anything', async () => {
    const [line] = await slashesOf(bench.network, owner);
    const path = `/v1/slashes/${line?.id}`;
    const { content, sha256, networkKey, signature } = (await owner.key(bench.network).ok('GET', `${path}/bundle`)) as {
      [key: string]: string;
    };
    expect(
      createHash('sha256')
        .update(content ?? '')
        .digest('hex'),
    ).toBe(sha256);
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: networkKey ?? '' }, format: 'jwk' });
    const message = Buffer.from(`perigee-slash-bundle-1\n${sha256}`);
    expect(verify(null, message, key, Buffer.from(signature ?? '', 'base64url'))).toBe(true);
    const { slash, parameters } = JSON.parse(content ?? '');
    expect(slash).toMatchObject({ id: line?.id, deviceId: device.id });
    expect(parameters).toMatchObject({ hourMs: 600_000, version: slash.parametersVersion });
    for (const { body, sha256: hash } of slash.evidence)
      expect(createHash('sha256').update(body).digest('hex')).toBe(hash);
    for (const other of [path, `${path}/bundle`]) {
      const refused = await renter.key.ask('GET', other);
      expect([refused.status, refused.body.code]).toEqual([404, 'SLASH_NOT_FOUND']);
    }
    expect((await renter.key.ok('GET', '/v1/accounts/me/slashes')).slashes).toEqual([]);
  });

  it('is paid after all when the slash of it is won', async () => {
    const { network } = bench;
    const line = (await slashesOf(network, owner)).at(-1);
    expect(BigInt(line?.forfeited ?? '')).toBeGreaterThan(0n);
    const confirmed = `device:${device.id}:confirmed:${owner.accountId}`;
    const before = (await holdings(network)).get(confirmed) ?? 0n;
    expect(await giveBack(network.running.network, line?.id ?? '')).toBe(true);
    const after = await holdings(network);
    expect((after.get(confirmed) ?? 0n) - before).toBe(BigInt(line?.forfeited ?? ''));
    expect(after.get(`device:${device.id}:estimate:${owner.accountId}`)).toBe(0n);
    await expectSettled(network);
  });

  it('is never short when the network itself was ended in it and began again', { timeout: 30_000 }, async () => {
    const { network } = bench;
    // The hour before is judged once more, and then nothing keeps a charge of this one away.
    await toNextHour();
    for (const { id } of await slashesOf(network, owner)) await giveBack(network.running.network, id);
    const before = await slashesOf(network, owner);
    await bench.minutes(5);
    const { running } = network;
    await running.close();
    const from = network.clock.now();
    network.clock.advance(silentMinutes * minuteMs);
    network.running = { ...running, close: async () => undefined };
    await network.restart({ vouchedImages: [image] });
    const back = device.device.at(network.running.url);
    const session = await back.openSession(device.id);
    await session.beat('hired');
    await back.ok('POST', `/v1/jobs/${jobId}/logs`, {
      ...{ seq: printed, mark: null, isAfterGap: false, isLast: false },
      lines: Array.from({ length: silentMinutes }, (_, minute) => ({
        ...{ at: from + minute * minuteMs + 1, stream: 'stdout', text: 'step' },
      })),
    });
    for (let minute = 5 + silentMinutes; minute <= 61; minute += 1) {
      network.clock.advance(minuteMs);
      await session.beat('hired');
      await network.running.pass();
    }
    expect(await slashesOf(network, owner)).toEqual(before);
    const { epochs, leases } = await inTransaction(network.running.network.db, async (trx) => ({
      epochs: await trx.selectFrom('epochs').selectAll().where('step', '=', 'closed').orderBy('number').execute(),
      leases: await trx.selectFrom('leases').select('state').execute(),
    }));
    // The hour is closed, and the contract still runs.
    expect(countMinutes(epochs.at(-1)?.servedMask ?? 0n)).toBeLessThanOrEqual(60 - silentMinutes + 1);
    expect(leases).toEqual([{ state: 'held' }]);
    expect(before.filter(({ state }) => state !== 'returned')).toEqual([]);
    session.close();
  });
});
