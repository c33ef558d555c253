/** What is decided in common as an owner's app sees it: the real link and desk ask the real network. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CommunityDesk, createCommunityDesk } from '../../electron/device/community-desk.ts';
import { required } from './joined-device.ts';
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
