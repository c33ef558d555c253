import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HardwareClaim } from '../../shared/contract/network/devices.ts';
import { distributeHour, emptyCarry, type HourDevice } from '../../shared/domain/rewards/distribute.ts';
import { hourEmission } from '../../shared/domain/rewards/emission.ts';
import type { ConnectivityTier } from '../../shared/domain/tiers/connectivity.ts';
import { type Joined, join, live, required } from './joined-device.ts';
import { cpuClaim, createPlayDevice, emptyParts } from './play-device.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';

let network: PlayNetwork;

beforeEach(async () => {
  network = await startPlayNetwork();
});
afterEach(() => network.close());

const joinStaked = (claim: HardwareClaim = cpuClaim): Promise<Joined> => join(network, { claim, staked: required });

/** Answers the challenge that waits for each device. */
const proveAll = async (joined: readonly Joined[]): Promise<void> => {
  for (const { device, session } of joined) {
    const { challenge } = await session.next('challenge');
    expect((await device.prove(challenge)).verdict).toBe('passed');
  }
};

const statement = async ({
  device,
}: Joined): Promise<{ totals: Record<string, string>; currentHour: Record<string, unknown> }> =>
  (await device.ask('GET', '/v1/earnings')).body as never;
const why = async ({ device }: Joined, epoch: number): Promise<Record<string, unknown>> =>
  (await device.ask('GET', `/v1/earnings/${epoch}`)).body;

const ledgerSums = async (): Promise<{ total: bigint; byAccount: Map<string, bigint> }> => {
  const rows = await network.running.network.db.selectFrom('postings').select(['account', 'amount']).execute();
  const byAccount = new Map<string, bigint>();
  for (const { account, amount } of rows) byAccount.set(account, (byAccount.get(account) ?? 0n) + amount);
  return { total: rows.reduce((sum, { amount }) => sum + amount, 0n), byAccount };
};

describe('network hours', () => {
  it('pay the first full hour to the last base unit, and nothing for the part of an hour before', async () => {
    const joined = [
      await joinStaked(),
      await joinStaked({ ...cpuClaim, kind: 'gpu', class: 'software-gpu', isSoftware: true }),
    ];
    await proveAll(joined);
    await live(network, joined, 7);
    for (const each of joined) {
      expect(await why(each, 0)).toMatchObject({ reward: '0', ineligible: 'part_hour', proofsPassed: 1 });
    }
    await live(network, joined, 4);
    await proveAll(joined);
    await live(network, joined, 16);

    const connectivityTier = ((Number((await why(joined[0] as Joined, 1)).connBps) - 10_000) / 25) as ConnectivityTier;
    const seen = (each: Joined, className: string): HourDevice => ({
      deviceId: each.id,
      className,
      facts: {
        count: 1,
        connectivityTier,
        tier: 'bronze',
        verifiedHours: 0,
        continuousUptimeMinutes: 60,
        minutes: 60,
        proofsPassed: 1,
        proofsAsked: 1,
        isExempt: false,
        staked: required,
        ownerStaked: required,
        required,
      },
    });
    const expected = distributeHour(
      {
        epoch: 1,
        emission: hourEmission(0, 0, 720),
        carriedIn: emptyCarry,
        devices: [seen(joined[0] as Joined, 'cpu'), seen(joined[1] as Joined, 'software-gpu')],
      },
      network.parameters,
    );
    for (const each of joined) {
      const rule = expected.rewards.find(({ deviceId }) => deviceId === each.id);
      expect(rule?.reward).toBeGreaterThan(0n);
      expect(await why(each, 1)).toMatchObject({
        reward: String(rule?.reward),
        score: String(rule?.score),
        ineligible: null,
      });
      expect((await statement(each)).totals).toMatchObject({ confirmed: String(rule?.reward), paid: '0' });
    }
    const { total, byAccount } = await ledgerSums();
    expect(total).toBe(0n);
    expect(byAccount.get('emission')).toBe(-expected.emission);
    expect(byAccount.get('pool:community:carry')).toBe(
      expected.pools.find(({ pool }) => pool === 'community')?.carriedOut,
    );

    await live(network, joined, 4);
    await proveAll(joined);
    await live(network, joined, 16);
    const first = expected.rewards.find(({ deviceId }) => deviceId === joined[0]?.id)?.reward ?? 0n;
    expect((await statement(joined[0] as Joined)).totals.paid).toBe(first.toString());
    expect((await ledgerSums()).total).toBe(0n);
  });

  it('count no minute in which the device was paused or away, and pay no hour below 45', async () => {
    const joined = [await joinStaked()];
    await proveAll(joined);
    await live(network, joined, 9);
    const one = joined[0] as Joined;
    await one.session.beat('paused');
    await live(network, [one], 8, 'paused');
    await one.session.beat('ready');
    await live(network, joined, 11);
    const reason = await why(one, 1);
    expect(reason).toMatchObject({ reward: '0', ineligible: 'minutes' });
    expect(Number(reason.minutes)).toBeGreaterThanOrEqual(34);
    expect(Number(reason.minutes)).toBeLessThanOrEqual(38);
  });

  it('that nobody was there for close with nothing paid, and keep what they minted in their pools', async () => {
    const { db } = network.running.network;
    network.clock.advance(3_600_000);
    await network.restart();
    const { db: after } = network.running.network;
    const hours = await after.selectFrom('epochs').selectAll().orderBy('number').execute();
    expect(hours.length).toBe(181);
    expect(hours.map(({ number }) => number)).toEqual(hours.map((_, index) => index));
    expect(hours.slice(1).every((hour, index) => hour.startsAt === hours[index]?.endsAt)).toBe(true);
    expect(hours.filter(({ step }) => step === 'open').map(({ number }) => number)).toEqual([180]);
    const whole = hours.filter(({ step, isPart }) => step === 'closed' && !isPart);
    const minted = whole.reduce((sum, { emissionHour }) => sum + hourEmission(0, emissionHour, 720), 0n);
    const { total, byAccount } = await ledgerSums();
    expect(total).toBe(0n);
    expect(byAccount.get('emission')).toBe(-minted);
    expect((byAccount.get('pool:community:carry') ?? 0n) + (byAccount.get('pool:enterprise:carry') ?? 0n)).toBe(minted);
    expect(db).not.toBe(after);
  });

  it('may change their length between two runs: the open one ends then and pays nobody', async () => {
    network.clock.advance(10_000);
    await network.running.pass();
    network.clock.advance(3_000);
    await network.restart({ hourMs: 60_000 });
    const hours = await network.running.network.db.selectFrom('epochs').selectAll().orderBy('number').execute();
    expect(hours.map(({ isPart, step }) => [isPart, step])).toEqual([
      [true, 'closed'],
      [true, 'closed'],
      [true, 'open'],
    ]);
    expect(hours[2]?.endsAt).toBe(Math.ceil((hours[2]?.startsAt ?? 0) / 60_000) * 60_000);
  });
});

