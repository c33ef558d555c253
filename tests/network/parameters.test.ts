import { createPublicKey, verify } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRecords } from '../../network/service/parameters/records.ts';
import type { ParameterChange } from '../../shared/domain/parameters/change.ts';
import { type Joined, join, required } from './joined-device.ts';
import { cpuClaim, createPlayDevice, sortedJson } from './play-device.ts';
import { createPlayKey, type PlayKey } from './play-key.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';
import { changeOf, createPlayOperator, emergencyOf } from './play-operator.ts';
import { liveProven } from './rewarded-pair.ts';

const operator = createPlayOperator();
let network: PlayNetwork;
let issue: string;
beforeAll(async () => {
  network = await startPlayNetwork({ operatorKeys: [operator.publicKey] });
  issue = await operator.openIssue(network);
});
afterAll(() => network.close());

const anybody = (): PlayKey => createPlayKey(network.running.url, network.clock.now);
const announce = (change: ParameterChange) => operator.announce(network, change);
const passHours = async (hours: number): Promise<void> => {
  network.clock.advance(hours * network.parameters.hourMs);
  await network.running.pass();
};
const current = () => anybody().ok('GET', '/v1/parameters');
const record = async () => (await current()).parameters as Record<string, unknown>;

describe('a change of the parameter record', () => {
  it('is refused with the rule that it breaks, and then nothing is announced', async () => {
    const { hourMs } = network.parameters;
    const good = changeOf(network, { issue });
    const emergency = emergencyOf(network, issue, ['payout']);
    const refusals: [ParameterChange, string][] = [
      [{ ...good, key: 'hourMs', value: 1 }, 'UNKNOWN_KEY'],
      [{ ...good, value: 0 }, 'VALUE_NOT_ALLOWED'],
      [{ ...good, class: 'technical' }, 'CLASS_NOT_ALLOWED'],
      [{ ...good, issue: '' }, 'ISSUE_MISSING'],
      [{ ...good, issue: 'i0' }, 'ISSUE_NOT_FOUND'],
      [{ ...good, effectiveAt: good.effectiveAt + 1 }, 'NOT_HOUR_ALIGNED'],
      [{ ...good, announcedAt: good.announcedAt + 1 }, 'ANNOUNCED_LATER'],
      [{ ...good, announcedAt: good.announcedAt - hourMs - 1 }, 'BACKDATED'],
      [{ ...good, effectiveAt: good.effectiveAt - hourMs }, 'NOTICE_TOO_SHORT'],
      [{ ...good, expiresAt: good.effectiveAt + hourMs }, 'EXPIRY_NOT_ALLOWED'],
      [{ ...emergency, effectiveAt: emergency.effectiveAt + 2 * hourMs }, 'NOT_AT_ONCE'],
      [{ ...emergency, expiresAt: (emergency.expiresAt ?? 0) + hourMs }, 'EXPIRY_NOT_ALLOWED'],
    ];
    for (const [change, code] of refusals) expect((await announce(change)).body.code, code).toBe(code);
    const unsigned = await operator.at(network).ask('POST', '/v1/parameters/changes', {
      change: good,
      signature: operator.at(network).signText('anything'),
    });
    expect(unsigned.body.code).toBe('CHANGE_SIGNATURE_WRONG');
    const stranger = await createPlayOperator().announce(network, good);
    expect(stranger.body.code).toBe('NOT_OPERATOR');
    expect(await anybody().ok('GET', '/v1/parameters/changes')).toEqual({ changes: [], total: 0 });
    expect((await anybody().ok('GET', '/v1/notices')).notices).toEqual([]);
  });

  it('is told to everybody with its date, under a signature that anybody can check', async () => {
    const change = changeOf(network, { issue });
    expect((await announce(change)).status).toBe(200);
    expect((await announce(change)).status).toBe(200);
    expect((await announce({ ...change, value: 12 })).body.code).toBe('CHANGE_ID_TAKEN');
    expect(await current()).toMatchObject({ parameters: { version: 1, payoutEveryHours: 1 }, announced: [change] });
    const { changes, total } = await anybody().ok('GET', '/v1/parameters/changes');
    expect(total).toBe(1);
    const [kept] = changes as { change: ParameterChange; signer: string; signature: string }[];
    expect(kept).toMatchObject({ change, signer: operator.publicKey });
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: kept?.signer ?? '' }, format: 'jwk' });
    const text = Buffer.from(`perigee-parameter-change-1\n${sortedJson(kept?.change)}`);
    expect(verify(null, text, key, Buffer.from(kept?.signature ?? '', 'base64url'))).toBe(true);
    expect((await anybody().ok('GET', '/v1/notices')).notices).toMatchObject([
      {
        kind: 'parameter_change',
        facts: { changeId: change.id, key: 'payoutEveryHours', value: '24' },
        at: change.announcedAt,
        effectiveAt: change.effectiveAt,
        issue,
      },
    ]);
  });

  it('holds from its hour on and not a moment before, through a restart', async () => {
    const { effectiveAt } = ((await current()).announced as ParameterChange[])[0] as ParameterChange;
    await network.restart();
    network.clock.advance(effectiveAt - network.clock.now() - 1);
    await network.running.pass();
    expect(await record()).toMatchObject({ version: 1, payoutEveryHours: 1 });
    network.clock.advance(1);
    expect(await record()).toMatchObject({ version: 2, payoutEveryHours: 24 });
    await network.running.pass();
    await network.restart();
    expect(await current()).toMatchObject({ parameters: { version: 2, payoutEveryHours: 24 }, announced: [] });
    await passHours(1);
    const hours = await network.running.network.db
      .selectFrom('epochs')
      .select(['startsAt', 'parameters'])
      .where('parameters', 'is not', null)
      .execute();
    expect(hours.length).toBeGreaterThan(700);
    const versions = hours.map(({ startsAt, parameters }) => [
      startsAt >= effectiveAt,
      JSON.parse(parameters ?? '').version,
    ]);
    expect(new Set(versions.map(String))).toEqual(new Set(['false,1', 'true,2']));
  });

  it('of technical matters needs no notice and no restart', async () => {
    const { hourMs } = network.parameters;
    expect(network.running.network.verifying.recompute.name).not.toBe('reference');
    const next = network.clock.now() - (network.clock.now() % hourMs) + hourMs;
    const technical = changeOf(network, {
      issue,
      key: 'verifier',
      value: 'reference',
      class: 'technical',
      effectiveAt: next,
    });
    expect((await announce(technical)).status).toBe(200);
    expect(network.running.network.verifying.recompute.name).not.toBe('reference');
    network.clock.advance(next - network.clock.now());
    expect(network.running.network.verifying.recompute.name).toBe('reference');
    expect(await record()).toMatchObject({ version: 3 });
  });

  it('is kept as it was written, even from whoever has the database', async () => {
    const { db } = network.running.network;
    for (const statement of [sql`update parameter_changes set value = '1'`, sql`delete from parameter_changes`])
      await expect(statement.execute(db)).rejects.toThrow('parameter_changes is only added to');
  });
});

