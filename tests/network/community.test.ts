import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { post } from '../../network/store/ledger.ts';
import { inTransaction } from '../../network/store/transaction.ts';
import { move, transfer } from '../../shared/domain/ledger/posting.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import { cpuClaim, createPlayDevice } from './play-device.ts';
import { createPlayKey, type PlayKey } from './play-key.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';
import { createPlayOperator } from './play-operator.ts';
import { balances, io } from './supported-device.ts';

const operator = createPlayOperator();
let network: PlayNetwork;
beforeAll(async () => {
  network = await startPlayNetwork({ operatorKeys: [operator.publicKey] });
});
afterAll(() => network.close());

const newKey = (): PlayKey => createPlayKey(network.running.url, network.clock.now);
const open = async (more: Record<string, unknown> = {}): Promise<PlayKey> => {
  const key = newKey();
  await key.ok('POST', '/v1/accounts', { name: 'Ada', ...more });
  return key;
};
const operate = (path: string, body: unknown) => operator.at(network).ask('POST', path, body);
const passHours = async (hours: number): Promise<void> => {
  network.clock.advance(hours * network.parameters.hourMs);
  await network.running.pass();
};

describe('a public issue', () => {
  const bug = { kind: 'bug', title: 'Wrong sum', text: 'Ada Lovelace of 12 Main Street saw a wrong sum.' };

  it('is opened by any account, goes step by step, and shows what is overdue and all that happened', async () => {
    const issue = await (await open()).ok('POST', '/v1/issues', bug);
    const id = issue.id as string;
    const hour = network.parameters.hourMs;
    const openedAt = issue.openedAt as number;
    expect(issue).toMatchObject({
      ...bug,
      openedBy: null,
      state: 'open',
      dueAt: openedAt + 72 * hour,
      isOverdue: false,
    });
    const step = (body: unknown) => operate(`/v1/issues/${id}/steps`, body);
    expect((await step({ step: { to: 'accepted' } })).body.code).toBe('NOT_NEXT');
    await passHours(73);
    expect(await newKey().ok('GET', `/v1/issues/${id}`)).toMatchObject({ isOverdue: true });
    expect((await step({ step: { to: 'triaged' }, note: 'Seen.' })).body).toMatchObject({
      state: 'triaged',
      isOverdue: false,
    });
    for (const to of ['accepted', 'in_progress']) expect((await step({ step: { to } })).status).toBe(200);
    const date = network.clock.now() + hour;
    expect((await step({ step: { to: 'scheduled', date: network.clock.now() - 1 } })).body.code).toBe('DATE_PAST');
    expect((await step({ step: { to: 'scheduled', date } })).body).toMatchObject({ dueAt: date });
    await network.restart();
    await passHours(2);
    expect(await newKey().ok('GET', '/v1/issues?state=scheduled')).toMatchObject({ issues: [{ id, isOverdue: true }] });
    expect((await step({ step: { to: 'done' } })).body).toMatchObject({ state: 'done', dueAt: null });
    const { history } = await newKey().ok('GET', `/v1/issues/${id}`);
    expect((history as { step: string; state: string | null }[]).map(({ step: what, state }) => state ?? what)).toEqual(
      ['opened', 'triaged', 'accepted', 'in_progress', 'scheduled', 'done'],
    );
    expect(history).toMatchObject([{}, { note: 'Seen.' }, {}, {}, { date }, {}]);
    await expect(sql`update issue_steps set note = 'x'`.execute(network.running.network.db)).rejects.toThrow(
      'only added to',
    );
  });

  it('loses what is personal by an operator’s hand, visibly, and nothing of it is kept', async () => {
    const { id } = await (await open()).ok('POST', '/v1/issues', bug);
    const other = { title: 'Wrong sum', text: '[name and address taken out] saw a wrong sum.' };
    expect((await operate(`/v1/issues/${id}/redaction`, { ...other, note: 'A name.' })).body).toMatchObject({
      ...other,
      redactedAt: network.clock.now(),
    });
    const { db } = network.running.network;
    const kept = await sql<{ text: string }>`select issues::text as text from issues where text like '%Lovelace%'
      and id = ${id} union all select issue_steps::text from issue_steps where note like '%Lovelace%'`.execute(db);
    expect(kept.rows).toEqual([]);
    expect(await newKey().ok('GET', `/v1/issues/${id}`)).toMatchObject({
      history: [{ step: 'opened' }, { step: 'redacted' }],
    });
  });

  it('is refused beyond five a day, too long, unknown, or from who may not', async () => {
    const key = await open();
    for (let count = 0; count < 5; count += 1) expect((await key.ask('POST', '/v1/issues', bug)).status).toBe(200);
    const sixth = await key.ask('POST', '/v1/issues', bug);
    expect([sixth.status, sixth.body.code, sixth.body.data]).toEqual([429, 'TOO_MANY_ISSUES', { most: 5, hours: 24 }]);
    await passHours(24);
    expect((await key.ask('POST', '/v1/issues', bug)).status).toBe(200);
    expect((await key.ask('POST', '/v1/issues', { ...bug, text: 'x'.repeat(4_001) })).body.code).toBe('BAD_REQUEST');
    expect((await newKey().ask('POST', '/v1/issues', bug)).body.code).toBe('NO_ACCOUNT');
    expect((await key.ask('POST', '/v1/operators/issues', bug)).body.code).toBe('NOT_OPERATOR');
    expect((await newKey().ask('GET', '/v1/issues/i0')).body.code).toBe('ISSUE_NOT_FOUND');
    expect((await operate('/v1/issues/i0/steps', { step: { to: 'triaged' } })).body.code).toBe('ISSUE_NOT_FOUND');
    expect((await operate('/v1/issues/i0/redaction', { title: 'x', text: 'x' })).body.code).toBe('ISSUE_NOT_FOUND');
  });

  it('is listed page by page, the newest first', async () => {
    const seen: string[] = [];
    for (let after = ''; ; ) {
      const page = await newKey().ok('GET', `/v1/issues?limit=3${after}`);
      seen.push(...(page.issues as { id: string }[]).map(({ id }) => id));
      if (page.next === null) break;
      after = `&after=${page.next}`;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(8);
  });
});

describe('what is told to everybody', () => {
  it('comes from operators, with the issue that it cites', async () => {
    const notice = { kind: 'maintenance', text: 'An hour of rest.', effectiveAt: network.clock.now() + 1 };
    expect((await (await open()).ask('POST', '/v1/notices', notice)).body.code).toBe('NOT_OPERATOR');
    expect((await operate('/v1/notices', { ...notice, issue: 'i0' })).body.code).toBe('ISSUE_NOT_FOUND');
    expect((await operate('/v1/notices', notice)).status).toBe(200);
    const { notices } = await newKey().ok('GET', '/v1/notices');
    expect(notices).toMatchObject([
      { kind: 'maintenance', facts: { text: notice.text }, effectiveAt: notice.effectiveAt, issue: null },
    ]);
    const [{ id }] = notices as [{ id: number }];
    expect(await newKey().ok('GET', `/v1/notices?before=${id}`)).toEqual({ notices: [] });
  });

  it('is the roadmap too, by date', async () => {
    const entry = (id: string, date: number | null, more = {}) => ({
      ...{ id, title: id, text: '', state: 'planned', date, issue: null, ...more },
    });
    expect((await (await open()).ask('POST', '/v1/roadmap', entry('x', null))).body.code).toBe('NOT_OPERATOR');
    expect((await operate('/v1/roadmap', entry('x', null, { issue: 'i0' }))).body.code).toBe('ISSUE_NOT_FOUND');
    for (const each of [entry('later', null), entry('second', 2), entry('first', 1)])
      expect((await operate('/v1/roadmap', each)).status).toBe(200);
    await operate('/v1/roadmap', entry('first', 3, { state: 'in_progress' }));
    expect(await newKey().ok('GET', '/v1/roadmap')).toMatchObject({
      entries: [{ id: 'second' }, { id: 'first', date: 3, state: 'in_progress' }, { id: 'later' }],
    });
  });
});

describe('a question', () => {
  it('is voted for once by each account, and answered by an operator', async () => {
    const [one, two] = [await open(), await open()];
    const first = await one.ok('POST', '/v1/questions', { text: 'When?' });
    const second = await one.ok('POST', '/v1/questions', { text: 'Why?' });
    for (let count = 0; count < 2; count += 1)
      expect(await two.ok('POST', `/v1/questions/${second.id}/votes`)).toMatchObject({ votes: 2 });
    expect(await newKey().ok('GET', '/v1/questions')).toMatchObject({
      questions: [
        { text: 'Why?', votes: 2, answer: null },
        { text: 'When?', votes: 1 },
      ],
    });
    const answer = { text: 'Because.' };
    expect((await two.ask('POST', `/v1/questions/${second.id}/answer`, answer)).body.code).toBe('NOT_OPERATOR');
    expect((await operate('/v1/questions/q0/answer', answer)).body.code).toBe('QUESTION_NOT_FOUND');
    expect((await two.ask('POST', '/v1/questions/q0/votes')).body.code).toBe('QUESTION_NOT_FOUND');
    expect((await operate(`/v1/questions/${second.id}/answer`, answer)).body).toMatchObject({ answer });
    expect(await newKey().ok('GET', '/v1/questions?is=waiting')).toMatchObject({ questions: [{ id: first.id }] });
    expect(await newKey().ok('GET', '/v1/questions?is=answered')).toMatchObject({ questions: [{ id: second.id }] });
    await one.ok('POST', '/v1/questions', { text: 'Who?' });
    const fourth = await one.ask('POST', '/v1/questions', { text: 'Where?' });
    expect([fourth.status, fourth.body.code]).toEqual([429, 'TOO_MANY_QUESTIONS']);
  });
});

describe('an astronaut', () => {
  const standing = (key: PlayKey) => key.ok('GET', '/v1/astronaut');
  const credit = (id: string, accountId: unknown, deed: unknown) =>
    operate('/v1/operators/deeds', { id, accountId, deed });
  const idOf = async (key: PlayKey): Promise<string> => (await key.ok('GET', '/v1/accounts/me')).id as string;

  it('has points for what operators credit, each deed once, and shows under no name but its tag', async () => {
    const [one, two] = [await open(), await open()];
    const accountId = await idOf(one);
    const critical = { kind: 'bug', severity: 'critical' };
    for (let count = 0; count < 2; count += 1)
      expect((await credit('b1', accountId, critical)).body).toEqual({ points: 1_000, level: 'pilot' });
    expect((await credit('b1', await idOf(two), critical)).body.code).toBe('DEED_ID_TAKEN');
    expect((await credit('b2', 'a0', critical)).body.code).toBe('ACCOUNT_NOT_FOUND');
    expect((await credit('d1', accountId, { kind: 'merged_document' })).body).toMatchObject({ points: 1_050 });
    expect(await standing(one)).toMatchObject({ points: 1_050, level: 'pilot', nextFrom: 2_500, tag: null });
    expect(await newKey().ok('GET', '/v1/astronaut/board')).toMatchObject({ counts: { pilot: 1 }, astronauts: [] });
    expect((await one.ask('POST', '/v1/astronaut/tag', { tag: 'ada' })).body).toMatchObject({ tag: 'ada' });
    expect((await two.ask('POST', '/v1/astronaut/tag', { tag: 'ada' })).body.code).toBe('TAG_TAKEN');
    await two.ok('POST', '/v1/astronaut/tag', { tag: 'ben' });
    const shown = [
      { tag: 'ada', level: 'pilot' },
      { tag: 'ben', level: 'cadet' },
    ];
    expect((await newKey().ok('GET', '/v1/astronaut/board')).astronauts).toEqual(shown);
    await two.ok('POST', '/v1/astronaut/tag', { tag: null });
    expect((await newKey().ok('GET', '/v1/astronaut/board')).astronauts).toEqual(shown.slice(0, 1));
  });

  it('is paid its part of the community’s fees once a month, 2 % at most, and only with a checked identity', async () => {
    const { db } = network.running.network;
    const held = inBaseUnits(io(10) + 7n);
    await inTransaction(db, (trx) =>
      post(
        trx,
        transfer({ idempotencyKey: 'fees', kind: 'job_pay', reference: 'fees' }, move('play', 'fees:community', held)),
        { deviceId: null, epoch: null, at: network.clock.now() },
      ),
    );
    const [known, unknown] = [await open(), await open()];
    for (const [at, key] of [known, unknown].entries())
      await credit(`p${at}`, await idOf(key), { kind: 'bug', severity: 'minor' });
    await db
      .updateTable('accounts')
      .set({ complianceLevel: 2 })
      .where('id', '=', await idOf(known))
      .execute();
    const wallet = async (key: PlayKey) => BigInt((await key.ok('GET', '/v1/accounts/me')).wallet as string);
    const before = [await wallet(known), await wallet(unknown)];
    await passHours(720);
    for (let count = 0; count < 2; count += 1) await passHours(1);
    const most = (held * 200n) / 10_000n;
    expect([await wallet(known), await wallet(unknown)]).toEqual([(before[0] ?? 0n) + most, before[1]]);
    expect((await balances(network)).get('fees:community')).toBe(held - most);
  });

  it('is credited a month of uptime of 99 %, and a referred device that stayed for 720 hours, once each', async () => {
    const referrer = await open();
    const { referralCode } = await standing(referrer);
    const stranger = await newKey().ask('POST', '/v1/accounts', { name: 'Ben', referral: 'nobody' });
    expect([stranger.status, stranger.body.code]).toEqual([404, 'REFERRAL_UNKNOWN']);
    const owner = await open({ referral: referralCode });
    const { token } = await owner.ok('POST', '/v1/accounts/me/enrolments', { uses: 2, validHours: 24 });
    const ids: string[] = [];
    for (let count = 0; count < 2; count += 1) {
      const device = createPlayDevice(network.running.url, network.clock.now);
      ids.push((await device.register(cpuClaim, token as string)).id);
    }
    // To the end of the month that runs, and to one hour before the end of the next.
    const { db } = network.running.network;
    const number = async () =>
      (await db.selectFrom('epochs').select('number').where('step', '=', 'open').executeTakeFirstOrThrow()).number;
    await passHours(720 - ((await number()) % 720));
    const first = await number();
    await passHours(719);
    // A month is written down in which one device was there always, and the other missed eight hours.
    const whole = sql`1152921504606846975`;
    await sql`update epochs set served_mask = ${whole} where number between ${first} and ${first + 718}`.execute(db);
    for (const [at, id] of ids.entries())
      await sql`insert into presence (device_id, epoch, minute_mask)
        select ${id}, number, ${whole} from epochs where number between ${first + 8 * at} and ${first + 718}`.execute(
        db,
      );
    expect(await standing(owner)).toMatchObject({ points: 0 });
    await passHours(1);
    await passHours(1);
    expect(await standing(owner)).toMatchObject({ points: 100, deeds: [{ kind: 'uptime' }] });
    expect(await standing(referrer)).toMatchObject({
      points: 100,
      deeds: [{ kind: 'referral' }, { kind: 'referral' }],
    });
  });
});
