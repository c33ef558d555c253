import { afterEach, beforeEach, expect, it } from 'vitest';
import { mirrorOf, throughMirrors } from '../../electron/docker/mirrored-engine.ts';
import { describeWithEngine, jobOf, limits, openEngine } from './real-engine.ts';

describeWithEngine('an image from a mirror on the LAN', ({ socketPath, registry, images }) => {
  let opened = openEngine(socketPath);
  const nobody = 'registry.invalid';
  const image = images.layers.replace(registry, nobody);
  const engine = () => throughMirrors(opened.engine, { [nobody]: registry });
  const pull = { onProgress: () => undefined, mostBytes: 2 ** 30 };

  beforeEach(async () => {
    opened = openEngine(socketPath);
    await opened.engine.removeImage(images.layers);
  });
  afterEach(() => opened.clear());

  it('comes, runs and goes under its own name, though its registry is out of reach', async () => {
    expect((await engine().planImage(image)).layers).toBeGreaterThan(1);
    expect(await engine().inspectImage(image)).toBeNull();
    await engine().pull(image, pull);
    expect((await engine().inspectImage(image))?.references).toEqual([images.layers]);
    const { containerId } = await engine().create(jobOf(image, ['/bin/job', '0']), limits);
    await engine().start(containerId);
    await engine().wait(containerId, new AbortController().signal);
    expect(await engine().inspect(containerId)).toMatchObject({ exitCode: 0 });
    await engine().remove(containerId);
    expect(await engine().removeImage(image)).toBe(true);
    expect(await engine().inspectImage(image)).toBeNull();
  });

  it('comes from its registry where the mirror has nothing, or is not there', async () => {
    for (const host of ['127.0.0.1:1', nobody]) {
      const mirrored = throughMirrors(opened.engine, { [registry]: host });
      await mirrored.pull(images.layers, pull);
      expect(await mirrored.inspectImage(images.layers)).not.toBeNull();
      await mirrored.removeImage(images.layers);
    }
  });
});

it.each([
  ['docker.io/library/x', '10.0.0.5:5000/library/x'],
  ['ghcr.io/a/b', null],
])('%s is mirrored as %s', (name, mirrored) => {
  const digest = `@sha256:${'a'.repeat(64)}`;
  expect(mirrorOf(`${name}${digest}`, { 'docker.io': '10.0.0.5:5000' })).toBe(mirrored && `${mirrored}${digest}`);
});
