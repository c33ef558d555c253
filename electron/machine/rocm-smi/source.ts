/** rocm-smi as a source of AMD GPUs on Linux. Runs nothing. */
import type { ToolSource } from '../tool-source.ts';
import { rocmSmi as tool } from './cards.ts';
import { parseRocmInventory } from './parse-inventory.ts';

export const rocmSmi: ToolSource = {
  name: 'rocm-smi',
  tool,
  args: [
    '--showproductname',
    '--showid',
    '--showuniqueid',
    '--showbus',
    '--showdriverversion',
    '--showmaxpower',
    // One option with two kinds: a second option of the same name replaces the first.
    '--showmeminfo',
    'vram',
    'gtt',
    '--json',
  ],
  timeoutMs: 20_000,
  acceptExitCodes: [0],
  platforms: ['linux'],
  parse: (text) => ({ gpus: parseRocmInventory(text), displays: [] }),
};