describe('challenges', () => {
  it('are answered once: a second commitment, a second answer and a stranger’s are refused', async () => {
    const joined = await joinStaked();
    const other = createPlayDevice(network.running.url, network.clock.now);
    await other.register(cpuClaim);
    const { challenge } = await joined.session.next('challenge');
    const nothing = emptyParts(challenge);
    const answerNothing = () => joined.device.answer(challenge, nothing, [], [{ gpu: 0, walkShares: [] }]);
    expect((await other.commit(challenge, nothing)).body.code).toBe('CHALLENGE_UNKNOWN');
    expect((await answerNothing()).body.code).toBe('CHALLENGE_SPENT');
    expect((await joined.device.prove(challenge)).verdict).toBe('passed');
    expect((await joined.device.commit(challenge, nothing)).body.code).toBe('CHALLENGE_SPENT');
    expect((await answerNothing()).body.code).toBe('CHALLENGE_SPENT');
  });

  it('that are answered with nothing fail for too few shares, and unanswered ones when their deadline has passed', async () => {
    const joined = await joinStaked();
    const { challenge } = await joined.session.next('challenge');
    expect((await joined.device.proveNothing(challenge)).verdict).toBe('too_few_shares');
    await live(network, [joined], 11);
    const late = (await joined.session.next('challenge')).challenge;
    network.clock.advance(late.fillDeadlineMs + 1);
    const answered = await joined.device.commit(late, emptyParts(late));
    expect(answered.body).toMatchObject({ code: 'CHALLENGE_LATE', data: { deadlineMs: late.fillDeadlineMs } });
    const kept = await network.running.network.db
      .selectFrom('challenges')
      .select(['id', 'state'])
      .orderBy('sentAt')
      .execute();
    expect(kept.map(({ state }) => state)).toEqual(['failed', 'failed']);
  });

  it('cost a stake in escrow when 24 in a row have failed', async () => {
    const joined = await joinStaked();
    await proveAll([joined]);
    await live(network, [joined], 20);
    for (let failed = 0; failed < 24; failed += 1) {
      const { challenge } = await joined.session.next('challenge');
      await joined.device.proveNothing(challenge);
      if (failed < 23) await live(network, [joined], 20);
    }
    const { slashId } = await joined.session.next('slashed');
    const { body } = await joined.device.ask('GET', '/v1/stake');
    expect(body.slashes).toEqual([
      expect.objectContaining({ id: slashId, offence: 'O3', amount: '200000000', state: 'escrow' }),
    ]);
    expect(body.staked).toBe((required - 200_000_000n).toString());
    const kept = await network.running.network.db.selectFrom('slashes').select('evidence').executeTakeFirstOrThrow();
    const [{ kind, body: shown }] = kept.evidence as [{ kind: string; body: { transcripts: unknown[] } }];
    expect(kind).toBe('challenges');
    expect(shown.transcripts).toHaveLength(24);
  });
});
