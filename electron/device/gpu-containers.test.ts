import { describe, expect, it } from 'vitest';
import { nvidiaCard, pcWith } from '../../tests/fakes/core/machine.ts';
import { createManualClock } from '../../tests/fakes/manual-clock.ts';
import { createGpuContainersWatch } from './gpu-containers.ts';
import { createProblemBoard } from './problem-board.ts';

const card = nvidiaCard({
  name: 'GeForce RTX 3090',
  vramGib: 24,
  pciAddress: '0000:21:00.0',
  pciId: '10de:2204',
  powerLimitWatts: 350,
  model: 'nvidia-rtx-3090',
});

const lookingAt = (gpus: (typeof card)[], seen: { missing: 'toolkit' | null; canGive: boolean }) => {
  const problems = createProblemBoard(createManualClock(0));
  const watch = createGpuContainersWatch({
    problems,
    inventory: () => pcWith(0, gpus),
    canGive: async () => seen.canGive,
    missing: async () => seen.missing,
  });
  return { problems, watch, codes: () => problems.problems.get().map(({ problem }) => problem.code) };
};

describe('GPUs in containers', () => {
  it('are a problem while the toolkit is missing, and none once it is there', async () => {
    const seen: Parameters<typeof lookingAt>[1] = { missing: 'toolkit', canGive: false };
    const { watch, codes } = lookingAt([card], seen);
    await watch.look();
    expect(codes()).toEqual(['GPU_CONTAINERS_OFF']);
    seen.missing = null;
    await watch.look();
    expect(codes()).toEqual([]);
  });

  it.each([
    ['without an NVIDIA GPU', [], { missing: 'toolkit', canGive: false }],
    ['that cannot take part', [{ ...card, unusable: 'lost' as const }], { missing: 'toolkit', canGive: false }],
    ['where the engine can give them another way', [card], { missing: 'toolkit', canGive: true }],
  ] as const)('are no problem %s', async (_name, gpus, seen) => {
    const { watch, codes } = lookingAt([...gpus], seen);
    await watch.look();
    expect(codes()).toEqual([]);
  });
});
