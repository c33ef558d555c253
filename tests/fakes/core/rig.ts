/** A made-up rig for the fake core: two equal cards told apart, one that is cut, one that is not what it says, a screen. */
import type { Gpu, Inventory } from '../../../shared/contract/app/machine.ts';
import { fact, nvidiaCard, pcWith } from './machine.ts';

const gib = 1024 ** 3;

const twin = (pciAddress: string): Gpu => ({
  ...nvidiaCard({
    name: 'GeForce RTX 3090',
    vramGib: 24,
    pciAddress,
    pciId: '10de:2204',
    powerLimitWatts: 350,
    model: 'nvidia-rtx-3090',
  }),
  selector: `pci:${pciAddress}`,
});

export const twins = [twin('0000:21:00.0'), twin('0000:41:00.0')] as const;

const cutCard: Gpu = {
  ...nvidiaCard({
    name: 'A100-PCIE-40GB',
    vramGib: 40,
    pciAddress: '0000:81:00.0',
    pciId: '10de:20f1',
    powerLimitWatts: 250,
    model: 'nvidia-a100-pcie-40gb',
  }),
  mig: [
    { profile: '3g.20gb', uuid: 'MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f', memoryBytes: 20 * gib },
    { profile: '1g.5gb', uuid: 'MIG-8c3f8a15-0f50-5cc1-9f2e-6b5ad1b0e4ff', memoryBytes: 5 * gib },
  ],
  adapterName: null,
  unusable: 'mig_mode',
};

const impostor: Gpu = {
  id: 'NVIDIA H100 80GB HBM3',
  name: fact('NVIDIA H100 80GB HBM3', 'dawn'),
  vendor: fact('nvidia', 'dawn'),
  kind: 'software',
  vramBytes: fact<number>(null, null),
  driver: fact('25.0.7', 'dawn'),
  pciAddress: fact<string>(null, null),
  uuid: fact<string>(null, null),
  pciId: fact<string>(null, null),
  powerLimitWatts: fact<number>(null, null),
  mig: null,
  model: null,
  adapterName: null,
  selector: null,
  unusable: 'impostor',
};

export const rigAt = (now: number): Inventory => ({
  ...pcWith(now, [...twins, cutCard, impostor]),
  displays: [
    { name: 'ASPEED Graphics Family', reason: 'console', source: 'lspci' },
    { name: 'Microsoft Remote Display Adapter', reason: 'remote', source: 'win32-videocontroller' },
  ],
});
