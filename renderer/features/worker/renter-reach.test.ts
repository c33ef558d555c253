import { describe, expect, it } from 'vitest';
import type { Reach } from '../../../shared/contract/app/worker.ts';
import { reachedBy, unreachedBy } from './renter-reach.ts';

const closed: Reach = {
  user: '65532:65532',
  network: 'none',
  hosts: [],
  capabilities: [],
  mounts: [
    { path: '/scratch', kind: 'volume', sizeBytes: null },
    { path: '/tmp', kind: 'memory', sizeBytes: 1024 },
  ],
  isRootReadOnly: true,
  gpus: [],
  imageDigest: 'sha256:00',
  memoryBytes: 2048,
  cpuThreads: 2,
  pids: 512,
};

describe('what a renter can touch', () => {
  it('is the limits and its own folders in a closed container', () =>
    expect(reachedBy(closed)).toEqual([
      { kind: 'limits', cpuThreads: 2, memoryBytes: 2048 },
      { kind: 'scratch', path: '/scratch', sizeBytes: null },
      { kind: 'memory_folder', path: '/tmp', sizeBytes: 1024 },
    ]));

  it.each([
    ['a host folder', { mounts: [...closed.mounts, { path: '/host', kind: 'bind', sizeBytes: null }] }, 'host_folder'],
    ['a mount of an unknown kind', { mounts: [{ path: '/x', kind: 'cluster', sizeBytes: null }] }, 'other_mount'],
    ['a network', { network: 'bridge' }, 'network'],
    ['hosts by a gateway', { network: 'gateway', hosts: ['pypi.org:443'] }, 'host'],
    ['a kernel right', { capabilities: ['SYS_ADMIN'] }, 'capabilities'],
    ['a writable system', { isRootReadOnly: false }, 'root_filesystem'],
    ['a GPU', { gpus: ['RTX 4090'] }, 'gpus'],
  ] as const)('names %s first', (_, change, expected) =>
    expect(reachedBy({ ...closed, ...change } as Reach)[0]?.kind).toBe(expected),
  );

  it('says so when a limit is missing', () =>
    expect(reachedBy({ ...closed, memoryBytes: 0 })[0]).toEqual({ kind: 'unlimited' }));
});

describe('what a renter cannot touch', () => {
  it('is everything in a closed container', () =>
    expect(unreachedBy(closed)).toEqual(['files', 'network', 'gpus', 'docker', 'rights', 'root_filesystem']));

  it('is the home network, and not every network, where there is a gateway', () => {
    const claims = unreachedBy({ ...closed, network: 'gateway', hosts: ['pypi.org:443'] });
    expect(claims).toContain('home_network');
    expect(claims).not.toContain('network');
  });

  it.each([
    [
      'files or Docker beside a host folder',
      { mounts: [{ path: '/host', kind: 'bind', sizeBytes: null }] },
      ['files', 'docker'],
    ],
    [
      'files beside a mount nobody knows',
      { mounts: [{ path: '/x', kind: 'cluster', sizeBytes: null }] },
      ['files', 'docker'],
    ],
    ['the network or Docker beside a network', { network: 'bridge' }, ['network', 'docker']],
    ['GPUs beside one', { gpus: ['RTX 4090'] }, ['gpus']],
    ['rights beside one', { capabilities: ['SYS_ADMIN'] }, ['rights']],
    ['a system it can write to', { isRootReadOnly: false }, ['root_filesystem']],
  ] as const)('never claims %s', (_, change, missing) => {
    const claims = unreachedBy({ ...closed, ...change } as Reach);
    for (const claim of missing) expect(claims).not.toContain(claim);
    expect(claims).toHaveLength(6 - missing.length);
  });
});
