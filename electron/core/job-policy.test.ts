import { describe, expect, it } from 'vitest';
import type { Inventory } from '../../shared/contract/app/machine.ts';
import { defaultSettings } from '../../shared/contract/app/settings.ts';
import { jobPolicyOf } from './job-policy.ts';

type Gpu = Inventory['gpus'][number];
const gpu = (id: string, vendor: string, uuid: string | null, change: object = {}): Gpu =>
  ({ id, kind: 'discrete', unusable: null, vendor: { value: vendor }, uuid: { value: uuid }, ...change }) as Gpu;
const lent = (gpus: Gpu[], gpusOff: string[] = []): readonly string[] =>
  jobPolicyOf({ ...defaultSettings, gpusOff }, { registries: [] }, { image: 'a/b' }, { gpus }, []).leasedGpus;

describe('the GPUs that jobs may have', () => {
  it('are NVIDIA’s, and AMD’s cards of their own', () => {
    expect(
      lent(
        [
          gpu('a', 'nvidia', 'GPU-1'),
          gpu('b', 'amd', '0x11'),
          gpu('c', 'amd', '0x12', { kind: 'integrated' }),
          gpu('d', 'amd', null),
          gpu('e', 'intel', 'x'),
          gpu('f', 'nvidia', 'GPU-2', { unusable: 'driver_missing' }),
          gpu('g', 'amd', '0x13'),
        ],
        ['g'],
      ),
    ).toEqual(['GPU-1', '0x11']);
  });
});
