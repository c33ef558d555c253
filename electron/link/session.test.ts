import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHurriedClock } from '../../tests/fakes/network/hurried-clock.ts';
import {
  benchSpeed,
  claim,
  eventually,
  type LinkBench,
  online,
  openLinkBench,
} from '../../tests/fakes/network/link-bench.ts';

let bench: LinkBench;
beforeEach(async () => {
  bench = await openLinkBench();
});
afterEach(() => bench.close());

describe('the session', () => {
  it('opens with the device’s signature, counts its heartbeats up and tells what it does', async () => {
    const { link, heard } = await bench.takePart();
    expect(heard.wells).toBe(1);
    link.setBusy(true);
    await eventually(() => expect(bench.network.state.heartbeats.at(-1)?.state).toBe('hired'));
    link.pause('asked');
    await eventually(() => expect(bench.network.state.heartbeats.at(-1)?.state).toBe('paused'));
    link.resume();
    await eventually(() => expect(bench.network.state.heartbeats.at(-1)?.state).toBe('hired'));
    const numbers = bench.network.state.heartbeats.map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
    const told = () => bench.network.state.appended.flat().map(({ event }) => event.kind);
    await eventually(() => expect(told()).toEqual(['owner_paused', 'owner_resumed']));
    expect(heard.problems).toEqual([]);
  });

  it('sends a heartbeat once a second in the shortest hours', async () => {
    const { heard } = await bench.takePart();
    const startedMs = performance.now();
    const before = bench.network.state.heartbeats.length;
    await eventually(() => expect(bench.network.state.heartbeats.length).toBeGreaterThanOrEqual(before + 5));
    expect((performance.now() - startedMs) * benchSpeed).toBeGreaterThan(3_500);
    expect(heard.problems).toEqual([]);
  });

  it('says a change of state at once, not with the next heartbeat', async () => {
    bench.network.state.hourMs = 3_600_000;
    const { link } = await bench.takePart({ clock: createHurriedClock(1) });
    await eventually(() => expect(bench.network.state.heartbeats).toHaveLength(1));
    link.pause('asked');
    await eventually(() => expect(bench.network.state.heartbeats.at(-1)).toEqual({ seq: 2, state: 'paused' }));
  });

  it('says so when the network goes, and comes back with it', async () => {
    const { link, heard } = await bench.takePart();
    await bench.network.stop();
    await eventually(() => expect(heard.problems.at(-1)?.code).toBe('NETWORK_UNREACHABLE'));
    expect(link.connection.get().state).not.toBe('online');
    bench.network.state.heartbeats.length = 0;
    await bench.network.start();
    await online(link);
    await eventually(() => expect(bench.network.state.heartbeats[0]).toEqual({ seq: 1, state: 'ready' }));
    expect(heard.wells).toBe(2);
  });

  it('leaves a network that stopped answering and tries again', async () => {
    const { link, heard } = await bench.takePart();
    await bench.network.stop();
    bench.network.state.hangs = true;
    await bench.network.start();
    await eventually(() => expect(heard.problems.length).toBeGreaterThan(1));
    bench.network.state.hangs = false;
    await online(link);
  });

  it('registers again when its session is refused', async () => {
    const { link, heard } = bench.open();
    await link.register();
    bench.network.state.refusesSessions = true;
    link.startSession();
    await eventually(() =>
      expect(heard.problems.at(-1)).toMatchObject({ code: 'NETWORK_REFUSED', data: { code: 'SESSION_REFUSED' } }),
    );
    bench.network.state.refusesSessions = false;
    await online(link);
    expect(bench.network.state.registrations).toBeGreaterThan(1);
  });

  it('says so when another session of the same key replaces it', async () => {
    const { heard } = await bench.takePart();
    bench.network.endSessions(4001, 'another session of this device');
    await eventually(() =>
      expect(heard.problems).toEqual([
        { code: 'NETWORK_REFUSED', data: { code: 'SESSION_REPLACED', detail: 'another session of this device' } },
      ]),
    );
  });

  it('hands on offers, closed hours and slashes', async () => {
    const { heard } = await bench.takePart();
    const offer = bench.network.offer();
    bench.network.say({ kind: 'offer', offer });
    bench.network.say({ kind: 'epoch_closed', epoch: 41 });
    bench.network.say({ kind: 'slashed', slashId: 'slash-1' });
    await eventually(() => expect(heard.slashes).toEqual(['slash-1']));
    expect(heard.offers).toEqual([offer]);
    expect(heard.epochs.at(-1)).toBe(41);
  });

  it.each([
    [
      'signed by another key',
      'forged',
      () => bench.network.offer({ signature: Buffer.alloc(64).toString('base64url') }),
    ],
    [
      'with an image that somebody else signed',
      'forged',
      () => bench.network.offer({ imageSignature: Buffer.alloc(64).toString('base64url') }),
    ],
    ['changed after it was signed', 'forged', () => ({ ...bench.network.offer(), pay: '999999999999' })],
    [
      'with another end when the owner returns',
      'forged',
      () => ({ ...bench.network.offer(), whenOwnerReturns: 'stop' }),
    ],
    ['for another device', 'other_device', () => bench.network.offer({ deviceId: crypto.randomUUID() })],
    ['too late', 'expired', () => bench.network.offer({ expiresAt: Date.now() - 1 })],
  ])('refuses an offer that is %s', async (_, detail, make) => {
    const { link, heard } = await bench.takePart();
    bench.network.say({ kind: 'offer', offer: make() });
    await eventually(() =>
      expect(heard.problems).toEqual([{ code: 'MALFORMED_MESSAGE', data: { what: 'offer', detail } }]),
    );
    expect(heard.offers).toEqual([]);
    expect(link.connection.get().state).toBe('online');
  });

  it.each([
    ['no JSON', 'frame', '{'],
    ['null', 'frame', 'null'],
    ['a key twice', 'frame', '{"i":"1","i":"2","t":4}'],
    ['brackets without end', 'frame', '['.repeat(50_000)],
    ['a frame without its payload', 'frame', '{"i":"1"}'],
    ['bytes', 'frame', Buffer.from([0, 255, 1])],
    ['a form', 'frame', '{"i":"1","p":{"h":{"content-type":"multipart/form-data; boundary=x"}}}'],
  ])('goes on after a message that is %s', async (_, what, frame) => {
    const { heard } = await bench.takePart();
    bench.network.sayRaw(frame);
    await eventually(() => expect(heard.problems).toMatchObject([{ code: 'MALFORMED_MESSAGE', data: { what } }]));
    bench.network.say({ kind: 'epoch_closed', epoch: 7 });
    await eventually(() => expect(heard.epochs.at(-1)).toBe(7));
  });

  it.each([
    ['an unknown event', { kind: 'free_coins' }],
    ['an event without its fields', { kind: 'offer', offer: {} }],
    ['a text', 'hello'],
  ])('goes on after %s', async (_, event) => {
    const { heard } = await bench.takePart();
    bench.network.say(event);
    await eventually(() =>
      expect(heard.problems).toMatchObject([{ code: 'MALFORMED_MESSAGE', data: { what: 'event' } }]),
    );
    bench.network.say({ kind: 'slashed', slashId: 'after' });
    await eventually(() => expect(heard.slashes).toEqual(['after']));
  });

  it('goes on when a listener fails', async () => {
    const { heard } = await bench.takePart({
      onOffer: () => {
        throw new Error('disk full');
      },
    });
    bench.network.say({ kind: 'offer', offer: bench.network.offer() });
    bench.network.say({ kind: 'slashed', slashId: 'after' });
    await eventually(() => expect(heard.slashes).toEqual(['after']));
  });

  it('lets go of everything when it closes, whatever it was doing', async () => {
    const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const { link } = await bench.takePart();
    await link.close();
    await eventually(() => expect(bench.network.sockets()).toBe(0));
    expect(link.connection.get().state).toBe('offline');
    expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length).toBeLessThanOrEqual(before);
    const early = bench.open();
    early.link.startSession();
    await early.link.close();
    expect(bench.network.sockets()).toBe(0);
  });

  it('lets the process end by itself once it has closed', async () => {
    const link = new URL('./link.ts', import.meta.url).href;
    const identity = new URL('./identity.ts', import.meta.url).href;
    const clock = new URL('../core/system-clock.ts', import.meta.url).href;
    const script = `
      import { createLink } from '${link}';
      import { openIdentity } from '${identity}';
      import { systemClock as clock } from '${clock}';
      const nothing = () => undefined;
      const link = createLink({
        baseUrl: '${bench.network.url}',
        identity: openIdentity(process.env.KEY_PATH, 0),
        owner: openIdentity(process.env.KEY_PATH + '.owner', 0),
        clock,
        log: { info: nothing, warn: nothing, error: nothing },
        outbox: { append: nothing, pending: () => [], acknowledge: nothing, size: () => 0 },
        deviceName: 'child',
        claim: ${JSON.stringify(claim)},
        prove: () => Promise.reject(new Error('nobody asked')),
        infer: () => Promise.reject(new Error('nobody asked')),
        onOffer: nothing, onCancel: nothing, onVerdict: nothing, onEpochClosed: nothing, onSlashed: nothing,
        onProblem: nothing,
        onWell: () => link.close().then(() => process.stdout.write('closed')),
      });
      await link.register();
      link.startSession();`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, KEY_PATH: join(bench.dir, 'child', 'device.key') },
      timeout: 10_000,
    });
    expect(stdout).toBe('closed');
  });
});
