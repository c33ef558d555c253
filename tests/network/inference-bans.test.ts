import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectSettled, operatorOf, ownerOf, slashesOf } from './court-bench.ts';
import { drawnFor, inferred, joinInferring, openInferenceBench, passLater, readInference } from './inference-bench.ts';
import type { PlayKey } from './play-key.ts';
import type { PlayNetwork } from './play-network.ts';
import { io, type PlayValidator, standingOf, voteAs } from './validator-bench.ts';

let network: PlayNetwork;
let validators: PlayValidator[];
let renter: PlayKey;

beforeAll(async () => {
  ({ network, validators, renter } = await openInferenceBench(5));
}, 60_000);
afterAll(() => network.close());

describe('computing an inference again', () => {
  it('bans a validator who finds otherwise than two others twice in a week', { timeout: 60_000 }, async () => {
    const liar = validators[3] as PlayValidator;
    const device = await joinInferring(network);
    let lies = 0;
    for (let tries = 0; lies < 2 && tries < 16; tries += 1) {
      const id = await inferred(network, { renter, by: device });
      const drawn = await drawnFor(network, id, validators);
      const lying = drawn.find(({ by }) => by === liar);
      if (lying !== undefined) {
        await voteAs(liar, lying, 'upheld');
        lies += 1;
      }
      for (const sitting of drawn.filter(({ by }) => by !== liar).slice(0, 2))
        await voteAs(sitting.by, sitting, 'rejected');
      expect((await readInference(renter, id)).check).toBe('right');
    }
    expect(await slashesOf(network, await ownerOf(device))).toEqual([]);
    expect(await standingOf(liar)).toMatchObject({ isSeated: false, unseatedFor: 'BANNED', work: { wrong: 2 } });
    device.session.close();
    await expectSettled(network);
  });

  it('costs a validator who signs both findings a quarter of its stake, and counts it for neither', async () => {
    const device = await joinInferring(network);
    const id = await inferred(network, { renter, by: device });
    device.session.close();
    const [torn, ...others] = await drawnFor(network, id, validators);
    if (torn === undefined) throw new Error('nobody was drawn');
    for (const finding of ['upheld', 'rejected']) expect((await voteAs(torn.by, torn, finding)).status).toBe(200);
    expect((await readInference(renter, id)).check).toBe('open');
    for (const sitting of others) expect((await voteAs(sitting.by, sitting, 'rejected')).status).toBe(200);
    expect((await readInference(renter, id)).check).toBe('right');
    const { accountId, key } = torn.by;
    expect(await slashesOf(network, { accountId, key: () => key })).toMatchObject([
      { offence: 'O8', amount: io(2_500n).toString() },
    ]);
    await expectSettled(network);
  });

  it('lapses without harm when too few validators are left, and is forgotten after a month', async () => {
    const device = await joinInferring(network);
    const { db } = network.running.network;
    await db.updateTable('validators').set({ leftAt: network.clock.now() }).execute();
    const id = await inferred(network, { renter, by: device });
    device.session.close();
    await passLater(network, 1);
    await passLater(network, 1);
    expect((await readInference(renter, id)).check).toBe('open');
    expect((await operatorOf(network).ok('GET', '/v1/operators/matters')).matters).toEqual([]);
    await passLater(network, 168);
    expect(await readInference(renter, id)).toMatchObject({ check: 'lapsed', digests: { length: 32 } });
    await passLater(network, 720);
    expect(await readInference(renter, id)).toMatchObject({ state: 'done', output: null, digests: [] });
    await expectSettled(network);
  });
});
