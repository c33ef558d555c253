/** How busy NVIDIA's GPUs are, from one nvidia-smi that goes on saying it. */
import { findTool } from '../../machine/find-tool.ts';
import { nvidiaSmi } from '../../machine/nvidia-smi/failure.ts';
import { childLines } from '../child-lines.ts';
import type { SignSource } from '../sign-source.ts';
import { createBusyGauge } from './busy-gauge.ts';
import type { WatchedGpus } from './watched-gpus.ts';

const everyMs = 400;

/** A line of `--query-gpu=uuid,utilization.gpu --format=csv,noheader,nounits`. @returns null for any other */
export const parseUseLine = (line: string): { uuid: string; load: number } | null => {
  const match = /^\s*(GPU-[0-9a-f-]{36}),\s*(\d{1,3})\s*$/.exec(line);
  return match?.[1] === undefined ? null : { uuid: match[1], load: Math.min(1, Number(match[2]) / 100) };
};

export const createNvidiaUseSource = (gpus: WatchedGpus): SignSource => ({
  name: 'nvidia_use',
  watch: async (report, signal) => {
    const file = await findTool(nvidiaSmi, { platform: process.platform, env: process.env });
    if (file === null) throw new Error('nvidia-smi is not installed');
    const gauge = createBusyGauge();
    const gpuInUse = new Map<string, boolean>();
    await childLines(
      { file, args: ['--query-gpu=uuid,utilization.gpu', '--format=csv,noheader,nounits', `--loop-ms=${everyMs}`] },
      (line) => {
        const said = parseUseLine(line);
        const gpu = said && gpus.list().find(({ uuid }) => uuid === said.uuid);
        if (!said || !gpu) return;
        const isBusy = gauge.note(gpu.id, said.load, gpus.isOurs(gpu.id));
        if (isBusy === null) gpuInUse.delete(gpu.id);
        else gpuInUse.set(gpu.id, isBusy);
        for (const id of gpuInUse.keys()) if (!gpus.list().some((known) => known.id === id)) gpuInUse.delete(id);
        report({ gpuInUse: Object.fromEntries(gpuInUse) });
      },
      signal,
    );
  },
});
