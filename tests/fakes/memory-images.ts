/** The records of pulled images, forgotten with the process. */
import type { ShelfRecords, ShelvedImage } from '../../electron/worker/image-shelf.ts';

export const createMemoryImages = (...known: ShelvedImage[]): ShelfRecords => {
  const records = new Map(known.map((image) => [image.image, image]));
  return {
    put: (id, value) => {
      records.set(id, value);
    },
    get: (id) => records.get(id) ?? null,
    list: () => [...records.values()],
    remove: (id) => {
      records.delete(id);
    },
  };
};
