/**
 * Lives one script with a victim that is struck meanwhile: whatever step was struck is taken again, once the victim is
 * back. What the books say at the end is for others to judge.
 */
import { openStore } from '../../../network/store/open-store.ts';
import { silentLog } from '../../../shared/log.ts';
import { type Books, complaintsOf, readBooks } from './books.ts';
import type { Ground } from './grounds.ts';
import { type Reach, scriptOf } from './life.ts';
import type { World } from './world.ts';

/** The service, or what it stands on, as it is struck. */
export interface Victim {
  /** The service, started again where it is gone. @throws what struck it meanwhile, or anything else */
  reach(): Promise<Reach>;
  /** Whether something struck since this was asked last. @param step  in which it was, to be kept with it */
  wasStruck(step: string): boolean;
  /** It has to be reached anew before the next step. */
  readonly isGone: boolean;
  /** Nothing strikes any more. */
  spare(): void;
  end(): Promise<void>;
}

export interface Lived {
  readonly books: Books;
  readonly complaints: readonly string[];
}

/** More than any script needs: one that never gets through is a fault of its own. */
const mostTries = 400;

const takeUntilDone = async (victim: Victim, name: string, take: (reach: Reach) => Promise<void>): Promise<void> => {
  for (let tried = 0; tried < mostTries; tried += 1) {
    try {
      await take(await victim.reach());
      victim.wasStruck(name);
      if (!victim.isGone) return;
    } catch (error) {
      if (!victim.wasStruck(name)) throw new Error(`${name}, which nothing had struck`, { cause: error });
    }
  }
  throw new Error(`${name} did not go through in ${mostTries} tries`);
};

/**
 * @param chatter  as `scriptOf` has it
 * @throws what went wrong where nothing had struck
 */
export const liveThrough = async (
  world: World,
  { seed, chatter = 0 }: { readonly seed: number; readonly chatter?: number },
  ground: Ground,
  victim: Victim,
): Promise<Lived> => {
  const { place, clock } = ground;
  try {
    try {
      for (const { name, advanceMs, take } of scriptOf(world, seed, chatter)) {
        clock.advance(advanceMs);
        await takeUntilDone(victim, name, take);
      }
      victim.spare();
      await takeUntilDone(victim, 'end', ({ call }) => call({ kind: 'pass' }));
    } finally {
      await victim.end();
    }
    const store = await openStore({ ...place, clock, log: silentLog });
    try {
      return { books: await readBooks(store.db), complaints: await complaintsOf(store.db) };
    } finally {
      await store.close();
    }
  } finally {
    await ground.leave();
  }
};
