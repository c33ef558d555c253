/** A pause that a device declares, on the real service: it is no offence, and no way around proofs. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cpuClaim, createPlayDevice, type PlayDevice, type PlaySession } from './play-device.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';

let network: PlayNetwork;
let device: PlayDevice;
let session: PlaySession;

beforeEach(async () => {
  network = await startPlayNetwork();
  device = createPlayDevice(network.running.url, network.clock.now);
  session = await device.openSession((await device.register(cpuClaim)).id);
  await session.beat();
  await network.running.pass();
});
afterEach(() => network.close());

const asked = async () => (await session.next('challenge')).challenge;
const stateOf = async (challengeId: string): Promise<string> => {
  const { db } = network.running.network;
  const row = await db.selectFrom('challenges').select('state').where('id', '=', challengeId).executeTakeFirstOrThrow();
  return row.state;
};
const waitOut = async (state: 'ready' | 'paused', seconds: number): Promise<void> => {
  for (let second = 0; second < seconds; second += 1) {
    network.clock.advance(1_000);
    await network.running.pass();
    await session.beat(state);
  }
};

it('takes back what it asked of a device whose owner came back, and asks again after', async () => {
  const first = await asked();
  await session.beat('paused');
  expect(await stateOf(first.challengeId)).toBe('void');
  await waitOut('paused', (first.fillDeadlineMs + first.walkDeadlineMs) / 1000 + 2);
  expect(await stateOf(first.challengeId)).toBe('void');
  await session.beat('ready');
  await network.running.pass();
  const second = await asked();
  expect(second.challengeId).not.toBe(first.challengeId);
  expect((await device.prove(second)).verdict).toBe('passed');
});

it('lets nobody dodge every proof that way: the third one of an hour stands', async () => {
  const states: string[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const challenge = await asked();
    await session.beat('paused');
    const deadlineS = (challenge.fillDeadlineMs + challenge.walkDeadlineMs) / 1000;
    if (turn === 2) await waitOut('paused', deadlineS + 2);
    states.push(await stateOf(challenge.challengeId));
    await session.beat('ready');
    await network.running.pass();
  }
  expect(states).toEqual(['void', 'void', 'failed']);
});
