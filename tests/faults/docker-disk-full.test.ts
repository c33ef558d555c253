import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../electron/core/system-clock.ts';
import type { TarEntry } from '../../electron/docker/gateway/tar.ts';
import { createWorker, type Worker } from '../../electron/worker/worker.ts';
import { clearPlace, type DockerdPlace, startDockerd } from '../../scripts/provision/dockerd.ts';
import { buildImage } from '../../scripts/provision/image.ts';
import { endProcess, type OwnProcess } from '../../scripts/provision/own-process.ts';
import { findProgram } from '../../scripts/provision/programs.ts';
import { pushImage } from '../../scripts/provision/registry.ts';
import { cannotMount, mountOwn, type OwnMount } from '../cli/own-mount.ts';
import { describeWithEngine, jobOf, limits, openEngine, until } from '../docker/real-engine.ts';
import { createMemoryImages } from '../fakes/memory-images.ts';
import { createMemoryJournal } from '../fakes/memory-journal.ts';
import { stopwatch, tells } from './tells.ts';

const cannot =
  process.getuid?.() !== 0
    ? 'starting dockerd needs root'
    : findProgram('dockerd') === null
      ? 'no dockerd here'
      : cannotMount;

const mebibyte = 2 ** 20;

describeWithEngine('the engine’s disk full', ({ registry, images }) => {
  let mount: OwnMount;
  let place: DockerdPlace;
  let dockerd: OwnProcess;
  let opened: ReturnType<typeof openEngine>;
  let docker: Docker;
  let worker: Worker;
  let tooLarge = '';
  let medium = '';

  beforeAll(async () => {
    if (cannot !== null) return;
    // Room for the image of busybox once, and not for what the larger one unpacks to.
    mount = mountOwn('size=24m');
    const content = Buffer.alloc(64 * mebibyte);
    const layers = buildImage([[{ kind: 'file', path: 'zeros', content, mode: 0o644 }]], { Cmd: ['/none'] });
    tooLarge = await pushImage(registry, 'perigee/unpacks-large', layers);
    const noise: TarEntry = { kind: 'file', path: 'noise', content: randomBytes(6 * mebibyte), mode: 0o644 };
    medium = await pushImage(registry, 'perigee/medium', buildImage([[noise]], { Cmd: ['/none'] }));
    const dir = mkdtempSync(join(tmpdir(), 'perigee-small-'));
    const runDir = mkdtempSync('/run/perigee-small-');
    place = { socketPath: join(dir, 'docker.sock'), dataDir: join(mount.path, 'd'), runDir, logPath: join(dir, 'log') };
    const flags = ['--bridge=none', '--iptables=false', '--ip6tables=false', '--storage-driver=overlay2'];
    dockerd = (await startDockerd(place, flags)).process;
    opened = openEngine(place.socketPath);
    docker = new Docker({ socketPath: place.socketPath, host: '' });
    worker = createWorker({
      ...{ engine: opened.engine, journal: createMemoryJournal(), images: createMemoryImages(), clock: systemClock },
      policy: () => ({ limits, registries: [registry], leasedGpus: [] }),
      onEvent: () => {},
    });
  });
  afterAll(async () => {
    if (cannot !== null) return;
    await worker.close();
    await opened.clear();
    await endProcess(dockerd, 15_000);
    clearPlace(place);
    mount.close();
    rmSync(join(place.socketPath, '..'), { recursive: true, force: true });
  });

  const run = async (image: string, id: string) => {
    const spec = jobOf(image, ['/bin/job', '1'], { id });
    const offer = () => worker.offer(spec, { expiresAt: Date.now() + 60_000, imageVouchedBy: 'network' });
    // One at a time: what is left of the last one may still be on its way out.
    await until(async () => (await offer()).kind === 'accepted', `${id} taken`);
    const found = () => worker.state.get().jobs.find((job) => job.id === id);
    await until(() => (found()?.endedAt ?? null) !== null, `the end of ${id}`);
    return found();
  };
  const freeMegabytes = (): number => {
    const { bavail, bsize } = statfsSync(mount.path);
    return Math.floor((bavail * bsize) / mebibyte);
  };

  it.skipIf(cannot !== null)(
    `ends the job whose image does not fit with its reason, keeps a stranger’s image, and runs the next (${cannot ?? 'ready'})`,
    async () => {
      const first = await run(images.demo, 'fits');
      expect(first).toMatchObject({ state: 'done' });
      await docker.getImage(images.demo).tag({ repo: 'strangers', tag: 'own' });
      const stranger = await docker.getImage('strangers:own').inspect();
      const freeBefore = freeMegabytes();
      const since = stopwatch();
      const refused = await run(tooLarge, 'too-large');
      const saidAfter = since();
      expect(refused).toMatchObject({ state: 'failed', containerId: null, problem: { code: 'IMAGE_PULL_FAILED' } });
      expect(JSON.stringify(refused?.problem?.data)).toContain('no space left on device');
      await expect(docker.getImage(tooLarge).inspect()).rejects.toMatchObject({ statusCode: 404 });
      expect((await docker.getImage('strangers:own').inspect()).Id).toBe(stranger.Id);
      expect(freeMegabytes()).toBeGreaterThanOrEqual(freeBefore - 1);
      expect(await run(images.demo, 'after')).toMatchObject({ state: 'done', exitCode: 0 });
      // Six megabytes need twelve while they are unpacked, for which the thirteen of another job’s image have to go.
      expect(await run(images.layers, 'large')).toMatchObject({ state: 'done' });
      await run(medium, 'medium');
      await expect(docker.getImage(medium).inspect()).resolves.toBeTruthy();
      await expect(docker.getImage(images.layers).inspect()).rejects.toMatchObject({ statusCode: 404 });
      expect((await docker.getImage('strangers:own').inspect()).Id).toBe(stranger.Id);
      tells(11, {
        injected: `an own dockerd on a tmpfs of 24 MB, ${freeBefore} MB free; a job whose image unpacks to 64 MB`,
        seen: `${refused?.problem?.code} “no space left on device” after ${saidAfter}; ${freeMegabytes()} MB free again; the next job done, and room made for the one after by an image of ours`,
        lost: 'nothing: the stranger’s image is the same',
      });
    },
  );
});
