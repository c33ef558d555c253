import { afterAll, expect, it } from 'vitest';
import type { Engine } from '../../electron/docker/engine.ts';
import type { JobSpec } from '../../shared/contract/job-spec.ts';
import { describeWithEngine, jobOf, limits, openEngine, until } from './real-engine.ts';

describeWithEngine('the engine', ({ socketPath, images }) => {
  const { engine, docker, clear } = openEngine(socketPath);
  const never = new AbortController().signal;
  afterAll(clear);

  const pull = async (image: string, mostBytes = 2 ** 30) => {
    const fractions: number[] = [];
    let totalBytes: number | null = null;
    const onProgress: Parameters<Engine['pull']>[1]['onProgress'] = (progress) => {
      fractions.push(progress.fraction);
      totalBytes = progress.totalBytes;
    };
    await engine.pull(image, { onProgress, mostBytes });
    return { fractions, totalBytes };
  };
  const runToEnd = async (spec: JobSpec) => {
    if ((await engine.inspectImage(spec.image)) === null) await pull(spec.image);
    const { containerId } = await engine.create(spec, limits);
    await engine.start(containerId);
    await engine.wait(containerId, never);
    const lines: { stream: string; text: string }[] = [];
    for await (const { stream, text } of engine.logs(containerId, null, never)) lines.push({ stream, text });
    const container = await engine.inspect(containerId);
    await engine.remove(containerId);
    return { container, lines, text: lines.map((line) => line.text).join('\n') };
  };

  it('pulls by digest and counts the bytes of all layers', async () => {
    await docker
      .getImage(images.layers)
      .remove({ force: true })
      .catch(() => {});
    await docker
      .getImage(images.demo)
      .remove({ force: true })
      .catch(() => {});
    const { fractions, totalBytes } = await pull(images.layers);
    expect(fractions.at(-1)).toBe(1);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(new Set(fractions).size).toBeGreaterThan(5);
    // 13 MiB that do not compress, and busybox.
    expect(totalBytes).toBeGreaterThan(13 * 1024 ** 2);
    expect(await engine.inspectImage(images.layers)).toMatchObject({ osType: 'linux', references: [images.layers] });
  });

  it('asks a container which GPUs it sees, and hears that one is gone', async () => {
    const uuid = 'GPU-7e4cd0bb-2d9b-4c4c-9f6c-6b1d3a0b9f11';
    if ((await engine.inspectImage(images.demo)) === null) await pull(images.demo);
    const command = ['/bin/sh', '-c', 'sleep 2; touch /tmp/gone; sleep 30'];
    const { containerId } = await engine.create(jobOf(images.demo, command, { env: { JOB_GPU: uuid } }), limits);
    await engine.start(containerId);
    expect(await engine.seenGpus(containerId)).toEqual([uuid]);
    await until(async () => (await engine.seenGpus(containerId))?.length === 0, 'the GPU to be gone');
    await engine.stop(containerId, 0);
    await engine.remove(containerId);
  });

  it('gives up an image that would fill the disk', async () => {
    await docker
      .getImage(images.layers)
      .remove({ force: true })
      .catch(() => {});
    await expect(pull(images.layers, 2 * 1024 ** 2)).rejects.toMatchObject({
      code: 'IMAGE_REFUSED',
      data: { reason: 'too_large' },
    });
  });

  it.each([
    ['an unknown digest', (image: string) => `${image.slice(0, -8)}00000000`, 'IMAGE_NOT_FOUND'],
    ['an unknown repository', (image: string) => image.replace('/perigee/demo@', '/perigee/none@'), 'IMAGE_NOT_FOUND'],
    ['a registry that is not there', (image: string) => image.replace(/^[^/]+/, '127.0.0.1:1'), 'IMAGE_PULL_FAILED'],
    ['a tag', (image: string) => image.replace(/@.*/, ':latest'), 'IMAGE_REFUSED'],
  ])('says what is wrong with %s', async (_title, change, code) => {
    await expect(pull(change(images.demo))).rejects.toMatchObject({ code });
  });

  it('stops pulling when asked to', async () => {
    await docker
      .getImage(images.layers)
      .remove({ force: true })
      .catch(() => {});
    const stop = new AbortController();
    const pulling = engine.pull(images.layers, {
      onProgress: () => stop.abort(),
      mostBytes: 2 ** 30,
      signal: stop.signal,
    });
    await expect(pulling).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it.each([0, 42, 137])('reads exit code %i', async (code) => {
    const { container } = await runToEnd(jobOf(images.demo, ['/bin/job', '0', String(code)]));
    expect(container).toMatchObject({ status: 'exited', exitCode: code, isOutOfMemory: false });
  });

  it('ends a job that takes more memory than it has', async () => {
    const spec = jobOf(images.demo, ['/bin/dd', 'if=/dev/zero', 'of=/dev/shm/x', 'bs=1M', 'count=200'], {
      memoryBytes: 32 * 1024 ** 2,
    });
    const { container } = await runToEnd(spec);
    // Whether it was memory, an engine on control groups v1 does not always hear.
    expect(container).toMatchObject({ status: 'exited', exitCode: 137 });
  });

  it('bounds the processes of a job', async () => {
    const script = 'i=0; while [ $i -lt 40 ]; do i=$((i+1)); sleep 5 & done; echo none refused';
    const { text } = await runToEnd(jobOf(images.demo, ['/bin/sh', '-c', script], { pids: 16 }));
    expect(text).toContain("can't fork");
    expect(text).not.toContain('none refused');
  });

  it('gives a job no root, no way to write to its image, no network and no privilege', async () => {
    const script = [
      ...['id', 'touch /x', 'touch /tmp/y && echo tmp is writable', 'touch /scratch/z && echo scratch is writable'],
      ...[
        'busybox cp /bin/busybox /tmp/b && /tmp/b echo ran from tmp',
        'ip addr',
        'busybox timeout 2 wget -q http://1.1.1.1/ || echo no way out',
      ],
      ...['grep -E "CapEff|NoNewPrivs|Seccomp:" /proc/self/status', 'echo $NVIDIA_VISIBLE_DEVICES', 'ps'],
    ].join('; ');
    const { text } = await runToEnd(jobOf(images.demo, ['/bin/sh', '-c', script], { scratchBytes: 2 ** 20 }));
    expect(text).toContain('uid=65532 gid=65532');
    expect(text).toContain('Read-only file system');
    expect(text).toContain('tmp is writable');
    expect(text).toContain('scratch is writable');
    expect(text).toContain('/tmp/b: Permission denied');
    expect(text).not.toMatch(/^ran from tmp$/m);
    expect(text).toContain('no way out');
    expect(text).not.toMatch(/eth0/);
    expect(text).toMatch(/CapEff:\s+0000000000000000/);
    expect(text).toMatch(/NoNewPrivs:\s+1/);
    expect(text).toMatch(/Seccomp:\s+2/);
    expect(text).toMatch(/^void$/m);
    // Its own processes and nobody else's.
    expect(text).toMatch(/docker-init|tini/);
  });

  it('tells the two streams apart and takes the log up where it broke', async () => {
    const spec = jobOf(images.demo, ['/bin/job', '1', '0']);
    const { containerId } = await engine.create(spec, limits);
    await engine.start(containerId);
    await engine.wait(containerId, never);
    const lines = [];
    for await (const line of engine.logs(containerId, null, never)) lines.push(line);
    expect(lines.map(({ stream, text }) => `${stream} ${text}`)).toEqual([
      'stdout job starts',
      'stdout work 1 of 1',
      'stderr job ends',
    ]);
    const rest = [];
    for await (const { text } of engine.logs(containerId, lines[0]?.cursor ?? null, never)) rest.push(text);
    expect(rest).toEqual(['work 1 of 1', 'job ends']);
    await engine.remove(containerId);
  });

  it('asks a job to end, and ends one that will not', async () => {
    const polite = await engine.create(jobOf(images.demo, ['/bin/job', '60']), limits);
    await engine.start(polite.containerId);
    for await (const { text } of engine.logs(polite.containerId, null, never)) if (text.startsWith('work')) break;
    const startedAt = performance.now();
    await engine.stop(polite.containerId, 10_000);
    expect(performance.now() - startedAt).toBeLessThan(5000);
    expect(await engine.inspect(polite.containerId)).toMatchObject({ exitCode: 143 });
    await engine.remove(polite.containerId);

    const stubborn = await engine.create(
      jobOf(images.demo, ['/bin/sh', '-c', 'trap "" TERM; echo up; while :; do sleep 1; done']),
      limits,
    );
    await engine.start(stubborn.containerId);
    for await (const { text } of engine.logs(stubborn.containerId, null, never)) if (text === 'up') break;
    await engine.stop(stubborn.containerId, 1000);
    expect(await engine.inspect(stubborn.containerId)).toMatchObject({ exitCode: 137 });
    await engine.remove(stubborn.containerId);
  });

  it('makes one container however often it is asked, and starts it once', async () => {
    const spec = jobOf(images.demo, ['/bin/job', '2']);
    const made = await Promise.all(Array.from({ length: 10 }, () => engine.create(spec, limits)));
    expect(new Set(made.map(({ containerId }) => containerId)).size).toBe(1);
    expect(made.filter(({ isAdopted }) => !isAdopted)).toHaveLength(1);
    const id = made[0]?.containerId ?? '';
    await Promise.all(Array.from({ length: 5 }, () => engine.start(id)));
    await engine.wait(id, never);
    const texts = [];
    for await (const { text } of engine.logs(id, null, never)) texts.push(text);
    expect(texts.filter((text) => text === 'job starts')).toHaveLength(1);
    await engine.remove(id);
  });

  it('reads back what the container really got', async () => {
    const spec = jobOf(images.demo, ['/bin/job', '5'], { scratchBytes: 2 ** 20, cpuThreads: 0.5 });
    const { containerId } = await engine.create(spec, limits);
    expect(await engine.reach(containerId)).toEqual({
      user: '65532:65532',
      network: 'none',
      hosts: [],
      capabilities: [],
      mounts: expect.arrayContaining([
        { path: '/tmp', kind: 'memory', sizeBytes: 2 ** 30 },
        { path: '/scratch', kind: 'memory', sizeBytes: 2 ** 20 },
      ]),
      isRootReadOnly: true,
      gpus: [],
      imageDigest: images.demo.split('@')[1],
      memoryBytes: 64 * 1024 ** 2,
      cpuThreads: 0.5,
      pids: 64,
    });
    await engine.remove(containerId);
    expect(await engine.reach(containerId)).toBeNull();
  });

  it('does not see, stop, remove or read a container of somebody else', async () => {
    const stranger = await docker.createContainer({
      Image: images.demo,
      Cmd: ['/bin/job', '60'],
      HostConfig: { NetworkMode: 'none' },
    });
    await stranger.start();
    try {
      expect(await engine.inspect(stranger.id)).toBeNull();
      expect(await engine.reach(stranger.id)).toBeNull();
      expect(await engine.listOurs()).toEqual([]);
      await engine.remove(stranger.id);
      const notOurs = { code: 'JOB_REFUSED', data: { reasons: ['container_not_ours'] } };
      await expect(engine.stop(stranger.id, 0)).rejects.toMatchObject(notOurs);
      await expect(engine.start(stranger.id)).rejects.toMatchObject(notOurs);
      await expect(engine.stats(stranger.id)).rejects.toMatchObject(notOurs);
      await expect(engine.wait(stranger.id, never)).rejects.toMatchObject(notOurs);
      await expect(engine.logs(stranger.id, null, never)[Symbol.asyncIterator]().next()).rejects.toMatchObject(notOurs);
      expect((await stranger.inspect()).State.Running).toBe(true);
    } finally {
      await stranger.remove({ force: true });
    }
  });

  it('adopts nothing of another data folder, although the name is the same', async () => {
    const other = openEngine(socketPath);
    const spec = jobOf(images.demo, ['/bin/job', '1']);
    const theirs = await other.engine.create(spec, limits);
    await expect(engine.create(spec, limits)).rejects.toMatchObject({
      code: 'JOB_REFUSED',
      data: { reasons: ['name_taken'] },
    });
    expect(await engine.inspect(theirs.containerId)).toBeNull();
    expect(await other.engine.inspect(theirs.containerId)).toMatchObject({ status: 'created' });
    await other.clear();
  });

  it('refuses at the guard what admission should have refused', async () => {
    const spec = jobOf(images.demo, [], { memoryBytes: 2 ** 31 });
    await expect(engine.create(spec, limits)).rejects.toMatchObject({
      code: 'JOB_REFUSED',
      data: { reasons: ['guard:HostConfig.Memory'] },
    });
    expect(await engine.inspectJob(spec.id)).toBeNull();
  });
});
