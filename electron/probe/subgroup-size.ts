/** The subgroup size of a GPU, counted by a kernel: behaviour, where names prove nothing. */
import type { GpuSession } from './gpu-session.ts';
import { kernels } from './kernels.ts';
import { WrongOutput } from './windows.ts';

const invocations = 128;

/**
 * @returns invocations that ran side by side, such as 32 (NVIDIA) or 64 (AMD); null without the feature `subgroups`
 * @throws WrongOutput when the kernel did not run
 */
export const measureSubgroupSize = async (session: GpuSession): Promise<number | null> => {
  if (!session.features.has('subgroups')) return null;
  const pipeline = await session.pipeline(kernels.subgroupSize(), 'count');
  const sizes = await session.storage(4 * invocations);
  await session.run([{ pipeline, params: Uint32Array.of(1), buffers: { 1: sizes }, workgroups: 1 }]);
  const size = Math.max(...(await session.read(sizes, 4 * invocations)));
  sizes.destroy();
  if (size < 1 || invocations % size !== 0) throw new WrongOutput(`a subgroup of ${size}`);
  return size;
};
