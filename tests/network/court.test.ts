import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { excludedFrom } from '../../network/service/court/committees.ts';
import { type Matter, matterOf } from '../../network/service/court/matters.ts';
import { proposeSlash } from '../../network/service/court/slashes.ts';
import { inTransaction } from '../../network/store/transaction.ts';
import type { CourtMatter } from '../../shared/contract/network/court.ts';
import { drawCommittee, drawSeed } from '../../shared/domain/committees/draw.ts';
import { networkHoursMs } from '../../shared/domain/parameters/record.ts';
import type { Offence } from '../../shared/domain/slashing/offences.ts';
import {
  createPlayBench,
  expectSettled,
  holdings,
  openPerson,
  operatorKey,
  operatorOf,
  ownerOf,
  type Person,
  readSlash,
} from './court-bench.ts';
import { join, required } from './joined-device.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';
import { killAt } from './supported-device.ts';

const bench = createPlayBench();
const play = { operatorKeys: [operatorKey], bench };
let network: PlayNetwork;
beforeAll(async () => {
  network = await startPlayNetwork(play);
}, 60_000);
afterAll(() => network.close());

const passLater = async (hours: number): Promise<void> => {
  network.clock.advance(networkHoursMs(hours, network.parameters));
  await network.running.pass();
};

/** A device that has just been charged. The network's own finding is tried where the offences are. */
const charged = async (offence: Offence = 'O5'): Promise<{ owner: Person; slashId: string; deviceId: string }> => {
  const joined = await join(network, { staked: required });
  joined.session.close();
  const slash = await proposeSlash(network.running.network, {
    deviceId: joined.id,
    offence,
    offenceAt: network.clock.now(),
    evidence: [{ kind: 'finding', body: { seen: 'twice' } }],
  });
  return { owner: await ownerOf(joined), slashId: slash?.id ?? '', deviceId: joined.id };
};

const plea = { grounds: 'evidence_wrong', text: 'It was another card.', references: ['20261126T100000.000Z'] };
const appeal = (by: Person, slashId: string, change: Record<string, unknown> = {}) =>
  by.key(network).ask('POST', `/v1/slashes/${slashId}/appeal`, { ...plea, ...change });
const appealed = async (by: Person, slashId: string): Promise<string> => {
  const { status } = await appeal(by, slashId);
  expect(status).toBe(200);
  return (await readSlash(network, by, slashId)).appeal?.id ?? '';
};
const ruling = (matterId: string, finding: string) =>
  operatorOf(network).ask('POST', `/v1/operators/matters/${matterId}/ruling`, { finding, reason: 'The rows say so.' });
const stakeOf = async ({ accountId }: Person, deviceId: string): Promise<bigint | undefined> =>
  (await holdings(network)).get(`device:${deviceId}:stake:${accountId}`);

