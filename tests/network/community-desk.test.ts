/** What is decided in common as an owner's app sees it: the real link and desk ask the real network. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CommunityDesk, createCommunityDesk } from '../../electron/device/community-desk.ts';
import { createReleaseDesk, releaseReaderOf } from '../../electron/device/release-desk.ts';
import { createReportDesk } from '../../electron/device/report-desk.ts';
import { reportBond } from '../../shared/domain/slashing/report-bond.ts';
import { join, live, required } from './joined-device.ts';
import { type OwnedLink, openOwnedLink } from './owned-link.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';
import { changeOf, createPlayOperator } from './play-operator.ts';
import { movesOf, openPlayAccount } from './supported-device.ts';

const operator = createPlayOperator();
let network: PlayNetwork;
let owned: OwnedLink;
let desk: CommunityDesk;
beforeAll(async () => {
  network = await startPlayNetwork({ operatorKeys: [operator.publicKey] });
  owned = await openOwnedLink(network);
  desk = createCommunityDesk(() => owned.membership);
}, 60_000);
afterAll(async () => {
  await owned.close();
  await network.close();
});

const bug = { kind: 'bug' as const, title: 'Wrong sum', text: 'A sum of mine is wrong.' };

it('opens an issue in the account’s name, finds it in the list, and reads what happened to it', async () => {
  const answer = await desk.openIssue(bug);
  if (answer?.kind !== 'opened') throw new Error(answer?.kind);
  const { id } = answer.issue;
  await operator.at(network).ok('POST', `/v1/issues/${id}/steps`, { step: { to: 'triaged' }, note: 'Seen.' });
  expect((await desk.issues(undefined))?.issues).toMatchObject([{ id, ...bug, state: 'triaged', openedBy: null }]);
  expect(await desk.issue(id)).toMatchObject({ history: [{ step: 'opened' }, { state: 'triaged', note: 'Seen.' }] });
  expect(await desk.issue('nothing')).toBe('not_found');
  let last = answer as Awaited<ReturnType<CommunityDesk['openIssue']>>;
  for (let n = 0; n < 20 && last?.kind === 'opened'; n += 1) last = await desk.openIssue(bug);
  expect(last).toMatchObject({ kind: 'too_many', most: expect.any(Number), hours: expect.any(Number) });
});

it('tells what is announced to change, from what to what, and when', async () => {
  expect(await desk.overview()).toEqual({ notices: [], olderThan: null, changes: [] });
  const issue = await operator.openIssue(network);
  const change = changeOf(network, { issue, key: 'minutesNeeded', value: 50 });
  expect((await operator.announce(network, change)).status).toBe(200);
  expect(await desk.overview()).toMatchObject({
    notices: [{ kind: 'parameter_change', effectiveAt: change.effectiveAt, issue }],
    changes: [{ id: change.id, key: 'minutesNeeded', from: '45', to: '50', effectiveAt: change.effectiveAt }],
  });
});

it('votes once with the stake that counted, and reads the tally', async () => {
  const other = movesOf(network, await openPlayAccount(network, 'Ada'));
  const issue = await operator.openIssue(network);
  const opened = await other.ok('POST', '/v1/proposals', {
    ...{ issue, key: 'classes', value: { name: 'cpu', weightMilli: 400, pool: 'community' } },
    idempotencyKey: randomUUID(),
  });
  const id = opened.id as string;
  expect((await desk.proposals(undefined))?.proposals).toMatchObject([{ id, state: 'straw', staked: required }]);
  expect(await desk.proposal(id)).toMatchObject({ own: { weight: required, straw: null, vote: null } });
  expect(await desk.vote(id, 'against')).toMatchObject({
    kind: 'cast',
    read: { proposal: { straw: { for: 0n, against: required, turnout: required } }, own: { straw: 'against' } },
  });
  expect(await desk.vote(id, 'for')).toEqual({ kind: 'already' });
  expect(await desk.vote('nothing', 'for')).toEqual({ kind: 'not_found' });

  const { link } = owned.membership;
  const asGuest = createCommunityDesk(() => ({ link, coins: null }));
  expect(await asGuest.proposal(id)).toMatchObject({ own: null });
  await expect(asGuest.vote(id, 'for')).rejects.toMatchObject({ code: 'NOT_ACCOUNT_OWNER' });
  expect(await createCommunityDesk(() => null).overview()).toBeNull();
});

it('verifies a published hour on this PC, and names the row of which a byte was changed after it was signed', async () => {
  const neighbour = await join(network, { staked: required });
  await live(network, [neighbour], 45);
  const releases = createReleaseDesk(() => releaseReaderOf(owned.membership));
  const [newest, ...older] = (await releases.list(undefined))?.hours ?? [];
  if (newest === undefined || older.length === 0) throw new Error('too few hours were published');
  const { blockId } = newest;
  expect(newest).toMatchObject({ devices: 1, signedBy: { network: true, validators: 0 } });
  expect(await releases.read(blockId)).toMatchObject({
    previous: older[0]?.manifestHash,
    signatures: [{ by: 'network', key: owned.membership.network.parameters.networkKey }],
  });
  expect(await releases.rows({ blockId, of: undefined, after: 0 })).toMatchObject({
    rows: [{ line: 1, isOwn: false, row: { device_id: neighbour.id } }],
    next: null,
  });
  const honest = await releases.verify(blockId, undefined);
  if (honest === null || honest === 'not_found') throw new Error('it was not verified');
  expect(honest).toMatchObject({ rows: 1, faults: [], leftOut: 0 });
  expect(new Set(honest.checks.map(({ result }) => result))).toEqual(new Set(['holds']));

  const { db } = network.running.network;
  await sql`alter table release_rows disable trigger user`.execute(db);
  await sql`update release_rows set line = replace(line, '"uptime_min":6', '"uptime_min":5')
    where epoch = (select epoch from releases where block_id = ${blockId})`.execute(db);
  await sql`alter table release_rows enable trigger user`.execute(db);
  const altered = await releases.verify(blockId, undefined);
  expect(altered).toMatchObject({
    checks: expect.arrayContaining([
      { check: 'untouched', result: 'broken' },
      { check: 'signed', result: 'holds' },
    ]),
    faults: expect.arrayContaining([
      expect.objectContaining({ code: 'row_changed', part: 'rows', row: 1, deviceId: neighbour.id }),
    ]),
  });
  expect(await releases.verify('20200101T000000.000Z', undefined)).toBe('not_found');
  expect(await createReleaseDesk(() => null).list(undefined)).toBeNull();
});

it('reports a fraud with a bond, once, and says in a word why not', async () => {
  const releases = createReleaseDesk(() => releaseReaderOf(owned.membership));
  const reports = createReportDesk(() => owned.membership);
  const [newest] = (await releases.list(undefined))?.hours ?? [];
  if (newest === undefined) throw new Error('no hour was published');
  const { blockId } = newest;
  const page = await releases.rows({ blockId, of: undefined, after: 0 });
  if (page === null || page === 'not_found' || page.rows[0] === undefined) throw new Error('the hour has no row');
  const { line, row } = page.rows[0];
  const asked = {
    ...{ deviceId: row.device_id, claim: 'model' as const, rows: [{ blockId, row: line }] },
    ...{ text: 'It walks like a smaller card.', idempotencyKey: randomUUID() },
  };
  const free = (await reports.list())?.free ?? 0n;
  const filed = await reports.file(asked);
  expect(filed).toMatchObject({ kind: 'filed', report: { state: 'open', bond: reportBond, bounty: null } });
  expect(await reports.file(asked)).toEqual(filed);
  expect(await reports.list()).toMatchObject({ reports: [{ deviceId: row.device_id }], free: free - reportBond });
  const again = () => ({ ...asked, idempotencyKey: randomUUID() });
  expect(await reports.file({ ...again(), deviceId: owned.membership.device.id })).toEqual({ kind: 'own_device' });
  expect(await reports.file({ ...again(), deviceId: `d${'0'.repeat(24)}` })).toEqual({ kind: 'no_device' });
  const nowhere = [{ blockId: '20200101T000000.000Z', row: 1 }];
  expect(await reports.file({ ...again(), rows: nowhere })).toEqual({
    kind: 'rows_unknown',
    blockIds: ['20200101T000000.000Z'],
  });
  for (let more = 1; more < 5; more += 1) expect(await reports.file(again())).toMatchObject({ kind: 'filed' });
  expect(await reports.file(again())).toEqual({ kind: 'too_many', most: 5 });
});

it('asks, wants an answer, reads the roadmap, and opens a proposal within the bounds that it was told', async () => {
  const asked = await desk.ask('When is the next release?');
  if (asked?.kind !== 'asked') throw new Error(asked?.kind);
  const { id } = asked.question;
  expect(await desk.wantAnswer(id)).toMatchObject({ id, votes: 1 });
  expect(await desk.wantAnswer('nothing')).toBe('not_found');
  await operator.at(network).ok('POST', `/v1/questions/${id}/answer`, { text: 'Soon.' });
  expect(await desk.questions('answered', 0)).toMatchObject({
    questions: [{ id, answer: { text: 'Soon.' } }],
    next: null,
  });
  expect(await desk.questions('waiting', 0)).toEqual({ questions: [], next: null });
  expect(await desk.roadmap()).toEqual({ entries: [] });
  expect((await desk.notices(undefined))?.notices.length).toBeGreaterThan(0);

  const terms = await desk.proposalTerms();
  const rule = terms?.rules.find(({ key }) => key === 'cooldownHours');
  expect(rule).toMatchObject({
    now: expect.any(String),
    fields: [{ name: null, kind: 'whole', least: 336, most: 672 }],
  });
  const issue = terms?.issues[0]?.id ?? '';
  const proposal = { issue, key: 'cooldownHours', value: '400', idempotencyKey: randomUUID() };
  expect(await desk.propose({ ...proposal, value: '100' })).toEqual({ kind: 'not_allowed' });
  expect(await desk.propose({ ...proposal, value: '4 00' })).toEqual({ kind: 'not_allowed' });
  expect(await desk.propose({ ...proposal, key: 'pausedActions', value: '[]' })).toEqual({ kind: 'not_voted' });
  expect(await desk.propose({ ...proposal, issue: 'nothing' })).toEqual({ kind: 'no_issue' });
  const opened = await desk.propose(proposal);
  expect(opened).toMatchObject({
    kind: 'opened',
    proposal: { key: 'cooldownHours', value: '400', state: 'straw', deposit: { amount: terms?.deposit, fate: 'held' } },
  });
  expect(await desk.propose(proposal)).toEqual(opened);
  expect(await desk.propose({ ...proposal, idempotencyKey: randomUUID() })).toEqual({
    kind: 'not_covered',
    needed: terms?.deposit,
    available: (terms?.free ?? 0n) - (terms?.deposit ?? 0n),
  });
});
