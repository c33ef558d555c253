/** The service in this process, on a store whose connection is lost at statements that are drawn beforehand. */
import { type RunningNetwork, startNetwork } from '../../../network/service/start-network.ts';
import { openStore } from '../../../network/store/open-store.ts';
import { silentLog } from '../../../shared/log.ts';
import { type Blow, createFragileStore, type Struck } from './fragile-store.ts';
import type { Ground } from './grounds.ts';
import type { Victim } from './live-through.ts';
import { carryOut } from './service-calls.ts';
import { networkOptions } from './world.ts';

export interface Fallen extends Struck {
  /** Of the script. */
  readonly step: string;
}

export interface StruckService extends Victim {
  /** That the database was asked for so far, in all processes of the service. */
  readonly statements: number;
}

/**
 * @param nextBlow  drawn anew after each; null: no more
 * @param onBlow  told of each that fell
 */
export const startStruckService = async (
  { place, cut, clock }: Ground,
  nextBlow: () => Blow | null,
  onBlow: (blow: Fallen) => void,
): Promise<StruckService> => {
  const opened = await openStore({ ...place, clock, log: silentLog });
  let fragile = createFragileStore(opened, cut);
  let running: RunningNetwork | null = null;
  let noted: Struck | null = null;
  let isSpared = false;
  let before = 0;
  const stop = async (): Promise<void> => {
    const ended = running;
    running = null;
    await ended?.close();
  };
  fragile.arm(nextBlow());
  return {
    reach: async () => {
      if (running === null || fragile.isDead) {
        await stop();
        if (fragile.isDead) {
          before += fragile.statements;
          fragile = createFragileStore(opened, cut);
          fragile.arm(isSpared ? null : nextBlow());
        }
        running = await startNetwork(networkOptions({ store: fragile.store }, clock));
      }
      const alive = running;
      return { url: alive.url, clock, call: (asked) => carryOut(alive, asked), mail: (send) => send() };
    },
    wasStruck: (step) => {
      const { struck } = fragile;
      if (struck === null || struck === noted) return false;
      noted = struck;
      onBlow({ ...struck, step });
      if (!fragile.isDead && !isSpared) fragile.arm(nextBlow());
      return true;
    },
    get isGone() {
      return fragile.isDead;
    },
    spare: () => {
      isSpared = true;
      fragile.arm(null);
    },
    end: async () => {
      await stop();
      await opened.close();
    },
    get statements() {
      return before + fragile.statements;
    },
  };
};
