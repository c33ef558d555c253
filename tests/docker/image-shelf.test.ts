/** Images that come for jobs and go again, on a real engine, beside one that a stranger keeps. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../electron/core/system-clock.ts';
import { createWorker, type Worker } from '../../electron/worker/worker.ts';
import { buildImage } from '../../scripts/provision/image.ts';
import { pushImage } from '../../scripts/provision/registry.ts';
import { createMemoryImages } from '../fakes/memory-images.ts';
import { createMemoryJournal } from '../fakes/memory-journal.ts';
import { describeWithEngine, jobOf, limits, openEngine, until } from './real-engine.ts';

const mebibyte = 2 ** 20;

describeWithEngine('the images of jobs', ({ socketPath, registry }) => {
  let opened = openEngine(socketPath);
  let worker: Worker;
  let images = createMemoryImages();
  const pulled: string[] = [];

  beforeEach(() => {
    opened = openEngine(socketPath);
    images = createMemoryImages();
    worker = createWorker({
      ...{ engine: opened.engine, journal: createMemoryJournal(), images, clock: systemClock, graceMs: 1000 },
      policy: () => ({ limits, registries: [registry], leasedGpus: [] }),
      onEvent: () => {},
      mostImageBytes: () => 5 * mebibyte,
    });
  });
  afterEach(async () => {
    await worker.close();
    await opened.clear();
    for (const image of pulled.splice(0))
      await opened.docker
        .getImage(image)
        .remove({ force: true })
        .catch(() => {});
  });

  /** An image of two mebibytes that no engine has seen; it cannot start, which is no matter here. */
  const fresh = async (): Promise<string> => {
    const content = randomBytes(2 * mebibyte);
    const built = buildImage([[{ kind: 'file', path: 'data', content, mode: 0o644 }]], { Cmd: ['/none'] });
    const image = await pushImage(registry, `perigee/shelf-${content.toString('hex', 0, 4)}`, built);
    pulled.push(image);
    return image;
  };
  const runWith = async (image: string): Promise<void> => {
    const { id, ...spec } = jobOf(image, []);
    const offer = () => worker.offer({ id, ...spec }, { expiresAt: Date.now() + 60_000, imageVouchedBy: 'network' });
    // One at a time: what is left of the last one may still be on its way out.
    await until(async () => (await offer()).kind === 'accepted', `${id} taken`);
    await until(() => worker.state.get().jobs.find((job) => job.id === id)?.endedAt != null, `the end of ${id}`);
    await until(async () => (await opened.engine.listOurs()).length === 0, 'no container left');
  };
  const isThere = async (image: string): Promise<boolean> => (await opened.engine.inspectImage(image)) !== null;

  it('make room for the next, the longest unused first', async () => {
    const [first, second, third] = [await fresh(), await fresh(), await fresh()];
    await runWith(first);
    await runWith(second);
    await runWith(first);
    expect([await isThere(first), await isThere(second)]).toEqual([true, true]);
    await runWith(third);
    expect([await isThere(first), await isThere(second), await isThere(third)]).toEqual([true, false, true]);
    expect(images.list().map(({ image }) => image)).toEqual([first, third]);
  });

  it('stay where a stranger has given them a name, or had them before', async () => {
    const [before, named, last] = [await fresh(), await fresh(), await fresh()];
    await opened.engine.pull(before, { onProgress: () => {}, mostBytes: 2 ** 30 });
    await runWith(before);
    await runWith(named);
    const [repository] = named.split('@');
    await opened.docker.getImage(named).tag({ repo: repository ?? '', tag: 'mine' });
    await runWith(await fresh());
    await runWith(last);
    expect([await isThere(before), await isThere(named), await isThere(last)]).toEqual([true, true, true]);
    const { RepoTags: tags } = await opened.docker.getImage(named).inspect();
    expect(tags).toEqual([`${repository}:mine`]);
  });
});
