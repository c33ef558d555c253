/**
 * How fast a job fetches through its gateway: 256 MiB from a server of this script, through the job’s relay, the engine’s
 * stream and the app’s proxy, against the same program in a container that has the host’s network. By the server’s clock.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../electron/core/system-clock.ts';
import { connectEngine } from '../../electron/docker/engine.ts';
import type { WayOut } from '../../electron/docker/gateway/destination.ts';
import { createWorker } from '../../electron/worker/worker.ts';
import { createMemoryImages } from '../../tests/fakes/memory-images.ts';
import { createMemoryJournal } from '../../tests/fakes/memory-journal.ts';
import { readProvisionFacts } from '../provision/facts.ts';
import { type Figure, figureOf } from './figure.ts';

const runs = 7;
const mebibyte = 1024 ** 2;
const sizeBytes = 256 * mebibyte;
const name = 'files.perigee-bench.net';

/** The one name leads to this script’s own server. */
const way: WayOut = { resolve: async () => ['127.0.0.1'], isForbidden: (address) => address !== '127.0.0.1' };

export const benchGateway = async (): Promise<Figure[]> => {
  const facts = await readProvisionFacts();
  const image = facts?.images.demo;
  if (!facts?.engineSocket || !image) throw new Error('no engine or test image: run node scripts/provision/main.ts');
  const body = Buffer.alloc(sizeBytes);
  let tookMs = Number.NaN;
  const server = createServer((_request, response) => {
    const startedAt = performance.now();
    response.once('finish', () => {
      tookMs = performance.now() - startedAt;
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const engine = connectEngine({
    ...{ socketPaths: [facts.engineSocket], owner: `bench-${randomUUID()}`, clock: systemClock },
  });
  const worker = createWorker({
    ...{ engine, journal: createMemoryJournal(), images: createMemoryImages(), clock: systemClock, way },
    policy: () => ({
      limits: { cpuThreads: 2, memoryBytes: 1024 ** 3, scratchBytes: 0, pids: 64, networkBytes: 4 * sizeBytes },
      registries: [facts.registry ?? ''],
      leasedGpus: [],
    }),
    onEvent: () => undefined,
    graceMs: 1_000,
  });
  const rateOf = (): number => sizeBytes / mebibyte / (tookMs / 1000);

  const throughGateway = async (): Promise<number> => {
    const id = `bench-${randomUUID()}`;
    const verdict = await worker.offer(
      {
        ...{ id, image, command: ['/bin/sh', '-c', `wget -q -O /dev/null http://${name}:${port}/`], env: {} },
        ...{ workdir: null, memoryBytes: 64 * mebibyte, cpuThreads: 1, pids: 32, scratchBytes: 0, gpus: [] },
        ...{ network: { hosts: [`${name}:${port}`], mostBytes: 2 * sizeBytes }, maxSeconds: 300 },
      },
      { expiresAt: Date.now() + 60_000, imageVouchedBy: 'network' },
    );
    if (verdict.kind === 'refused') throw new Error(`the job was refused: ${JSON.stringify(verdict.problem)}`);
    // The log ends with the job.
    for await (const _ of worker.log(id, new AbortController().signal) ?? []);
    return rateOf();
  };
  const throughHost = (): Promise<number> =>
    new Promise((resolve, reject) => {
      const args = ['run', '--rm', '--network', 'host', '--memory', '64m', image];
      const words = ['wget', '-q', '-O', '/dev/null', `http://127.0.0.1:${port}/`];
      const child = spawn('docker', ['-H', `unix://${facts.engineSocket}`, ...args, ...words], { stdio: 'ignore' });
      child.once('error', reject);
      child.once('exit', () => resolve(rateOf()));
    });

  const gateway: number[] = [];
  const host: number[] = [];
  try {
    // One pair that is not counted pulls the image.
    for (let run = 0; run <= runs; run += 1) {
      const rates = [await throughGateway(), await throughHost()] as const;
      if (run === 0) continue;
      gateway.push(rates[0]);
      host.push(rates[1]);
    }
  } finally {
    await worker.close();
    engine.close();
    server.closeAllConnections();
    server.close();
  }
  return [
    figureOf('fetching through a job’s gateway', 'MiB/s', null, gateway),
    figureOf('fetching with the host’s network', 'MiB/s', null, host),
  ];
};
