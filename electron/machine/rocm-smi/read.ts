/** Asks rocm-smi what its GPUs are doing. Runs the tool and hands its words to the parser; decides nothing. */
import type { RunTool } from '../run-tool.ts';
import { rocmSmi } from './cards.ts';
import { parseRocmReadings, type RocmReading } from './parse-readings.ts';

/** It is a script that starts an interpreter first. */
const readingsTimeoutMs = 8_000;

const args = [
  '--showbus',
  '--showuniqueid',
  '--showtemp',
  '--showpower',
  '--showuse',
  '--showfan',
  '--showclocks',
  '--showmeminfo',
  'vram',
  '--json',
];

/** @returns null when rocm-smi is not installed; @throws GPU_TOOL_FAILED, CANCELLED */
export const readRocmReadings = async (runTool: RunTool, signal: AbortSignal): Promise<RocmReading[] | null> => {
  const output = await runTool({ tool: rocmSmi, args, timeoutMs: readingsTimeoutMs, acceptExitCodes: [0] }, signal);
  return output && parseRocmReadings(output.stdout);
};
