/** Asks nvidia-smi which programs hold video memory. Runs the tool and hands its words to the parser. */
import type { RunTool } from '../run-tool.ts';
import { nvidiaSmi, spokenExitCodes } from './failure.ts';
import { type NvidiaProcess, parseSmiProcesses, processColumns } from './parse-processes.ts';

const processesTimeoutMs = 4_000;

/** @returns null when nvidia-smi is not installed; @throws GPU_TOOL_FAILED, CANCELLED */
export const readNvidiaProcesses = async (runTool: RunTool, signal: AbortSignal): Promise<NvidiaProcess[] | null> => {
  const output = await runTool(
    {
      tool: nvidiaSmi,
      args: [`--query-compute-apps=${processColumns.join(',')}`, '--format=csv'],
      timeoutMs: processesTimeoutMs,
      acceptExitCodes: spokenExitCodes,
    },
    signal,
  );
  return output && parseSmiProcesses(output.stdout);
};
