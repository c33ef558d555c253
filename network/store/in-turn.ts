/**
 * One after the other within this process, for what writes to one and the same row: at once, each would only wait for the
 * others' retries, and the last ones give up.
 */
import type { Database } from './open-store.ts';

const last = new WeakMap<Database, Promise<unknown>>();

/** Begins when everything that was given before has ended, well or not. */
export const inTurn = <Result>(db: Database, work: () => Promise<Result>): Promise<Result> => {
  const mine = (last.get(db) ?? Promise.resolve()).then(work);
  last.set(
    db,
    mine.catch(() => undefined),
  );
  return mine;
};
