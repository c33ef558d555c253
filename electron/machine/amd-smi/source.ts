/** amd-smi as a source of AMD GPUs. Runs nothing. */
import type { ToolSource } from '../tool-source.ts';
import { amdSmi, parseAmdStatic } from './parse-static.ts';

export const amdSmiStatic: ToolSource = {
  name: 'amd-smi-static',
  tool: amdSmi,
  args: ['static', '--json'],
  timeoutMs: 20_000,
  acceptExitCodes: [0],
  platforms: ['linux', 'win32'],
  parse: (text) => ({ gpus: parseAmdStatic(text), displays: [] }),
};
