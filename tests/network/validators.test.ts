import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proposeSlash } from '../../network/service/court/slashes.ts';
import type { ScoredDevice } from '../../network/service/epochs/scoring.ts';
import { refusalOfCandidacy } from '../../network/service/validators/candidacy.ts';
import { exactJson, readExactJson } from '../../network/store/exact-json.ts';
import { post } from '../../network/store/ledger.ts';
import { inTransaction } from '../../network/store/transaction.ts';
import { validatorStakeNeeded } from '../../shared/domain/committees/validator.ts';
import { wallet } from '../../shared/domain/ledger/account.ts';
import { move, transfer } from '../../shared/domain/ledger/posting.ts';
import { networkHoursMs } from '../../shared/domain/parameters/record.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import { expectSettled, holdings, operatorKey, operatorOf, ownerOf, slashesOf } from './court-bench.ts';
import { join, live, required } from './joined-device.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';
import {
  io,
  leaveValidator,
  openValidator,
  type PlayValidator,
  type Sitting,
  sittingsOf,
  stakeValidator,
  standingOf,
  voteAs,
} from './validator-bench.ts';

let network: PlayNetwork;
let validators: PlayValidator[];
/** Pieces of work that were right and are not paid, by account, as this test did them. */
const done = new Map<string, number>();
const count = ({ accountId }: PlayValidator): void => void done.set(accountId, (done.get(accountId) ?? 0) + 1);

beforeAll(async () => {
  network = await startPlayNetwork({
    parameters: { grant: inBaseUnits(io(12_000n)) },
    operatorKeys: [operatorKey],
  });
  validators = [];
  for (let n = 0; n < 5; n += 1) validators.push(await openValidator(network));
}, 60_000);
afterAll(() => network.close());

const coinsOf = async ({ accountId }: PlayValidator): Promise<bigint> =>
  (await holdings(network)).get(wallet(accountId)) ?? 0n;
const passLater = async (hours: number): Promise<void> => {
  network.clock.advance(networkHoursMs(hours, network.parameters));
  await network.running.pass();
};

/** A device that was just charged, and whose owner has appealed. */
const appealed = async (): Promise<void> => {
  const joined = await join(network, { staked: required });
  joined.session.close();
  const slash = await proposeSlash(network.running.network, {
    ...{ deviceId: joined.id, offence: 'O5', offenceAt: network.clock.now() },
    evidence: [{ kind: 'finding', body: { seen: 'twice' } }],
  });
  const owner = await ownerOf(joined);
  const plea = { grounds: 'evidence_wrong', text: 'It was another card.' };
  await owner.key(network).ok('POST', `/v1/slashes/${slash?.id}/appeal`, plea);
};

/** Who was drawn for the matter that waits, once a release has come out after it. */
const drawn = async (): Promise<{ sitting: Sitting; members: PlayValidator[] }> => {
  // The release of the hour that ends gives the lot, and the pass after it draws.
  await passLater(1);
  await passLater(1);
  const found: { sitting: Sitting; by: PlayValidator }[] = [];
  for (const by of validators) for (const sitting of await sittingsOf(by)) found.push({ sitting, by });
  const [first] = found;
  if (first === undefined) throw new Error('nobody was drawn');
  return { sitting: first.sitting, members: found.map(({ by }) => by) };
};