describe('an appeal', () => {
  it('is the account’s own, has reasons, and comes once and in time', async () => {
    const { owner, slashId } = await charged();
    const other = await openPerson(network, 'Eve');
    expect((await appeal(other, slashId)).body.code).toBe('SLASH_NOT_FOUND');
    expect((await appeal(owner, slashId, { text: '' })).status).toBe(400);
    expect((await appeal(owner, slashId, { text: 'x'.repeat(2_001) })).status).toBe(400);
    expect((await appeal(owner, slashId)).body).toMatchObject({
      state: 'escrow',
      appeal: { ...plea, state: 'open', decidedBy: null },
      evidence: [{ kind: 'finding', body: '{"seen":"twice"}' }],
    });
    expect((await appeal(owner, slashId)).status).toBe(200);
    const again = await appeal(owner, slashId, { text: 'And there is more.' });
    expect([again.status, again.body.code]).toEqual([409, 'ALREADY_APPEALED']);

    const late = await charged();
    await passLater(720);
    const refused = await appeal(late.owner, late.slashId);
    expect([refused.status, refused.body.code]).toEqual([409, 'APPEAL_LATE']);
    // The one that was appealed waits for its judges, however long.
    expect((await readSlash(network, owner, slashId)).state).toBe('escrow');
    expect((await readSlash(network, late.owner, late.slashId)).state).toBe('executed');
    await expectSettled(network);
  });

  it('that an operator upholds gives everything back, once', async () => {
    const { owner, slashId, deviceId } = await charged();
    expect(await stakeOf(owner, deviceId)).toBe(required / 2n);
    const id = await appealed(owner, slashId);
    const { matters } = (await operatorOf(network).ok('GET', '/v1/operators/matters')) as { matters: CourtMatter[] };
    expect(matters.find(({ matterId }) => matterId === id)).toMatchObject({ offence: 'O5', text: plea.text });
    expect(JSON.stringify(matters)).not.toContain(owner.accountId);
    const stranger = await owner.key(network).ask('POST', `/v1/operators/matters/${id}/ruling`, {
      ...{ finding: 'upheld', reason: 'mine' },
    });
    expect(stranger.body.code).toBe('NOT_OPERATOR');
    expect((await ruling(id, 'upheld')).body).toEqual({ isDecided: true });
    expect(await stakeOf(owner, deviceId)).toBe(required);
    expect((await ruling(id, 'rejected')).body.code).toBe('ALREADY_DECIDED');
    expect(await readSlash(network, owner, slashId)).toMatchObject({
      state: 'returned',
      appeal: { state: 'won', decidedBy: 'operator', reason: 'The rows say so.' },
    });
    await passLater(721);
    expect((await readSlash(network, owner, slashId)).state).toBe('returned');
    await expectSettled(network);
  });

  it('that an operator rejects executes the slash at once', async () => {
    const { owner, slashId } = await charged();
    expect((await ruling(await appealed(owner, slashId), 'rejected')).status).toBe(200);
    expect(await readSlash(network, owner, slashId)).toMatchObject({
      state: 'executed',
      use: { burn: (required / 2n).toString(), bounty: '0', compensation: '0' },
      appeal: { state: 'lost' },
    });
    await expectSettled(network);
  });
});

