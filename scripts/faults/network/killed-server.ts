/**
 * The service in a process of its own that lives on while its database's server is killed as a whole and comes back, at
 * moments that are drawn beforehand; now and then it dies with it. It is asked while the server is away, too.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Ground } from './grounds.ts';
import { startKilledProcess } from './killed-process.ts';
import type { Victim } from './live-through.ts';
import type { Death, OwnServer } from './own-server.ts';

export interface ServerKill {
  /** From when both the server and the service were there. */
  readonly afterMs: number;
  readonly death: Death;
  /** The service is killed in the same moment. */
  readonly takesService: boolean;
  /** Until it is started again. */
  readonly awayMs: number;
}

/** How long whoever was refused waits. */
const askAgainMs = 50;
/** Longer than any limit of the service's own: later than that nobody would have been answered at all. */
const answerWithinMs = 60_000;

const answered = <Answered>(asked: Promise<Answered>): Promise<Answered> =>
  Promise.race([
    asked,
    delay(answerWithinMs, undefined, { ref: false }).then(() => {
      throw new Error(`no answer within ${answerWithinMs} ms`);
    }),
  ]);

/**
 * @param ground  on the server
 * @param nextKill  drawn anew once the server is back; null: no more
 * @param onKill  told of each that fell, and in which step
 */
export const startOnKilledServer = (
  ground: Ground,
  server: OwnServer,
  nextKill: () => ServerKill | null,
  onKill: (kill: ServerKill, step: string) => void,
): Victim => {
  const service = startKilledProcess(
    ground,
    () => null,
    () => undefined,
  );
  let timer: NodeJS.Timeout | null = null;
  /** Settled when the server is there again. */
  let back: Promise<void> = Promise.resolve();
  let isAway = false;
  let isSpared = false;
  /** The server was away at some time since this was asked last. */
  let wasAway = false;
  /** Of which nobody was told yet. */
  let fallen: ServerKill | null = null;

  const strike = async (kill: ServerKill): Promise<void> => {
    timer = null;
    isAway = true;
    wasAway = true;
    fallen = kill;
    try {
      const dying = server.kill(kill.death);
      if (kill.takesService) service.strike();
      await dying;
      await delay(kill.awayMs);
      await server.restart();
    } finally {
      isAway = false;
    }
  };
  const arm = (): void => {
    if (isSpared || isAway || timer !== null) return;
    const kill = nextKill();
    if (kill === null) return;
    timer = setTimeout(() => {
      back = strike(kill);
      // Whoever waits for it next is told.
      back.catch(() => undefined);
    }, kill.afterMs);
  };
  const spare = (): void => {
    isSpared = true;
    if (timer !== null) clearTimeout(timer);
    service.spare();
  };

  return {
    reach: async () => {
      // Who starts a service starts the database first; who only asks it does not know.
      await (service.isGone ? back : Promise.race([back, delay(askAgainMs)]));
      const { call, mail, ...reached } = await service.reach();
      arm();
      return {
        ...reached,
        call: (asked) => answered(call(asked)),
        mail: (send, canWait) => answered(mail(send, canWait)),
      };
    },
    wasStruck: (step) => {
      service.wasStruck(step);
      if (fallen !== null) onKill(fallen, step);
      fallen = null;
      const was = wasAway;
      wasAway = isAway;
      return was;
    },
    get isGone() {
      return service.isGone;
    },
    spare,
    end: async () => {
      spare();
      await back.catch(() => undefined);
      await service.end();
    },
  };
};