describe('an account that would be a validator', () => {
  it('needs a wallet’s word, a checked identity, and 10,000 IO that it has', async () => {
    const [first] = validators as [PlayValidator];
    const low = await openValidator(network, 1);
    expect((await stakeValidator(low, io(10_000n))).body.code).toBe('COMPLIANCE_TOO_LOW');
    expect((await stakeValidator(first, io(10_000n), { signedFor: 1n })).body.code).toBe('WALLET_SIGNATURE_WRONG');
    expect((await stakeValidator(first, io(9_999n))).body).toMatchObject({
      code: 'STAKE_TOO_LOW',
      data: { needed: io(10_000n).toString() },
    });
    expect((await stakeValidator(first, io(12_001n))).body).toMatchObject({
      code: 'NOT_ENOUGH_COINS',
      data: { available: io(12_000n).toString() },
    });
    expect((await first.key.ask('GET', '/v1/validators/me')).body.code).toBe('NOT_A_VALIDATOR');
    expect(await coinsOf(first)).toBe(io(12_000n));
  });

  it('on a network whose coins have a price needs an address and a Gold device of its own too', async () => {
    const [first, second] = validators as [PlayValidator, PlayValidator];
    await stakeValidator(first, io(10_000n));
    const joined = await join(network, { staked: required });
    await live(network, [joined], 20);
    joined.session.close();
    const { db, clock } = network.running.network;
    const parameters = { ...network.parameters, isPlay: false };
    const refusal = (accountId: string, address: string) =>
      inTransaction(db, (trx) =>
        refusalOfCandidacy(trx, { parameters, clock }, { accountId, address, stake: validatorStakeNeeded }),
      );
    expect(await refusal(second.accountId, '127.0.0.9')).toBe('NETWORK_TAKEN');
    expect(await refusal(second.accountId, '203.0.113.9')).toBe('TIER_TOO_LOW');
    const owner = (await ownerOf(joined)).accountId;
    expect(await refusal(owner, '203.0.113.9')).toBe('COMPLIANCE_TOO_LOW');
    await db.updateTable('accounts').set({ complianceLevel: 2 }).where('id', '=', owner).execute();
    for (const [tier, expected] of [
      ['silver', 'TIER_TOO_LOW'],
      ['gold', null],
    ] as const) {
      const { input, epoch } = await db
        .selectFrom('rewards')
        .select(['input', 'epoch'])
        .where('deviceId', '=', joined.id)
        .orderBy('epoch', 'desc')
        .executeTakeFirstOrThrow();
      const scored = readExactJson<ScoredDevice>(input ?? '');
      await db
        .updateTable('rewards')
        .set({ input: exactJson({ ...scored, facts: { ...scored.facts, tier } }) })
        .where('deviceId', '=', joined.id)
        .where('epoch', '=', epoch)
        .execute();
      expect(await refusal(owner, '203.0.113.9')).toBe(expected);
    }
  });

  it('locks them once, however often it is asked, and has a seat', async () => {
    for (const validator of validators.slice(1)) {
      const moveId = randomUUID();
      for (let again = 0; again < 2; again += 1)
        expect((await stakeValidator(validator, io(10_000n), { moveId })).body).toMatchObject({
          ...{ isSeated: true, unseatedFor: null, stake: io(10_000n).toString(), publicKey: validator.key.publicKey },
        });
      expect(await coinsOf(validator)).toBe(io(2_000n));
    }
    const answer = await fetch(`${network.running.url}/v1/validators`);
    const listed = (await answer.json()) as { validators: { publicKey: string }[] };
    expect(new Set(listed.validators.map(({ publicKey }) => publicKey))).toEqual(
      new Set(validators.map(({ key }) => key.publicKey)),
    );
    const [first] = validators as [PlayValidator];
    const statement = await first.key.ok('GET', '/v1/accounts/me/statement');
    expect(statement).toMatchObject({
      totals: { wallet: io(2_000n).toString(), stake: io(10_000n).toString() },
    });
    await expectSettled(network);
  });
});

