/**
 * Many devices on a network, over the real wire: each has a key of its own, registers by a signed request, holds a
 * session, sends heartbeats, reports, and proves where it is asked to. It knows nothing of other processes' crowds.
 */
import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createBackOff } from '../../electron/link/back-off.ts';
import { cpuClaim, createPlayDevice, type PlayDevice, type PlaySession } from '../../tests/network/play-device.ts';
import { type CountedTimes, createTimes, timeAll } from './latency.ts';

export interface Beaten {
  readonly times: CountedTimes;
  /** Heartbeats that were not answered. */
  readonly lost: number;
}

export interface Timed {
  readonly times: CountedTimes;
  readonly allMs: number;
  /** Those that were refused or cut off; of sessions, those that never came in however often they tried. */
  readonly failed: number;
}

export interface Crowd {
  /** Makes devices without asking the network. @returns their public keys */
  make(urls: readonly string[], count: number): string[];
  /** Makes devices that register by themselves. */
  register(urls: readonly string[], count: number): Promise<Timed>;
  /** Opens every session that is not open. @param atOnce  as many at a time */
  connect(atOnce: number): Promise<Timed>;
  disconnect(): void;
  /** Everyone beats once each interval, at a phase of its own. */
  beatSteadily(seconds: number, everyMs: number): Promise<Beaten>;
  /** So many beats a second of all together, each when its time has come, whatever became of those before. */
  beatAtRate(seconds: number, perSecond: number): Promise<Beaten>;
  /** The next beat as soon as the last was answered. @param devices  as many at a time */
  beatHard(seconds: number, devices: number): Promise<Beaten>;
  /** @param devices  those that report, so many events each */
  report(each: number, devices: number): Promise<Timed & { readonly acknowledged: number }>;
  /** The first so many wait for a challenge and prove, one after the other. */
  prove(devices: number, withinMs: number): Promise<Timed & { readonly passed: number }>;
}

interface Member {
  id: string;
  readonly device: PlayDevice;
  session: PlaySession | null;
}

const requestsAtOnce = 64;
/** Minutes of trying. */
const mostTries = 12;
/** How often beats whose time has come are sent. */
const tickMs = 10;

/** As the app does it: whoever is not let in waits longer each time, out of step with the others. */
const comeIn = async (member: Member): Promise<void> => {
  const backOff = createBackOff();
  for (let tries = 1; member.session === null; tries += 1) {
    try {
      member.session = await member.device.openSession(member.id);
    } catch (error) {
      if (tries === mostTries) throw error;
      await delay(backOff.next());
    }
  }
};

/** @param idOf  a device's id by its public key, as the network makes it */
export const createCrowd = (idOf: (publicKey: string) => string): Crowd => {
  const members: Member[] = [];

  const make = (urls: readonly string[], count: number): Member[] => {
    const made = Array.from({ length: count }, (_, place): Member => {
      const keys = generateKeyPairSync('ed25519');
      const publicKey = (keys.publicKey as KeyObject).export({ format: 'jwk' }).x ?? '';
      const url = urls[(members.length + place) % urls.length] ?? '';
      return { id: idOf(publicKey), device: createPlayDevice(url, Date.now, keys), session: null };
    });
    members.push(...made);
    return made;
  };

  const timed = async <Item>(
    items: readonly Item[],
    atOnce: number,
    act: (item: Item) => Promise<unknown>,
  ): Promise<Timed> => {
    const times = createTimes();
    const beganAt = performance.now();
    let failed = 0;
    await timeAll(times, items, atOnce, (item) =>
      act(item).catch(() => {
        failed += 1;
      }),
    );
    return { times: times.counted(), allMs: performance.now() - beganAt, failed };
  };

  /** Sends beats and keeps what became of them. */
  const beating = () => {
    const times = createTimes();
    const underWay = new Set<Promise<void>>();
    let lost = 0;
    return {
      /** @param since  when it was due */
      beat: ({ session }: Member, since: number): Promise<void> => {
        const beat = (session === null ? Promise.reject(new Error('no session')) : session.beat('paused')).then(
          () => times.add(performance.now() - since),
          () => {
            lost += 1;
          },
        );
        underWay.add(beat);
        void beat.then(() => underWay.delete(beat));
        return beat;
      },
      beaten: async (): Promise<Beaten> => {
        await Promise.all(underWay);
        return { times: times.counted(), lost };
      },
    };
  };

  return {
    make: (urls, count) => make(urls, count).map(({ device }) => device.publicKey),
    register: (urls, count) =>
      timed(make(urls, count), requestsAtOnce, async (member) => {
        member.id = (await member.device.register(cpuClaim)).id;
      }),
    connect: (atOnce) =>
      timed(
        members.filter(({ session }) => session === null),
        atOnce,
        comeIn,
      ),
    disconnect: () => {
      for (const member of members) {
        member.session?.close();
        member.session = null;
      }
    },
    beatSteadily: async (seconds, everyMs) => {
      const { beat, beaten } = beating();
      const beganAt = performance.now();
      const until = beganAt + seconds * 1_000;
      await Promise.all(
        members.map(async (member, place) => {
          for (let due = beganAt + (everyMs * place) / members.length; due < until; due += everyMs) {
            await delay(Math.max(0, due - performance.now()));
            void beat(member, Math.max(due, performance.now() - tickMs));
          }
        }),
      );
      return beaten();
    },
    beatAtRate: async (seconds, perSecond) => {
      const { beat, beaten } = beating();
      const beganAt = performance.now();
      const all = seconds * perSecond;
      for (let sent = 0; sent < all; await delay(tickMs)) {
        const due = Math.min(all, ((performance.now() - beganAt) / 1_000) * perSecond);
        for (; sent < due; sent += 1) {
          const member = members[sent % members.length];
          if (member !== undefined) void beat(member, beganAt + (sent / perSecond) * 1_000);
        }
      }
      return beaten();
    },
    beatHard: async (seconds, devices) => {
      const { beat, beaten } = beating();
      const until = performance.now() + seconds * 1_000;
      await Promise.all(
        members.slice(0, devices).map(async (member) => {
          while (performance.now() < until) await beat(member, performance.now());
        }),
      );
      return beaten();
    },
    report: async (each, devices) => {
      let acknowledged = 0;
      const reported = await timed(members.slice(0, devices), requestsAtOnce, async ({ device }) => {
        const event = { kind: 'owner_resumed' };
        const items = Array.from({ length: each }, () => ({ id: randomUUID(), at: Date.now(), event }));
        const { status } = await device.ask('POST', '/v1/events', { items });
        if (status !== 200) throw new Error(`a report was answered with ${status}`);
        acknowledged += items.length;
      });
      return { ...reported, acknowledged };
    },
    prove: async (devices, withinMs) => {
      const until = performance.now() + withinMs;
      let passed = 0;
      const asked = members.slice(0, devices);
      await Promise.all(asked.map(({ session }) => session?.beat('ready')));
      const challengeOf = async ({ session }: Member) => {
        for (;;) {
          const found = session?.events.find((event) => event.kind === 'challenge');
          if (found !== undefined) return found.challenge;
          if (performance.now() > until) throw new Error('no challenge came');
          await delay(100);
        }
      };
      const proved = await timed(asked, 1, async (member) => {
        const challenge = await challengeOf(member);
        if ((await member.device.prove(challenge)).verdict === 'passed') passed += 1;
      });
      return { ...proved, passed };
    },
  };
};
