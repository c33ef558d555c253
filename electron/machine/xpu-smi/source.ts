/** xpu-smi as a source of Intel's GPUs. Runs nothing. */
import type { ToolSource } from '../tool-source.ts';
import { parseXpuDiscovery, xpuSmiTool } from './parse-discovery.ts';

export const xpuSmi: ToolSource = {
  name: 'xpu-smi',
  tool: xpuSmiTool,
  args: ['discovery', '-j'],
  timeoutMs: 20_000,
  acceptExitCodes: [0],
  platforms: ['linux', 'win32'],
  parse: (text) => ({ gpus: parseXpuDiscovery(text), displays: [] }),
};
