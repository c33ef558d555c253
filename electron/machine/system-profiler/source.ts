/** macOS's System Information as a source of GPUs. */
import type { ToolSource } from '../tool-source.ts';
import { parseDisplays } from './parse-displays.ts';

export const systemProfiler: ToolSource = {
  name: 'system-profiler',
  tool: 'system_profiler',
  args: ['SPDisplaysDataType', '-json'],
  timeoutMs: 15_000,
  acceptExitCodes: [0],
  platforms: ['darwin'],
  parse: parseDisplays,
};
