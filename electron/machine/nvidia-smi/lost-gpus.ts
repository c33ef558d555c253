/** GPUs that nvidia-smi names in a sentence because it cannot reach them any more. Pure. */
import { normalisePciAddress } from '../identity/pci-address.ts';
import { type GpuSighting, type GpuSource, sightingOf } from '../sighting.ts';

/**
 * `… for GPU 0000:09:00.0: GPU is lost.  Reboot the system …`, `… for GPU0000:0A:00.0: Unknown Error`,
 * `… for GPU2: 0000:0A:00.0: Unknown Error`, `… for GPU2: Unknown Error`
 */
const sentence =
  /^[ \t]*Unable to determine the device handle for GPU ?(?:\d{1,3}: )?(?:([0-9a-f:]{5,14}\.[0-7]): )?(?:GPU is lost|Unknown Error)/gim;

/** @returns one sighting per such sentence, of which only the slot is known, and that only where the tool tells it */
export const lostGpus = (source: GpuSource, text: string): GpuSighting[] =>
  [...text.matchAll(sentence)].map(([, address]) =>
    sightingOf({
      source,
      vendor: 'nvidia',
      kind: 'discrete',
      pciAddress: normalisePciAddress(address ?? ''),
      unusable: 'lost',
    }),
  );

/** @returns `listed`, then the lost ones that are in none of its slots */
export const withLostGpus = (listed: readonly GpuSighting[], lost: readonly GpuSighting[]): GpuSighting[] => {
  const slots = new Set(listed.map(({ pciAddress }) => pciAddress));
  return [...listed, ...lost.filter(({ pciAddress }) => pciAddress === null || !slots.has(pciAddress))];
};

/** Printed in place of a figure of a GPU that fell off the bus, in brackets or not. */
export const saysLost = (field: string | null): boolean => /^\s*\[?GPU is lost\]?\s*$/i.test(field ?? '');
