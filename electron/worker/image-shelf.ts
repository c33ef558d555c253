/**
 * The images that this app had pulled, within a bound: before another comes, those longest unused go. An image that was
 * there before, or that somebody else has given a name, is not ours and is never removed.
 */
import { z } from 'zod';
import { isPerigeeError } from '../../shared/contract/codes.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { Engine } from '../docker/engine.ts';

export const shelvedImageSchema = z.object({
  /** By digest, registry written out. */
  image: z.string(),
  /** Unpacked, as the engine counts it; until it is here, as its registry does. */
  sizeBytes: z.number().int().nonnegative(),
  lastUsedAt: z.number(),
});
export type ShelvedImage = z.infer<typeof shelvedImageSchema>;

/** A port: storage keeps it in SQLite, tests in memory. */
export interface ShelfRecords {
  /** Durable when it returns. @throws DISK_FULL, DATA_FOLDER_DENIED */
  put(id: string, value: ShelvedImage): void;
  get(id: string): ShelvedImage | null;
  list(): ShelvedImage[];
  remove(id: string): void;
}

export interface ImageShelf {
  /**
   * Called before a pull, for an image that is not here: writes down that it will be ours, and makes room for it. What
   * cannot be removed stays, so the bound is one for what we add and not for what others hold on to.
   *
   * @throws DISK_FULL, DATA_FOLDER_DENIED, CANCELLED, ENGINE_…
   */
  expect(image: string, sizeBytes: number, signal: AbortSignal): Promise<void>;
  /**
   * The engine's disk is full: gives up all that are ours but this one.
   *
   * @returns how many went @throws CANCELLED, ENGINE_…
   */
  clear(image: string, signal: AbortSignal): Promise<number>;
  /** It is here and a job uses it; nothing when it is not ours. */
  use(image: string, sizeBytes: number): void;
}

export const createImageShelf = (options: {
  records: ShelfRecords;
  engine: Pick<Engine, 'inspectImage' | 'removeImage'>;
  clock: Clock;
  mostBytes: () => number;
}): ImageShelf => {
  const { records, engine, clock, mostBytes } = options;

  /** @returns whether its room is free, or never was ours */
  const letGo = async ({ image }: ShelvedImage, signal: AbortSignal): Promise<boolean> => {
    const facts = await engine.inspectImage(image, signal);
    const isOurs = facts !== null && facts.tags.length === 0 && facts.references.every((name) => name === image);
    if (isOurs && !(await engine.removeImage(image, signal))) return false;
    records.remove(image);
    return true;
  };

  return {
    expect: async (image, sizeBytes, signal) => {
      const others = records.list().filter((known) => known.image !== image);
      let held = others.reduce((sum, known) => sum + known.sizeBytes, 0);
      for (const oldest of others.toSorted((a, b) => a.lastUsedAt - b.lastUsedAt)) {
        if (held + sizeBytes <= mostBytes()) break;
        if (await letGo(oldest, signal)) held -= oldest.sizeBytes;
      }
      records.put(image, { image, sizeBytes, lastUsedAt: clock.now() });
    },
    clear: async (image, signal) => {
      let gone = 0;
      for (const known of records.list()) if (known.image !== image && (await letGo(known, signal))) gone += 1;
      return gone;
    },
    use: (image, sizeBytes) => {
      if (records.get(image) === null) return;
      try {
        records.put(image, { image, sizeBytes, lastUsedAt: clock.now() });
      } catch (error) {
        // A disk too full to write when an image was used is no reason not to use it.
        if (!isPerigeeError(error)) throw error;
      }
    },
  };
};
