import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../tests/fakes/manual-clock.ts';
import type { CardLimit } from '../machine/power-limit/parse-limits.ts';
import type { PowerLimits } from '../machine/power-limit/power-limits.ts';
import { noThrottle, type Throttle } from '../worker/policy/throttle.ts';
import type { HeldLimit, HeldLimitStore } from './held-limits.ts';
import { createPowerKeeper } from './power-keeper.ts';

const address = '0000:01:00.0';
const wanting = (wantedWatts: number | null): Throttle => ({
  ...noThrottle,
  cards: {
    gpu: { step: 1, wantedWatts, reasons: ['noise'], changedMs: 0, loudSinceMs: null, calmSinceMs: null },
  },
});

const memoryStore = (): HeldLimitStore & { records: Map<string, HeldLimit> } => {
  const records = new Map<string, HeldLimit>();
  return {
    records,
    get: (card) => records.get(card) ?? null,
    list: () => [...records.values()],
    put: (card, value) => records.set(card, value),
    remove: (card) => records.delete(card),
  };
};

/** One card of 200 W that may go down to 100, and a keeper above it; `store` outlives them. */
const setUp = (given: { watts?: number; store?: ReturnType<typeof memoryStore> } = {}) => {
  const card = {
    watts: given.watts ?? 200,
    answer: 'set' as Awaited<ReturnType<PowerLimits['set']>>,
    doesAsItSays: true,
    isMute: false,
  };
  const store = given.store ?? memoryStore();
  const asked: number[] = [];
  const onDisk: (HeldLimit | undefined)[] = [];
  const clock = createManualClock(0);
  const read = (): CardLimit => ({
    ...{ pciAddress: address, uuid: null, watts: card.watts, defaultWatts: 200, leastWatts: 100, mostWatts: 250 },
  });
  const keeper = createPowerKeeper({
    clock,
    limits: {
      read: async () => {
        if (card.isMute) throw new Error('mute');
        return [read()];
      },
      set: async (_, watts) => {
        asked.push(watts);
        onDisk.push(store.records.get(address));
        if (card.answer === 'set' && card.doesAsItSays) card.watts = watts;
        return card.answer;
      },
    },
    store,
    gpus: () => [{ id: 'gpu', uuid: null, pciAddress: address }],
    onError: () => undefined,
  });
  const settle = () => clock.pass(0);
  const want = (watts: number | null) => {
    keeper.want(wanting(watts));
    return settle();
  };
  return { card, store, asked, onDisk, clock, keeper, want, settle };
};

