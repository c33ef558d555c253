import { describe, expect, it } from 'vitest';
import { PerigeeError } from '../../shared/contract/codes.ts';
import { createManualClock } from '../../tests/fakes/manual-clock.ts';
import { createMemoryImages } from '../../tests/fakes/memory-images.ts';
import type { ImageFacts } from '../docker/image-facts.ts';
import { createImageShelf, type ShelvedImage } from './image-shelf.ts';

const nameOf = (letter: string): string => `docker.io/a/b@sha256:${letter.repeat(64)}`;
const shelved = (letter: string, sizeBytes: number, lastUsedAt: number): ShelvedImage => ({
  ...{ image: nameOf(letter), sizeBytes, lastUsedAt },
});
const factsOf = (image: string, change: Partial<ImageFacts> = {}): ImageFacts => ({
  ...{ imageId: 'sha256:1', references: [image], tags: [], sizeBytes: 1, osType: 'linux', volumes: [], env: [] },
  workdir: '',
  ...change,
});
const signal = new AbortController().signal;

const setUp = (known: ShelvedImage[], facts: Record<string, ImageFacts | null> = {}, inUse: string[] = []) => {
  const records = createMemoryImages(...known);
  const removed: string[] = [];
  const shelf = createImageShelf({
    records,
    engine: {
      inspectImage: async (image) => (image in facts ? (facts[image] ?? null) : factsOf(image)),
      removeImage: async (image) => {
        if (inUse.includes(image)) return false;
        removed.push(image);
        return true;
      },
    },
    clock: createManualClock(1_000),
    mostBytes: () => 100,
  });
  return { shelf, records, removed, kept: () => records.list().map(({ image }) => image) };
};

describe('the shelf of images', () => {
  it('keeps everything while there is room', async () => {
    const { shelf, removed, kept } = setUp([shelved('a', 40, 1)]);
    await shelf.expect(nameOf('b'), 60, signal);
    expect([removed, kept()]).toEqual([[], [nameOf('a'), nameOf('b')]]);
  });

  it('lets go of those longest unused, and of no more than it must', async () => {
    const { shelf, removed } = setUp([shelved('a', 30, 3), shelved('b', 30, 1), shelved('c', 30, 2)]);
    await shelf.expect(nameOf('d'), 50, signal);
    expect(removed).toEqual([nameOf('b'), nameOf('c')]);
  });

  it('passes over one that a container needs', async () => {
    const { shelf, removed, kept } = setUp([shelved('a', 60, 1), shelved('b', 40, 2)], {}, [nameOf('a')]);
    await shelf.expect(nameOf('c'), 50, signal);
    expect(removed).toEqual([nameOf('b')]);
    expect(kept()).toEqual([nameOf('a'), nameOf('c')]);
  });

  it.each([
    ['somebody named', { tags: ['mine:latest'] }],
    ['somebody pulled under another name', { references: [nameOf('a'), `ghcr.io/x@sha256:${'a'.repeat(64)}`] }],
  ])('never removes an image that %s, and counts it as ours no longer', async (_what, change) => {
    const { shelf, removed, kept } = setUp([shelved('a', 100, 1)], { [nameOf('a')]: factsOf(nameOf('a'), change) });
    await shelf.expect(nameOf('b'), 50, signal);
    expect([removed, kept()]).toEqual([[], [nameOf('b')]]);
  });

  it('forgets one that is gone', async () => {
    const { shelf, removed, kept } = setUp([shelved('a', 100, 1)], { [nameOf('a')]: null });
    await shelf.expect(nameOf('b'), 50, signal);
    expect([removed, kept()]).toEqual([[], [nameOf('b')]]);
  });

  it('takes an image in use for its real size, and one that is not ours for nothing', async () => {
    const { shelf, records } = setUp([shelved('a', 10, 1)]);
    shelf.use(nameOf('a'), 70);
    shelf.use(nameOf('b'), 30);
    expect(records.list().map(({ image, sizeBytes }) => [image, sizeBytes])).toEqual([[nameOf('a'), 70]]);
  });

  it('asks for no pull that it could not write down, and lets a use pass', async () => {
    const full = (): never => {
      throw new PerigeeError('DISK_FULL', { path: '/' });
    };
    const records = { ...createMemoryImages(shelved('a', 1, 1)), put: full };
    const engine = { inspectImage: async () => null, removeImage: async () => true };
    const shelf = createImageShelf({ records, engine, clock: createManualClock(1_000), mostBytes: () => 100 });
    await expect(shelf.expect(nameOf('b'), 1, signal)).rejects.toMatchObject({ code: 'DISK_FULL' });
    shelf.use(nameOf('a'), 1);
  });
});