describe('a committee', () => {
  let judges: Person[];
  beforeAll(async () => {
    judges = [];
    for (let n = 0; n < 8; n += 1) judges.push(await openPerson(network, `Judge ${n}`));
  });
  afterAll(() => bench.seat([]));

  const sittingOf = async (by: Person, matterId: string) => {
    const { committees } = (await by.key(network).ok('GET', '/v1/accounts/me/committees')) as {
      committees: { committeeId: string; matter: CourtMatter }[];
    };
    return committees.find(({ matter }) => matter.matterId === matterId) ?? null;
  };
  const membersOf = async (matterId: string): Promise<{ committeeId: string; members: Person[] }> => {
    const members: Person[] = [];
    let committeeId = '';
    for (const judge of judges) {
      const sitting = await sittingOf(judge, matterId);
      if (sitting === null) continue;
      committeeId = sitting.committeeId;
      members.push(judge);
    }
    return { committeeId, members };
  };
  const vote = (by: Person, committeeId: string, matterId: string, finding: string, signedAs = finding) => {
    const key = by.key(network);
    const signature = key.signText(`perigee-vote-1\n${committeeId}\n${matterId}\n${signedAs}`);
    return key.ask('POST', `/v1/committees/${committeeId}/votes`, { finding, signature });
  };
  const seated = async (matterId: string) => {
    network.clock.advance(60_000);
    bench.publish(network.clock.now());
    await network.running.pass();
    return membersOf(matterId);
  };

  it('is drawn once a later release gives the lot, and decides by two of three, each vote under its own signature', async () => {
    const { owner, slashId, deviceId } = await charged();
    const id = await appealed(owner, slashId);
    bench.seat([owner.accountId, ...judges.map(({ accountId }) => accountId)]);
    network.clock.advance(60_000);
    await network.running.pass();
    expect((await membersOf(id)).members).toEqual([]);
    const { committeeId, members } = await seated(id);
    expect(members).toHaveLength(3);
    const [first, second, third] = members as [Person, Person, Person];
    expect((await ruling(id, 'rejected')).body.code).toBe('COMMITTEE_SITS');
    const outsider = judges.find((judge) => !members.includes(judge)) as Person;
    expect((await vote(outsider, committeeId, id, 'upheld')).body.code).toBe('NOT_ON_COMMITTEE');
    expect((await vote(owner, committeeId, id, 'upheld')).body.code).toBe('NOT_ON_COMMITTEE');
    expect((await vote(first, committeeId, id, 'upheld', 'rejected')).body.code).toBe('SIGNATURE_WRONG');
    for (let again = 0; again < 3; again += 1)
      expect((await vote(first, committeeId, id, 'upheld')).body).toEqual({ state: 'sitting' });
    expect((await vote(second, committeeId, id, 'rejected')).body).toEqual({ state: 'sitting' });
    expect((await vote(third, committeeId, id, 'upheld')).body).toEqual({ state: 'decided' });
    expect((await vote(third, committeeId, id, 'upheld')).body).toEqual({ state: 'decided' });
    expect((await vote(second, committeeId, id, 'upheld')).body.code).toBe('COMMITTEE_CLOSED');
    expect(await readSlash(network, owner, slashId)).toMatchObject({
      state: 'returned',
      appeal: { state: 'won', decidedBy: 'committee', committees: [{ round: 1, state: 'decided', voted: 3 }] },
    });
    expect(await stakeOf(owner, deviceId)).toBe(required);
    const { content } = await owner.key(network).ok('GET', `/v1/slashes/${slashId}/bundle`);
    expect(JSON.parse(content as string).votes).toHaveLength(3);
    await expectSettled(network);
  });

  it('that does not decide in time is replaced by others, and the operators decide when none are left', async () => {
    bench.seat(judges.map(({ accountId }) => accountId));
    const { owner, slashId } = await charged();
    const id = await appealed(owner, slashId);
    const first = await seated(id);
    // Whoever signs both findings counts for neither.
    const [torn, alone] = first.members as [Person, Person];
    await vote(torn, first.committeeId, id, 'upheld');
    await vote(torn, first.committeeId, id, 'rejected');
    expect((await vote(alone, first.committeeId, id, 'upheld')).body).toEqual({ state: 'sitting' });
    await passLater(72);
    expect((await vote(torn, first.committeeId, id, 'frivolous')).body.code).toBe('COMMITTEE_CLOSED');
    const second = await seated(id);
    expect(second.members).toHaveLength(3);
    expect(second.members.some((judge) => first.members.includes(judge))).toBe(false);
    await passLater(72);
    expect((await seated(id)).members).toEqual([]);
    expect((await readSlash(network, owner, slashId)).appeal?.committees).toMatchObject([
      { round: 1, state: 'undecided', voted: 2 },
      { round: 2, state: 'undecided', voted: 0 },
    ]);
    expect((await ruling(id, 'rejected')).status).toBe(200);
    expect((await readSlash(network, owner, slashId)).state).toBe('executed');
    await expectSettled(network);
  });

  it('whose deciding vote is cut off at any step decides once when the network is back', {
    timeout: 60_000,
  }, async () => {
    const { owner, slashId, deviceId } = await charged();
    const id = await appealed(owner, slashId);
    const { committeeId, members } = await seated(id);
    const [first, second] = members as [Person, Person];
    await vote(first, committeeId, id, 'upheld');
    for (const [table, when] of [
      ['committees', `new.state = 'decided'`],
      ['appeals', `new.state = 'won'`],
      ['slashes', `new.state = 'returned'`],
    ] as const) {
      await killAt(network, { table, when }, async () => {
        const { status } = await vote(second, committeeId, id, 'upheld');
        if (status === 500) throw new Error('killed here');
      });
      expect((await readSlash(network, owner, slashId)).state).toBe('escrow');
    }
    // As devices and apps do after an outage: everything again, twice, in another order.
    const calls = [
      () => vote(second, committeeId, id, 'upheld'),
      () => appeal(owner, slashId),
      () => vote(first, committeeId, id, 'upheld'),
    ];
    for (const call of [...calls.toReversed(), ...calls]) expect((await call()).status).toBe(200);
    expect((await readSlash(network, owner, slashId)).state).toBe('returned');
    expect(await stakeOf(owner, deviceId)).toBe(required);
    await expectSettled(network);
  });

  it('never seats who has a part in the matter or judged it before, in 1,000 draws', async () => {
    const { owner, slashId } = await charged();
    const id = await appealed(owner, slashId);
    const { members } = await seated(id);
    const never = new Set([owner.accountId, ...members.map(({ accountId }) => accountId)]);
    const candidates = [...never, ...judges.map(({ accountId }) => accountId)];
    const excluded = await inTransaction(network.running.network.db, async (trx) =>
      excludedFrom(trx, (await matterOf(trx, id)) as Matter, candidates),
    );
    const seats = new Set<string>();
    for (let epoch = 0; epoch < 1_000; epoch += 1) {
      const seed = drawSeed({ previousManifestHash: 'cd'.repeat(32), epoch, matter: id });
      for (const member of drawCommittee(seed, candidates, excluded) ?? []) seats.add(member);
    }
    expect([...seats].filter((member) => never.has(member))).toEqual([]);
    expect(seats.size).toBe(5);
  });
});