describe('an emergency', () => {
  it('stops at once what it names, with a code, loses nobody anything, and ends by itself after 72 hours', async () => {
    const payEachHour = changeOf(network, { issue, value: 1 });
    expect((await announce(payEachHour)).status).toBe(200);
    await passHours(721);
    expect(await record()).toMatchObject({ version: 4, payoutEveryHours: 1 });
    network.clock.advance(5_000);
    const device = await join(network, { staked: required });
    // To the next hour, through it, and to the moment after: it is confirmed, and would be paid an hour later.
    const toNextHour = (): number =>
      (network.parameters.hourMs - (network.clock.now() % network.parameters.hourMs)) / 1_000;
    await liveProven(network, [device], toNextHour());
    await liveProven(network, [device], toNextHour());
    const totals = async ({ device: key }: Joined) =>
      (await key.ok('GET', '/v1/earnings')).totals as { confirmed: string; paid: string };
    expect(await totals(device)).toMatchObject({ paid: '0' });
    const before = BigInt((await totals(device)).confirmed);
    expect(before).toBeGreaterThan(0n);

    // As another process of the network has it, which finds out at its next look.
    const elsewhere = await openRecords(network.running.network.db, network.parameters);
    const emergency = emergencyOf(network, issue, ['stake', 'unstake', 'payout', 'job_offer']);
    expect((await announce(emergency)).status).toBe(200);
    const paused = () => [elsewhere.pauseOf('stake', network.clock.now()), elsewhere.at(network.clock.now()).version];
    expect(paused()).toEqual([null, 4]);
    await elsewhere.refresh();
    expect(paused()).toEqual([emergency.expiresAt, 5]);
    expect(await record()).toMatchObject({ version: 5, pausedActions: ['stake', 'unstake', 'payout', 'job_offer'] });
    expect((await anybody().ok('GET', '/v1/notices')).notices).toMatchObject([{ kind: 'emergency' }, {}, {}, {}]);
    const owner = anybody();
    await owner.ok('POST', '/v1/accounts', { name: 'Ada' });
    const { key: own } = await device.device.owner();
    const move = (action: string, amount: string | null) => ({ action, deviceId: device.id, amount });
    const calls: [PlayKey, string, string, unknown][] = [
      [own, '/v1/intents', 'stake', move('stake', '1')],
      [own, '/v1/intents', 'unstake', move('unstake', '1')],
      [own, '/v1/intents', 'payout', move('claim', null)],
      [owner, '/v1/intents', 'stake', move('support', '1')],
      [owner, '/v1/intents', 'unstake', move('leave', null)],
      [owner, '/v1/jobs', 'job_offer', {}],
    ];
    for (const [key, path, action, body] of calls) {
      const answer = await key.ask('POST', path, body);
      expect([answer.status, answer.body.code], path).toEqual([409, 'ACTION_PAUSED']);
      expect(answer.body.data).toEqual({ action, until: emergency.expiresAt });
    }
    await liveProven(network, [device], toNextHour());
    const held = await totals(device);
    expect(held.paid).toBe('0');
    expect(BigInt(held.confirmed)).toBeGreaterThan(before);

    await network.restart();
    const late = createPlayDevice(network.running.url, network.clock.now);
    await late.register(cpuClaim);
    network.clock.advance((emergency.expiresAt ?? 0) - network.clock.now() - 1);
    expect((await late.stake('1')).body.code).toBe('ACTION_PAUSED');
    network.clock.advance(1);
    expect((await late.stake('1')).status).toBe(200);
    expect(await record()).toMatchObject({ version: 6, pausedActions: [] });
    const moved = device.device.at(network.running.url);
    const back: Joined = { id: device.id, device: moved, session: await moved.openSession(device.id) };
    await back.session.beat();
    await liveProven(network, [back], 2 * toNextHour());
    expect(BigInt((await totals(back)).paid)).toBeGreaterThanOrEqual(BigInt(held.confirmed));
  });
});
