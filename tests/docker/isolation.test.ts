/**
 * What a job can and cannot do to its host, tried by jobs that try it, beside a stranger's containers, images, volumes
 * and networks, which are the same afterwards. docs/isolation.md says what was seen here.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { JobSpec } from '../../shared/contract/job-spec.ts';
import { tells } from '../faults/tells.ts';
import { describeWithEngine, jobOf, limits, openEngine } from './real-engine.ts';

const mebibyte = 2 ** 20;
const never = new AbortController().signal;

/** Where a job has no business: the LAN, the host, the cloud's metadata, carriers, IPv6 of all kinds, mail, names. */
const forbidden = [
  ...['10.0.0.1', '172.16.0.1', '172.17.0.1', '192.168.0.1', '192.168.1.1', '100.64.0.1', '169.254.169.254'],
  ...['127.0.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255', '1.1.1.1', '8.8.8.8', '[::1]', '[fe80::1]', '[fd00::1]'],
  ...['[::ffff:192.168.1.1]', '[2606:4700:4700::1111]', 'host.docker.internal', 'example.com'],
];

describeWithEngine('a job', ({ socketPath, images }) => {
  const { engine, docker, clear } = openEngine(socketPath);

  const run = async (script: string, change: Partial<JobSpec> = {}) => {
    const spec = jobOf(images.demo, ['/bin/sh', '-c', script], change);
    if ((await engine.inspectImage(spec.image)) === null)
      await engine.pull(spec.image, { onProgress: () => {}, mostBytes: 2 ** 30 });
    const { containerId } = await engine.create(spec, limits);
    await engine.start(containerId);
    await engine.wait(containerId, never);
    const lines: string[] = [];
    for await (const { text } of engine.logs(containerId, null, never)) lines.push(text);
    const container = await engine.inspect(containerId);
    await engine.remove(containerId);
    return { container, lines, text: lines.join('\n') };
  };

  /** Everything of this engine that is not ours, down to its last field. */
  const everythingElse = async (): Promise<string> => {
    const own = ({ Names: names }: { Names: string[] }) => names.some((name) => name.startsWith('/perigee-'));
    const containers = (await docker.listContainers({ all: true })).filter((container) => !own(container));
    const inspected = await Promise.all(
      containers.map(({ Id: id }) =>
        docker
          .getContainer(id)
          .inspect()
          .catch(() => null),
      ),
    );
    const strangers = inspected.filter((info) => info?.Config.Labels?.['test.stranger'] === 'isolation');
    const volume = await docker.getVolume('stranger-isolation').inspect();
    const network = await docker.getNetwork('stranger-isolation').inspect();
    const { Id, RootFS, Config, Created } = await docker.getImage('stranger-isolation:mine').inspect();
    const seen = JSON.stringify({ strangers, volume, network, image: { Id, RootFS, Config, Created } });
    return `${strangers.length} ${createHash('sha256').update(seen).digest('hex')}`;
  };

  let before = '';
  beforeAll(async () => {
    await run('true');
    await docker.getImage(images.demo).tag({ repo: 'stranger-isolation', tag: 'mine' });
    await docker.createVolume({ Name: 'stranger-isolation' });
    await docker.createNetwork({ Name: 'stranger-isolation', Internal: true });
    const stranger = await docker.createContainer({
      name: 'stranger-isolation',
      Image: 'stranger-isolation:mine',
      Cmd: ['/bin/job', '600'],
      Labels: { 'test.stranger': 'isolation' },
      HostConfig: { NetworkMode: 'stranger-isolation', Binds: ['stranger-isolation:/scratch'] },
    });
    await stranger.start();
    before = await everythingElse();
  });
  afterAll(async () => {
    await clear();
    await docker.getContainer('stranger-isolation').remove({ force: true });
    await docker.getNetwork('stranger-isolation').remove();
    await docker.getVolume('stranger-isolation').remove();
    await docker.getImage('stranger-isolation:mine').remove();
  });

  it('reaches none of twenty addresses, nor a port that listens on this machine', async () => {
    let visitors = 0;
    const listener = createServer((socket) => {
      visitors += 1;
      socket.end('HTTP/1.0 200 OK\r\n\r\nhello\n');
    });
    await new Promise<void>((resolve) => listener.listen(0, '0.0.0.0', resolve));
    const { port } = listener.address() as { port: number };
    const here = Object.values(networkInterfaces()).flatMap((all) => all?.map(({ address }) => address) ?? []);
    const hosts = [...here.map((address) => (address.includes(':') ? `[${address}]` : address)), ...forbidden];
    const tries = hosts.map(
      (host) => `busybox timeout 1 wget -q -O - "http://${host}:${port}/" >/dev/null && echo "reached ${host}"`,
    );
    const { text } = await run(`${tries.join('; ')}; ip link | grep -c "^[0-9]"; ip route`);
    const visitorsOfTheJob = visitors;
    // The same words where there is a network, so that they are known to find what is to be found.
    const control = await docker.createContainer({
      ...{ name: 'stranger-control', Image: 'stranger-isolation:mine', Tty: true },
      ...{ Cmd: ['/bin/sh', '-c', tries.join('; ')], HostConfig: { NetworkMode: 'host' } },
    });
    await control.start();
    await control.wait();
    const said = (await control.logs({ stdout: true })).toString();
    await control.remove();
    listener.close();
    expect(said).toContain('reached 127.0.0.1');
    expect(said.split('reached').length - 1).toBe(visitors - visitorsOfTheJob);
    expect(forbidden).toHaveLength(20);
    expect(text).not.toContain('reached');
    expect(visitorsOfTheJob).toBe(0);
    expect(text).not.toContain('Segmentation');
    // Its own loopback, and no way anywhere. What wget complains of comes by another stream, and at any moment.
    expect(text.split('\n').filter((line) => !line.startsWith('wget: '))).toEqual(['1']);
  });

  it('fills neither the disk nor more memory than it has', async () => {
    const script = [
      'dd if=/dev/zero of=/fill bs=1M count=10 2>&1',
      'dd if=/dev/zero of=/scratch/fill bs=1M count=64 2>&1',
      'df -k /scratch | tail -1',
      'for path in /bin /etc /usr /dev /proc/sys /sys; do touch $path/x 2>/dev/null && echo "wrote $path"; done',
    ].join('; ');
    const { text, container } = await run(script, { scratchBytes: 8 * mebibyte });
    expect(text).toContain("can't open '/fill': Read-only file system");
    expect(text).toContain('No space left on device');
    expect(text).toMatch(/ 8192 +8192 +0 +100% \/scratch/);
    // A folder of devices in memory, which is the container's own and bounded.
    expect(text.replace('wrote /dev\n', '')).not.toContain('wrote');
    expect(container).toMatchObject({ status: 'exited' });
    const bomb = await run('dd if=/dev/zero of=/tmp/fill bs=1M count=200', { memoryBytes: 32 * mebibyte });
    // Whether it was memory, an engine on control groups v1 does not always hear.
    expect(bomb.container).toMatchObject({ status: 'exited', exitCode: 137 });
    tells(22, {
      injected: 'a job with 32 MB that writes 200 MB into memory',
      seen: `exit code ${bomb.container?.exitCode}; the job alone`,
      lost: 'nothing of the desktop',
    });
  });

  it('forks no further than it may, and ends with all that it started', async () => {
    const { text, container } = await run('b() { b | b & }; b; sleep 1; echo over', { pids: 32, maxSeconds: 10 });
    expect(text).toContain("can't fork");
    expect(container?.status).toBe('exited');
    tells(23, {
      injected: 'a fork bomb in a job of 32 processes',
      seen: "can't fork; the container ended with all that it started",
      lost: 'nothing of the desktop',
    });
  });

  it('writes a log that stays within its bound', async () => {
    // Sixty megabytes of it; three files of ten are kept.
    const script = `awk 'BEGIN { while (length(s) < 1000) s = s "x"; for (i = 1; i <= 60000; i++) print i, s }'`;
    const { lines } = await run(script, { maxSeconds: 100 });
    expect(lines.at(-1)).toMatch(/^60000 x/);
    expect(Number.parseInt(lines[0] ?? '', 10)).toBeGreaterThan(1);
    expect(lines.join('\n').length).toBeLessThan(31 * mebibyte);
  });

  it.each([
    ['becomes root', 'busybox su root -c id || id -u', /^65532$/m],
    ['mounts anything', 'mount -t tmpfs none /scratch && echo mounted; echo tried', /^tried$/m],
    ['sees the host’s processes', 'ps | grep -c "[d]ockerd"', /^0$/m],
    ['names the host anew', 'busybox hostname changed 2>&1; echo tried', /^tried$/m],
    ['reads the host’s memory', 'head -c 1 /dev/mem 2>&1; head -c 1 /proc/kcore | wc -c', /^0$/m],
    ['makes a device', 'busybox mknod /tmp/disk b 8 0 2>&1 && echo made; echo tried', /^tried$/m],
    ['changes the kernel', 'echo x > /proc/sys/kernel/core_pattern; echo tried', /^tried$/m],
    ['sees the engine’s socket', 'ls /var/run/docker.sock /run/docker.sock 2>&1; echo tried', /^tried$/m],
  ])('never %s', async (_what, script, expected) => {
    const { text } = await run(script, { scratchBytes: mebibyte });
    expect(text).toMatch(expected);
    expect(text).not.toMatch(/^(?:mounted|made|uid=0.*)$/m);
  });

  it('leaves a stranger’s container, image, volume and network as they were', async () => {
    expect(before.startsWith('1 ')).toBe(true);
    expect(await everythingElse()).toBe(before);
  });
});
