import { describe, expect, it } from 'vitest';
import { createBusOutbox, type Outgoing } from '../../network/service/bus/bus-outbox.ts';
import { createManualClock } from '../fakes/manual-clock.ts';

const outgoing = (id: string): Outgoing => ({ id, subject: 'perigee.all', bytes: new Uint8Array() });

/** A server that a test switches off and on. */
const openOutbox = () => {
  const clock = createManualClock(0);
  const server = { isAway: false, refuses: new Set<string>(), has: [] as string[] };
  const told: number[] = [];
  const outbox = createBusOutbox({
    clock,
    onLost: (lost) => told.push(lost),
    send: async ({ id }) => {
      if (server.isAway) throw new Error('away');
      if (server.refuses.has(id)) return 'refused';
      server.has.push(id);
      return 'sent';
    },
  });
  return { clock, server, told, outbox };
};

describe('events on their way', () => {
  it('are sent in their order, and again after a failure', async () => {
    const { clock, server, outbox } = openOutbox();
    server.isAway = true;
    for (const id of ['a', 'b', 'c']) outbox.add(outgoing(id));
    await clock.pass(1);
    expect([outbox.isStuck, outbox.counts]).toEqual([true, { waiting: 3, sent: 0, lost: 0 }]);
    server.isAway = false;
    await clock.pass(600);
    expect(server.has).toEqual(['a', 'b', 'c']);
    expect([outbox.isStuck, outbox.counts]).toEqual([false, { waiting: 0, sent: 3, lost: 0 }]);
  });

  it('do not wait for one that the server will never take, nor for the time when it is known to be back', async () => {
    const { clock, server, told, outbox } = openOutbox();
    server.refuses.add('large');
    server.isAway = true;
    for (const id of ['large', 'b']) outbox.add(outgoing(id));
    await clock.pass(1);
    server.isAway = false;
    outbox.stir();
    await clock.pass(0);
    expect([server.has, told]).toEqual([['b'], [1]]);
  });

  it('lose the oldest that is not under way above their bound, and count it', async () => {
    const { clock, server, told, outbox } = openOutbox();
    server.isAway = true;
    for (let n = 0; n < 10_002; n += 1) outbox.add(outgoing(String(n)));
    expect(outbox.counts).toEqual({ waiting: 10_000, sent: 0, lost: 2 });
    expect(told).toEqual([1, 2]);
    server.isAway = false;
    await clock.pass(600);
    await expect.poll(() => server.has.length).toBe(10_000);
    expect(server.has.slice(0, 2)).toEqual(['0', '3']);
  });

  it('are given up when it is closed, after a moment', async () => {
    const { clock, server, outbox } = openOutbox();
    server.isAway = true;
    outbox.add(outgoing('a'));
    const closing = outbox.close(2_000);
    await clock.pass(2_000);
    await closing;
    outbox.add(outgoing('b'));
    expect(outbox.counts).toEqual({ waiting: 0, sent: 0, lost: 2 });
  });
});