describe('the keeper of power limits', () => {
  it('writes down what was there before it lowers a limit, and gives that back when nothing asks for less', async () => {
    const pc = setUp();
    pc.keeper.look();
    await pc.settle();
    expect(pc.keeper.cards.get()).toEqual({
      gpu: { range: { leastWatts: 100, mostWatts: 200 }, heldWatts: null, refusal: null },
    });
    await pc.want(175);
    expect(pc.onDisk).toEqual([{ card: address, ownWatts: 200, ourWatts: [175] }]);
    await pc.want(150);
    expect(pc.onDisk[1]).toEqual({ card: address, ownWatts: 200, ourWatts: [175, 150] });
    expect(pc.keeper.cards.get().gpu).toMatchObject({ heldWatts: 150, range: { mostWatts: 200 } });
    await pc.want(null);
    expect(pc.asked).toEqual([175, 150, 200]);
    expect(pc.keeper.cards.get().gpu).toMatchObject({ heldWatts: null, range: { mostWatts: 200 } });
    expect(pc.store.records.size).toBe(0);
  });

  it('gives a limit back that the owner had set above the default, and never sets one above it itself', async () => {
    const pc = setUp({ watts: 240 });
    pc.keeper.look();
    await pc.settle();
    expect(pc.keeper.cards.get().gpu?.range).toEqual({ leastWatts: 100, mostWatts: 200 });
    await pc.want(230);
    expect(pc.asked).toEqual([]);
    const other = setUp({ watts: 240 });
    await other.want(150);
    await other.want(null);
    expect(other.asked).toEqual([150, 240]);
  });

  it('does not raise a card that its owner holds lower', async () => {
    const pc = setUp({ watts: 120 });
    await pc.want(150);
    expect(pc.asked).toEqual([]);
    expect(pc.keeper.cards.get().gpu).toMatchObject({ heldWatts: null, range: { mostWatts: 120 } });
  });

  it('leaves a limit alone that the owner set meanwhile, when it would lower it and when it would give back', async () => {
    const pc = setUp();
    await pc.want(150);
    pc.card.watts = 130;
    await pc.want(125);
    expect(pc.keeper.cards.get().gpu).toMatchObject({ refusal: 'changed', heldWatts: null });
    await pc.want(null);
    expect([pc.asked, pc.card.watts, pc.store.records.size]).toEqual([[150], 130, 0]);
    await pc.clock.pass(60 * 60_000);
    expect(pc.keeper.cards.get().gpu).toMatchObject({ refusal: null, range: { mostWatts: 130 } });

    const back = setUp();
    await back.want(150);
    back.card.watts = 190;
    await back.want(null);
    expect([back.asked, back.card.watts, back.store.records.size]).toEqual([[150], 190, 0]);
  });

  it.each(['no_rights', 'not_supported', 'failed'] as const)('says %s once, and changes nothing', async (answer) => {
    const pc = setUp();
    pc.card.answer = answer;
    await pc.want(175);
    expect(pc.keeper.cards.get().gpu).toMatchObject({ refusal: answer, heldWatts: null });
    expect(pc.store.records.size).toBe(0);
    await pc.want(null);
    expect([pc.asked, pc.card.watts]).toEqual([[175], 200]);
  });

  it('tries again to give back what the tool did not take, and says so meanwhile', async () => {
    const pc = setUp();
    await pc.want(150);
    pc.card.answer = 'failed';
    await pc.want(null);
    expect(pc.keeper.cards.get().gpu).toMatchObject({ heldWatts: 150 });
    pc.card.answer = 'set';
    await pc.clock.pass(30_000);
    expect([pc.card.watts, pc.store.records.size]).toEqual([200, 0]);
    expect(pc.keeper.cards.get().gpu).toMatchObject({ heldWatts: null });
  });

  it('gives a limit back that a tool given up on sets late', async () => {
    const pc = setUp();
    pc.card.answer = 'no_answer';
    await pc.want(175);
    expect(pc.keeper.cards.get().gpu).toMatchObject({ refusal: 'failed', heldWatts: null });
    await pc.want(null);
    pc.card.watts = 175;
    pc.card.answer = 'set';
    await pc.clock.pass(30_000);
    expect([pc.card.watts, pc.store.records.size]).toEqual([200, 0]);
  });

  it('gives a limit back at the next start that a tool given up on set when the app was gone', async () => {
    const pc = setUp();
    pc.card.answer = 'no_answer';
    await pc.want(175);
    await pc.keeper.close();
    const next = setUp({ watts: 175, store: pc.store });
    await next.keeper.recover();
    expect([next.card.watts, pc.store.records.size]).toEqual([200, 0]);
  });

  it('does not believe a tool that says it lowered a limit, or gave it back, and did not', async () => {
    const pc = setUp();
    pc.card.doesAsItSays = false;
    await pc.want(175);
    expect(pc.keeper.cards.get().gpu).toMatchObject({ refusal: 'failed', heldWatts: null });
    await pc.want(null);
    expect(pc.store.records.size).toBe(0);

    const back = setUp();
    await back.want(175);
    back.card.doesAsItSays = false;
    await back.want(null);
    expect(back.keeper.cards.get().gpu).toMatchObject({ heldWatts: 175 });
    back.card.doesAsItSays = true;
    await back.clock.pass(30_000);
    expect([back.card.watts, back.store.records.size]).toEqual([200, 0]);
  });

  it('gives back soon what it could not while the tool was mute', async () => {
    const pc = setUp();
    await pc.want(175);
    pc.card.isMute = true;
    await pc.want(null);
    pc.card.isMute = false;
    await pc.clock.pass(30_000);
    expect([pc.card.watts, pc.store.records.size]).toEqual([200, 0]);
  });

  it('gives everything back when it is closed', async () => {
    const pc = setUp();
    await pc.want(150);
    await pc.keeper.close();
    expect([pc.card.watts, pc.store.records.size]).toEqual([200, 0]);
  });

  it.each([
    ['after the limit was set', [175], 175, [200]],
    ['between two limits, the second not set yet', [175, 150], 175, [200]],
    ['between two limits, the second set already', [175, 150], 150, [200]],
    ['before anything was set', [175], 200, []],
    ['and the owner set another since', [175], 160, []],
  ])('gives back at the start what one that was killed could not: %s', async (_when, ourWatts, watts, asked) => {
    const store = memoryStore();
    store.put(address, { card: address, ownWatts: 200, ourWatts });
    const pc = setUp({ watts, store });
    await pc.keeper.recover();
    expect(pc.asked).toEqual(asked);
    expect(store.records.size).toBe(0);
  });

  it('keeps what it cannot give back yet, for the next start', async () => {
    const store = memoryStore();
    store.put(address, { card: address, ownWatts: 200, ourWatts: [175] });
    const pc = setUp({ watts: 175, store });
    pc.card.isMute = true;
    await pc.keeper.recover();
    expect(store.records.size).toBe(1);
  });

  it('gives back what it could not at the start once the tool speaks, and nothing that is wanted', async () => {
    const store = memoryStore();
    store.put(address, { card: address, ownWatts: 200, ourWatts: [175] });
    const pc = setUp({ watts: 175, store });
    pc.card.isMute = true;
    await pc.keeper.recover();
    pc.card.isMute = false;
    pc.keeper.look();
    await pc.settle();
    expect([pc.card.watts, store.records.size]).toEqual([200, 0]);
    await pc.want(150);
    pc.keeper.look();
    await pc.settle();
    expect([pc.card.watts, store.records.size]).toEqual([150, 1]);
  });
});
