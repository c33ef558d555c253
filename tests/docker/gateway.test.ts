/**
 * Jobs that reach the hosts they named, through a real gateway, and nothing besides. The names lead to servers of this
 * test, as no name of the internet does here; everything else is what an owner's PC does.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { connect, createServer as createTcpServer } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../electron/core/system-clock.ts';
import { createWorker, type Worker } from '../../electron/worker/worker.ts';
import type { JobSpec } from '../../shared/contract/job-spec.ts';
import { isForbiddenAddress } from '../../shared/domain/addresses/forbidden-addresses.ts';
import { createMemoryImages } from '../fakes/memory-images.ts';
import { createMemoryJournal } from '../fakes/memory-journal.ts';
import { describeWithEngine, jobOf, limits, openEngine, until } from './real-engine.ts';

const never = new AbortController().signal;
const body = randomBytes(3 * 2 ** 20);
const digest = createHash('sha256').update(body).digest('hex');

describeWithEngine('a job’s gateway', ({ socketPath, registry, images }) => {
  const { engine, docker, owner, clear } = openEngine(socketPath);
  let server: Server;
  let port = 0;
  const uploads: number[] = [];
  let worker: Worker;
  const journal = createMemoryJournal();
  let rate: number | null = null;

  const openWorker = () =>
    createWorker({
      ...{ engine, clock: systemClock, journal, images: createMemoryImages(), onEvent: () => {} },
      policy: () => ({
        limits: { ...limits, networkBytes: 2 ** 30 },
        registries: [registry],
        leasedGpus: [],
      }),
      networkBytesPerSecond: () => rate,
      graceMs: 1000,
      way: {
        resolve: async (name) => {
          if (name === 'files.perigee-test.net') return ['127.0.0.1'];
          if (name === 'rebinding.perigee-test.net') return ['192.168.1.1'];
          throw new Error('no such name');
        },
        // The test's own server lies on the loopback, which is the one exception here.
        isForbidden: (address) => address !== '127.0.0.1' && isForbiddenAddress(address),
      },
    });

  beforeAll(async () => {
    server = createServer((request, response) => {
      let bytes = 0;
      request.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      request.on('end', () => {
        uploads.push(bytes);
        response.end(request.url === '/body' ? body : `host ${request.headers.host} took ${bytes}\n`);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as { port: number }).port;
    worker = openWorker();
    await worker.recover();
  });
  afterAll(async () => {
    await worker.close();
    server.closeAllConnections();
    server.close();
    await clear();
  });

  const offer = async (script: string, network: JobSpec['network'], change: Partial<JobSpec> = {}) => {
    const spec = jobOf(images.demo, ['/bin/sh', '-c', script], { network, ...change });
    expect(await worker.offer(spec, { expiresAt: Date.now() + 60_000, imageVouchedBy: 'network' })).toEqual({
      kind: 'accepted',
      jobId: spec.id,
    });
    return spec.id;
  };
  const stateOf = (jobId: string) => worker.state.get().jobs.find(({ id }) => id === jobId);
  const logOf = async (jobId: string): Promise<string> => {
    const lines: string[] = [];
    for await (const { text } of worker.log(jobId, never) ?? []) lines.push(text);
    return lines.join('\n');
  };
  const run = async (script: string, network: JobSpec['network'], change: Partial<JobSpec> = {}) => {
    const jobId = await offer(script, network, change);
    const text = await logOf(jobId);
    await until(() => !['running', 'starting', 'stopping'].includes(stateOf(jobId)?.state ?? ''), 'its end');
    return { jobId, text, job: stateOf(jobId) };
  };
  const usedBy = (jobId: string) => journal.list().find(({ spec }) => spec.id === jobId)?.networkBytes ?? 0;
  const named = (mostBytes = 2 ** 26, ...more: string[]) => ({
    hosts: [`files.perigee-test.net:${port}`, ...more],
    mostBytes,
  });

  it('fetches from a host that it named, whole, and says what it used', async () => {
    const { text, jobId } = await run(
      `wget -q -O - http://files.perigee-test.net:${port}/body | sha256sum; wget -q -O - http://files.perigee-test.net:${port}/`,
      named(),
    );
    expect(text).toContain(digest);
    expect(text).toContain(`host files.perigee-test.net:${port} took 0`);
    // Both directions, with the lines of HTTP.
    expect(usedBy(jobId)).toBeGreaterThan(body.length);
    expect(usedBy(jobId)).toBeLessThan(body.length + 4096);
  });

  it('reaches nothing else: neither a host that it did not name, nor an address, nor anything without the proxy', async () => {
    let visitors = 0;
    const listener = createTcpServer((socket) => {
      visitors += 1;
      socket.end('HTTP/1.0 200 OK\r\n\r\nhello\n');
    });
    await new Promise<void>((resolve) => listener.listen(0, '0.0.0.0', resolve));
    const other = (listener.address() as { port: number }).port;
    const through = [
      ...[`files.perigee-test.net:${other}`, `127.0.0.1:${other}`, '192.168.1.1:80', 'rebinding.perigee-test.net:80'],
      ...['169.254.169.254:80', '[::1]:80', 'host.docker.internal:80', 'unnamed.perigee-test.net:80', '0x7f000001:80'],
    ].map((host) => `busybox timeout 3 wget -q -O - http://${host}/ && echo "reached ${host}"`);
    const around = ['10.0.0.1', '172.17.0.1', '192.168.1.1', '1.1.1.1', '8.8.8.8'].map(
      (host) => `busybox timeout 1 wget -Y off -q -O - http://${host}:${other}/ && echo "reached ${host}"`,
    );
    const { text } = await run(
      `${[...through, ...around].join('; ')}; ip link | grep -c "^[0-9]"; ip route`,
      named(2 ** 20, 'rebinding.perigee-test.net:80'),
    );
    listener.close();
    expect(text).not.toMatch(/^reached/m);
    expect(visitors).toBe(0);
    expect(text).toContain('network: refused rebinding.perigee-test.net:80 (address_forbidden)');
    expect(text).toContain('network: refused unnamed.perigee-test.net:80 (not_named)');
    expect(text).toMatch(/^1$/m);
    // A tool that crashes reaches nothing either.
    expect(text).not.toContain('Segmentation');
  });

  it('ends with its budget, to the byte on the safe side', async () => {
    const { text, jobId } = await run(
      `wget -q -O - http://files.perigee-test.net:${port}/body | wc -c; wget -q -O - http://files.perigee-test.net:${port}/ || echo over`,
      named(2 ** 20),
    );
    expect(text).toContain('the 1048576 bytes of its network are used up');
    expect(Number(/^(\d+)$/m.exec(text)?.[1])).toBeLessThanOrEqual(2 ** 20);
    expect(text).toMatch(/^over$/m);
    expect(usedBy(jobId)).toBe(2 ** 20);
  });

  it('is no faster than its owner allows', async () => {
    rate = 2 ** 20;
    const startedAt = performance.now();
    const { text } = await run(`wget -q -O - http://files.perigee-test.net:${port}/body | sha256sum`, named());
    rate = null;
    expect(text).toContain(digest);
    // Three megabytes at one a second, less what a moment's rest allows at once.
    expect(performance.now() - startedAt).toBeGreaterThan(2_500);
  });

  it('shows as what it is, holds while the job stands still, and survives its app', async () => {
    const script = `i=0; while [ $i -lt 100 ]; do i=$((i+1)); busybox timeout 3 wget -q -O - http://files.perigee-test.net:${port}/ && echo "got $i"; sleep 0.2; done`;
    const jobId = await offer(script, named());
    await until(() => stateOf(jobId)?.state === 'running', 'running');
    expect(await worker.reach(jobId)).toMatchObject({
      network: 'gateway',
      hosts: [`files.perigee-test.net:${port}`],
      capabilities: [],
    });
    const before = uploads.length;
    await until(() => uploads.length > before + 2, 'requests');
    await worker.close();
    const after = uploads.length;
    await systemClock.sleep(600);
    // Without the app there is no way out.
    expect(uploads.length).toBeLessThanOrEqual(after + 1);
    worker = openWorker();
    await worker.recover();
    await until(() => uploads.length > after + 3, 'requests again');
    const containers = await docker.listContainers({
      all: true,
      filters: { label: [`network.perigee.owner=${owner}`] },
    });
    expect(containers.map(({ Names: names }) => names[0]).toSorted()).toEqual([
      `/perigee-${jobId}`,
      `/perigee-${jobId}.gateway`,
    ]);
    await worker.stop(jobId, 'owner');
  });

  it('leaves neither container nor image behind', async () => {
    await until(async () => {
      const left = await docker.listContainers({ all: true, filters: { label: [`network.perigee.owner=${owner}`] } });
      return left.length === 0;
    }, 'everything gone');
    const gatewayImages = (await docker.listImages()).filter(({ RepoTags: tags }) =>
      tags?.some((tag) => tag.startsWith('perigee-gateway:')),
    );
    expect(gatewayImages).toEqual([]);
  });

  it('bears a job that floods, hangs and talks nonsense', async () => {
    const nonsense =
      'head -c 300000 /dev/zero | busybox nc -w 2 127.0.0.1 3128; printf "nonsense\\r\\n\\r\\n" | busybox nc -w 2 127.0.0.1 3128; echo';
    // More than there is room for, each of them silent for a while.
    const flood = 'for i in $(seq 1 90); do (sleep 4) | busybox nc 127.0.0.1 3128 >/dev/null 2>&1 & done; wait';
    const { text } = await run(
      `${nonsense}; ${flood}; busybox timeout 10 wget -q -O - http://files.perigee-test.net:${port}/body | sha256sum`,
      named(),
      { pids: 512 },
    );
    expect(text).toContain('400 Bad Request');
    expect(text).toContain(digest);
  });

  it('opens a tunnel by CONNECT', async () => {
    const ask = `printf 'CONNECT files.perigee-test.net:${port} HTTP/1.1\\r\\n\\r\\nGET /tunnel HTTP/1.0\\r\\nHost: here\\r\\n\\r\\n'`;
    const { text } = await run(`(${ask}; sleep 1) | busybox nc -w 3 127.0.0.1 3128`, named());
    expect(text).toContain('200 Connected');
    expect(text).toContain('host here took 0');
    const nothing = connect({ host: '127.0.0.1', port: 3128 });
    await expect(
      new Promise((resolve, reject) => {
        nothing.once('connect', resolve);
        nothing.once('error', reject);
      }),
    ).rejects.toThrow('ECONNREFUSED');
  });
});