describe('a validator', () => {
  it('is named in the releases that follow, hears of them, and signs each once', async () => {
    await passLater(1);
    const [first, second] = validators as [PlayValidator, PlayValidator];
    const { releasesToSign } = (await first.key.ok('POST', '/v1/validators/me/here')) as { releasesToSign: string[] };
    const named: number[] = [];
    for (const blockId of releasesToSign) {
      const manifest = await (await fetch(`${network.running.url}/v1/releases/${blockId}/manifest`)).text();
      const keys = JSON.parse(manifest).signers.validators as string[];
      named.push(keys.length);
      const signature = (by: PlayValidator) => ({ signature: by.key.signText(`perigee-release-1\n${manifest}`) });
      const path = `/v1/releases/${blockId}/signatures`;
      expect((await first.key.ask('POST', path, signature(second))).body.code).toBe('RELEASE_SIGNATURE_WRONG');
      for (const by of [first, second]) {
        const { status, body } = await by.key.ask('POST', path, signature(by));
        if (!keys.includes(by.key.publicKey)) {
          expect(body.code).toBe('NOT_A_SIGNER');
          continue;
        }
        expect([status, (await by.key.ask('POST', path, signature(by))).status]).toEqual([200, 200]);
        count(by);
      }
    }
    // One hour ended when only the first was seated.
    expect(named).toEqual([1, 5]);
    expect(await first.key.ok('POST', '/v1/validators/me/here')).toMatchObject({
      releasesToSign: [],
      standing: { work: { correct: releasesToSign.length, wrong: 0, unpaid: releasesToSign.length } },
    });
  });

  it('cannot leave while it judges, and is banned by two wrong findings close together', {
    timeout: 60_000,
  }, async () => {
    const liar = validators[4] as PlayValidator;
    let wrong = 0;
    for (let matters = 0; wrong < 2 && matters < 12; matters += 1) {
      await appealed();
      const { sitting, members } = await drawn();
      expect(members).toHaveLength(3);
      const isLying = members.includes(liar);
      if (isLying) {
        expect((await leaveValidator(liar)).body.code).toBe('STAKE_IN_USE');
        await voteAs(liar, sitting, 'rejected');
        wrong += 1;
      }
      const honest = members.filter((member) => member !== liar).slice(0, 2);
      for (const member of honest) {
        expect((await voteAs(member, sitting, 'upheld')).status).toBe(200);
        count(member);
      }
    }
    const standing = await standingOf(liar);
    expect(standing).toMatchObject({ isSeated: false, unseatedFor: 'BANNED', work: { correct: 0, wrong: 2 } });
    expect(standing.bannedUntil).toBeGreaterThan(network.clock.now());
    await expectSettled(network);
  });

  it('that signs both findings loses a quarter of its stake, appeals to others, and counts for neither', async () => {
    await appealed();
    const { sitting, members } = await drawn();
    const [torn, ...others] = members as [PlayValidator, PlayValidator, PlayValidator];
    await voteAs(torn, sitting, 'upheld');
    await voteAs(torn, sitting, 'rejected');
    expect((await voteAs(torn, sitting, 'rejected')).status).toBe(200);
    for (const member of others) {
      expect((await voteAs(member, sitting, 'rejected')).status).toBe(200);
      count(member);
    }
    const { validatorId, ...standing } = await standingOf(torn);
    expect(standing).toMatchObject({ isSeated: false, unseatedFor: 'STAKE_TOO_LOW', stake: io(7_500n).toString() });
    const person = { accountId: torn.accountId, key: () => torn.key };
    const slashes = await slashesOf(network, person);
    expect(slashes).toMatchObject([{ offence: 'O8', amount: io(2_500n).toString(), deviceId: validatorId }]);
    const slashId = slashes[0]?.id ?? '';
    const plea = { grounds: 'other', text: 'My key was stolen.' };
    const { appeal, evidence } = (await torn.key.ok('POST', `/v1/slashes/${slashId}/appeal`, plea)) as {
      appeal: { id: string };
      evidence: { body: string }[];
    };
    expect(JSON.parse(evidence[0]?.body ?? '').votes).toHaveLength(2);
    // Whoever sat beside it may not judge it, so that fewer than three are left.
    const ruled = await operatorOf(network).ask('POST', `/v1/operators/matters/${appeal.id}/ruling`, {
      ...{ finding: 'rejected', reason: 'Both signatures verify.' },
    });
    expect(ruled.body).toEqual({ isDecided: true });
    expect(await slashesOf(network, person)).toMatchObject([{ state: 'executed', appeal: 'lost' }]);
    expect((await torn.key.ok('GET', '/v1/accounts/me/statement')).totals).toMatchObject({
      stake: io(7_500n).toString(),
      slashed: io(2_500n).toString(),
    });
    expect((await stakeValidator(torn, io(2_000n))).body.code).toBe('STAKE_TOO_LOW');
    await expectSettled(network);
  });

  it('is paid by its correct work once in 24 hours, to the base unit', async () => {
    const payer = await openValidator(network);
    const fees = inBaseUnits(1_000_003n);
    const head = { idempotencyKey: randomUUID(), kind: 'job_pay', reference: 'job' } as const;
    await passLater(24);
    const before = new Map<string, bigint>();
    for (const { accountId } of validators) before.set(accountId, await coinsOf({ accountId } as PlayValidator));
    await inTransaction(network.running.network.db, (trx) =>
      post(trx, transfer(head, move(wallet(payer.accountId), 'fees:validators', fees)), {
        ...{ deviceId: null, epoch: null, at: network.clock.now() },
      }),
    );
    await passLater(25);
    const all = [...done.values()].reduce((sum, pieces) => sum + pieces, 0);
    let paid = 0n;
    for (const validator of validators) {
      const share = (BigInt(fees) * BigInt(done.get(validator.accountId) ?? 0)) / BigInt(all);
      expect((await coinsOf(validator)) - (before.get(validator.accountId) ?? 0n)).toBe(share);
      paid += share;
      expect((await standingOf(validator)).work.unpaid).toBe(0);
    }
    expect((await holdings(network)).get('fees:validators')).toBe(fees - paid);
    await passLater(25);
    expect((await holdings(network)).get('fees:validators')).toBe(fees - paid);
    await expectSettled(network);
  });

  it('has everything back 336 hours after it left, and no seat meanwhile', async () => {
    const whole = io(10_000n).toString();
    const standings = await Promise.all(validators.map(standingOf));
    const leaving = validators[standings.findIndex(({ stake, isSeated }) => isSeated && stake === whole)];
    if (leaving === undefined) throw new Error('nobody is seated');
    const before = await coinsOf(leaving);
    for (let again = 0; again < 2; again += 1)
      expect((await leaveValidator(leaving)).body).toMatchObject({
        ...{ isSeated: false, unseatedFor: 'LEFT', stake: '0', cooling: [{ amount: whole }] },
      });
    await passLater(335);
    expect(await coinsOf(leaving)).toBe(before);
    await passLater(1);
    expect(await coinsOf(leaving)).toBe(before + io(10_000n));
    expect((await stakeValidator(leaving, io(10_000n))).body).toMatchObject({ isSeated: true });
    await expectSettled(network);
  });
});
