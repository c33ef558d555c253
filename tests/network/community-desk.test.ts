/** What is decided in common as an owner's app sees it: the real link and desk ask the real network. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CommunityDesk, createCommunityDesk } from '../../electron/device/community-desk.ts';
import { createReleaseDesk, releaseReaderOf } from '../../electron/device/release-desk.ts';
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
  expect(await desk.overview()).toEqual({ notices: [], changes: [] });
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
