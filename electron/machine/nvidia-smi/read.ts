/** Asks nvidia-smi what its GPUs are doing. Runs the tool and hands its words to the parser; decides nothing. */
import type { RunTool } from '../run-tool.ts';
import { nvidiaSmi, spokenExitCodes } from './failure.ts';
import { type NvidiaReading, parseSmiReadings, readingColumns } from './parse-readings.ts';

const readingsTimeoutMs = 4_000;

/** @returns null when nvidia-smi is not installed; @throws GPU_TOOL_FAILED, CANCELLED */
export const readNvidiaReadings = async (runTool: RunTool, signal: AbortSignal): Promise<NvidiaReading[] | null> => {
  const output = await runTool(
    {
      tool: nvidiaSmi,
      args: [`--query-gpu=${readingColumns.join(',')}`, '--format=csv'],
      timeoutMs: readingsTimeoutMs,
      acceptExitCodes: spokenExitCodes,
    },
    signal,
  );
  return output && parseSmiReadings(output.stdout);
};
