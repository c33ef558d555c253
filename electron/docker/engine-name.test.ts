import { describe, expect, it } from 'vitest';
import { type EngineSigns, engineNameOf } from './engine-name.ts';

const community: EngineSigns = {
  socketPath: '/var/run/docker.sock',
  platformName: 'Docker Engine - Community',
  componentName: 'Engine',
  operatingSystem: 'Ubuntu 24.04.3 LTS',
  hostName: 'rig-7',
};

describe('the name of an engine', () => {
  it.each<[string, Partial<EngineSigns>]>([
    ['Docker Engine - Community', {}],
    ['Docker Engine', { platformName: '', operatingSystem: 'Debian GNU/Linux 12 (bookworm)' }],
    [
      'Docker Desktop 4.86.0 (214900)',
      { platformName: 'Docker Desktop 4.86.0 (214900)', operatingSystem: 'Docker Desktop', hostName: 'docker-desktop' },
    ],
    ['Docker Desktop', { platformName: '', operatingSystem: 'Docker Desktop' }],
    ['Colima', { hostName: 'colima', socketPath: '/Users/ana/.colima/default/docker.sock' }],
    ['Colima', { hostName: 'colima', socketPath: '/var/run/docker.sock' }],
    ['Rancher Desktop', { hostName: 'lima-rancher-desktop', operatingSystem: 'Alpine Linux v3.22' }],
    ['Rancher Desktop', { operatingSystem: 'Rancher Desktop WSL Distribution', socketPath: '//./pipe/docker_engine' }],
    ['Rancher Desktop', { socketPath: '/Users/ana/.rd/docker.sock', operatingSystem: null, hostName: null }],
    ['OrbStack', { operatingSystem: 'OrbStack', hostName: 'orbstack' }],
    ['Podman', { platformName: 'linux/amd64/fedora-42', componentName: 'Podman Engine', operatingSystem: 'fedora' }],
  ])('is %s', (name, change) => expect(engineNameOf({ ...community, ...change })).toBe(name));

  it('is unknown where nothing is said', () =>
    expect(
      engineNameOf({ socketPath: '/s', platformName: '', componentName: null, operatingSystem: null, hostName: null }),
    ).toBeNull());
});
