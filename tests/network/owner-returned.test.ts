/** A pause that a device declares, on the real service: it is no offence, and no way around proofs. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { challengeOf, type Joined, join, live } from './joined-device.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';

let network: PlayNetwork;
let joined: Joined;

beforeEach(async () => {
  network = await startPlayNetwork();
  joined = await join(network);
});
afterEach(() => network.close());

const stateOf = async (challengeId: string): Promise<string> => {
  const { db } = network.running.network;
  const row = await db.selectFrom('challenges').select('state').where('id', '=', challengeId).executeTakeFirstOrThrow();
  return row.state;
};
const waitOut = (seconds: number): Promise<void> => live(network, [joined], seconds, 'paused');

it('takes back what it asked of a device whose owner came back, and asks again after', async () => {
  const first = await challengeOf(joined);
  await joined.session.beat('paused');
  expect(await stateOf(first.challengeId)).toBe('void');
  await waitOut((first.fillDeadlineMs + first.walkDeadlineMs) / 1000 + 2);
  expect(await stateOf(first.challengeId)).toBe('void');
  await joined.session.beat('ready');
  await network.running.pass();
  const second = await challengeOf(joined);
  expect(second.challengeId).not.toBe(first.challengeId);
  expect((await joined.device.prove(second)).verdict).toBe('passed');
});

it('lets nobody dodge every proof that way: the third one of an hour stands', async () => {
  const states: string[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const challenge = await challengeOf(joined);
    await joined.session.beat('paused');
    const deadlineS = (challenge.fillDeadlineMs + challenge.walkDeadlineMs) / 1000;
    if (turn === 2) await waitOut(deadlineS + 2);
    states.push(await stateOf(challenge.challengeId));
    await joined.session.beat('ready');
    await network.running.pass();
  }
  expect(states).toEqual(['void', 'void', 'failed']);
});
