import { describe, expect, it } from 'vitest';
import { gpuWayForAll, gpuWaysOf, noGpuWays } from './gpu-ways.ts';

const [a, b] = ['GPU-aaaaaaaa-0000-0000-0000-000000000001', 'GPU-bbbbbbbb-0000-0000-0000-000000000002'] as const;
const cdi = (...ids: string[]) => ids.map((id) => ({ Source: 'cdi', ID: `nvidia.com/gpu=${id}` }));

describe('how a container gets a GPU', () => {
  it('is by its description where all of them are described', () => {
    const ways = gpuWaysOf({ DiscoveredDevices: cdi(a, b, 'all'), Runtimes: { runc: {}, nvidia: { path: 'x' } } });
    expect(gpuWayForAll(ways, [a, b])).toBe('cdi');
  });

  it('is by NVIDIA’s runtime where one is not described, and not at all without it', () => {
    const devices = cdi(a);
    expect(gpuWayForAll(gpuWaysOf({ DiscoveredDevices: devices, Runtimes: { nvidia: {} } }), [a, b])).toBe('nvidia');
    expect(gpuWayForAll(gpuWaysOf({ DiscoveredDevices: devices, Runtimes: { runc: {} } }), [a, b])).toBeNull();
    expect(gpuWayForAll(noGpuWays, [a])).toBeNull();
  });

  it.each([null, {}, { DiscoveredDevices: 'x', Runtimes: [] }, { DiscoveredDevices: [null, { Source: 'cdi' }] }])(
    'is not there by %j',
    (info) => expect(gpuWaysOf(info)).toEqual(noGpuWays),
  );

  it('is by its own nodes where it is one of AMD’s, and never by a number', () => {
    const [card, other] = ['0x5b6e5a4a3c2d1e0f', '0x11'] as const;
    const amdGpus = [{ uuid: card, pciAddress: '0000:03:00.0', nodes: [] }];
    const ways = gpuWaysOf({ DiscoveredDevices: [{ Source: 'cdi', ID: 'amd.com/gpu=0' }, ...cdi(a)] }, amdGpus);
    expect(gpuWayForAll(ways, [card])).toBe('nodes');
    expect(gpuWayForAll(ways, [card, other])).toBeNull();
    // One container has one way.
    expect(gpuWayForAll(ways, [card, a])).toBeNull();
    expect(
      gpuWayForAll(gpuWaysOf({ DiscoveredDevices: [{ Source: 'cdi', ID: `amd.com/gpu=${card}` }] }), [card]),
    ).toBeNull();
  });

  it('is no device of another kind, nor every GPU at once', () => {
    const ways = gpuWaysOf({ DiscoveredDevices: [{ Source: 'cdi', ID: 'vendor.com/net=x' }, ...cdi('all')] });
    expect(gpuWayForAll(ways, [a])).toBeNull();
  });
});
