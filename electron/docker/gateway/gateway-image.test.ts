import { describe, expect, it } from 'vitest';
import { isGuardedHostConfig } from '../create-guard.ts';
import { gatewayCallOf } from './gateway-call.ts';
import { gatewayImageOf, isGatewayArchitecture } from './gateway-image.ts';

describe('the image of a gateway', () => {
  it.each(['amd64', 'arm64'] as const)(
    'for %s holds one small program for that processor, the same each time',
    (name) => {
      const { archive, tag, layer } = gatewayImageOf(name);
      expect(archive.equals(gatewayImageOf(name).archive)).toBe(true);
      expect(archive.length).toBeLessThan(20_000);
      expect(tag).toMatch(/^perigee-gateway:[0-9a-f]{16}$/);
      expect(layer).toMatch(/^sha256:[0-9a-f]{64}$/);
      const program = archive.indexOf('\x7fELF');
      // x86-64 is machine 62, 64-bit ARM is 183.
      expect(archive.readUInt16LE(program + 18)).toBe(name === 'amd64' ? 62 : 183);
      expect(archive.indexOf('\x7fELF', program + 1)).toBe(-1);
    },
  );

  it('is not there for other processors, nor for names of an object’s own', () =>
    expect(['riscv64', 'toString', null, 'amd64'].map(isGatewayArchitecture)).toEqual([false, false, false, true]));
});

describe('the container of a gateway', () => {
  const { HostConfig } = gatewayCallOf('perigee-job-1.gateway', 'sha256:1', {});

  it('is as closed as a job’s, and has no network', () => {
    expect(isGuardedHostConfig(HostConfig)).toBe(true);
    expect(isGuardedHostConfig({ ...HostConfig, NetworkMode: 'bridge' })).toBe(false);
    expect(isGuardedHostConfig({ ...HostConfig, NetworkMode: `container:${'a'.repeat(64)}` })).toBe(false);
    expect(isGuardedHostConfig({ ...HostConfig, Binds: ['/:/host'] })).toBe(false);
  });
});
