/** intel_gpu_top as a source that knows one Intel GPU is there. Runs nothing. */
import type { ToolSource } from '../tool-source.ts';
import { intelGpuTopTool, parseIntelSamples } from './parse-samples.ts';

export const intelGpuTop: ToolSource = {
  name: 'intel-gpu-top',
  tool: intelGpuTopTool,
  // One sample after half a second; without a number it would go on for ever.
  args: ['-J', '-s', '500', '-n', '1'],
  timeoutMs: 5_000,
  acceptExitCodes: [0],
  platforms: ['linux'],
  parse: (text) => ({ gpus: parseIntelSamples(text), displays: [] }),
};