describe('whatever is said twice and in any order', () => {
  it('moves every coin once', { timeout: 60_000 }, async () => {
    let state = 7;
    const random = (): number => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      return state / 2 ** 31;
    };
    const cases: (Awaited<ReturnType<typeof charged>> & { finding: string })[] = [];
    for (let n = 0; n < 6; n += 1) cases.push({ ...(await charged()), finding: n % 2 === 0 ? 'upheld' : 'rejected' });
    const rule = async ({ owner, slashId, finding }: (typeof cases)[number]): Promise<void> => {
      const id = (await readSlash(network, owner, slashId)).appeal?.id;
      if (id !== undefined) await ruling(id, finding);
    };
    const calls = cases.flatMap((each) => [() => appeal(each.owner, each.slashId), () => rule(each)]);
    for (let round = 0; round < 2; round += 1) {
      const sent = calls.flatMap((call) => (random() < 0.3 ? [call, call] : [call]));
      for (const call of sent.map((each) => ({ each, at: random() })).toSorted((a, b) => a.at - b.at))
        await call.each();
      if (round === 0) await network.restart();
    }
    for (const each of cases) await rule(each);
    await passLater(721);
    for (const { owner, slashId, deviceId, finding } of cases) {
      const isWon = finding === 'upheld';
      expect((await readSlash(network, owner, slashId)).state).toBe(isWon ? 'returned' : 'executed');
      expect(await stakeOf(owner, deviceId)).toBe(isWon ? required : required / 2n);
    }
    await expectSettled(network);
  });
});

describe('a change of the rules', () => {
  it('reaches no offence that happened before it', async () => {
    const joined = [await join(network, { staked: required }), await join(network, { staked: required })] as const;
    for (const { session } of joined) session.close();
    await passLater(2);
    const offenceAt = network.clock.now() - networkHoursMs(2, network.parameters);
    const halved = { ...network.parameters.slashRates, O5: { bps: 2_500, repeatBps: 2_500 } };
    await network.restart({ parameters: { slashRates: halved, version: network.parameters.version + 1 } });
    await passLater(2);
    const charge = { offence: 'O5' as const, evidence: [] };
    const service = network.running.network;
    const before = await proposeSlash(service, { ...charge, deviceId: joined[0].id, offenceAt });
    const after = await proposeSlash(service, { ...charge, deviceId: joined[1].id, offenceAt: network.clock.now() });
    expect([before?.amount, after?.amount]).toEqual([required / 2n, required / 4n]);
    const owner = await ownerOf({ ...joined[0], device: joined[0].device.at(network.running.url) });
    expect((await readSlash(network, owner, before?.id ?? '')).parametersVersion).toBe(network.parameters.version);
    await expectSettled(network);
  });
});
