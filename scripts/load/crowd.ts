/**
 * Many devices on one network, over the real wire: each has a key of its own, registers by a signed request, holds a
 * session and sends heartbeats. Nobody here proves: a proof costs its device, and the network next to nothing.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { cpuClaim, createPlayDevice, type PlayDevice, type PlaySession } from '../../tests/network/play-device.ts';
import { type Latency, latencyOf, timeAll } from './latency.ts';

export interface Member {
  readonly id: string;
  readonly device: PlayDevice;
  session: PlaySession | null;
}

const atOnce = 64;

/** @returns everybody, and how long a registration took */
export const register = async (url: string, count: number): Promise<{ crowd: Member[]; took: Latency }> => {
  const crowd: Member[] = [];
  const devices = Array.from({ length: count }, () => createPlayDevice(url, Date.now));
  const times = await timeAll(devices, atOnce, async (device) => {
    const { id } = await device.register(cpuClaim);
    crowd.push({ id, device, session: null });
  });
  return { crowd, took: latencyOf(times) };
};

/** Opens everybody's session. @returns how long one took, and all of them together, in milliseconds */
export const connect = async (crowd: readonly Member[]): Promise<{ took: Latency; allMs: number }> => {
  const beganAt = performance.now();
  const times = await timeAll(crowd, crowd.length, async (member) => {
    member.session = await member.device.openSession(member.id);
  });
  return { took: latencyOf(times), allMs: performance.now() - beganAt };
};

export const disconnect = (crowd: readonly Member[]): void => {
  for (const member of crowd) {
    member.session?.close();
    member.session = null;
  }
};

export interface Beaten {
  readonly perSecond: number;
  readonly took: Latency;
  /** Heartbeats that were not answered. */
  readonly lost: number;
}

/** Every device sends a heartbeat each interval, at a phase of its own. */
export const beatSteadily = async (
  crowd: readonly Member[],
  { seconds, everyMs }: { seconds: number; everyMs: number },
): Promise<Beaten> => {
  const times: number[] = [];
  let lost = 0;
  const beganAt = performance.now();
  const until = beganAt + seconds * 1_000;
  await Promise.all(
    crowd.map(async ({ session }, place) => {
      await delay((everyMs * place) / crowd.length);
      for (let turn = 1; performance.now() < until; turn += 1) {
        const sentAt = performance.now();
        await session?.beat('paused').then(
          () => times.push(performance.now() - sentAt),
          () => {
            lost += 1;
          },
        );
        const next = beganAt + (everyMs * place) / crowd.length + turn * everyMs;
        if (next > until) break;
        await delay(Math.max(0, next - performance.now()));
      }
    }),
  );
  return { perSecond: times.length / ((performance.now() - beganAt) / 1_000), took: latencyOf(times), lost };
};

/** Every device sends the next heartbeat as soon as the last was answered, so many devices at a time. */
export const beatHard = async (crowd: readonly Member[], seconds: number): Promise<Beaten> => {
  const times: number[] = [];
  let lost = 0;
  const beganAt = performance.now();
  const until = beganAt + seconds * 1_000;
  await Promise.all(
    crowd.slice(0, atOnce).map(async ({ session }) => {
      while (performance.now() < until) {
        const sentAt = performance.now();
        await session?.beat('paused').then(
          () => times.push(performance.now() - sentAt),
          () => {
            lost += 1;
          },
        );
      }
    }),
  );
  return { perSecond: times.length / ((performance.now() - beganAt) / 1_000), took: latencyOf(times), lost };
};

/** Reports so many events each. @returns how long a report took, and how many were acknowledged */
export const report = async (
  crowd: readonly Member[],
  each: number,
): Promise<{ took: Latency; perSecond: number; acknowledged: number }> => {
  const beganAt = performance.now();
  let acknowledged = 0;
  const times = await timeAll(crowd, atOnce, async ({ device }) => {
    const items = Array.from({ length: each }, () => ({
      id: randomUUID(),
      at: Date.now(),
      event: { kind: 'owner_resumed' },
    }));
    const { status } = await device.ask('POST', '/v1/events', { items });
    if (status !== 200) throw new Error(`a report was answered with ${status}`);
    acknowledged += items.length;
  });
  return { took: latencyOf(times), perSecond: acknowledged / ((performance.now() - beganAt) / 1_000), acknowledged };
};
