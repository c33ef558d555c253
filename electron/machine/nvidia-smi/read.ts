/** Asks nvidia-smi. Runs the tool and hands its words to the parsers; decides nothing. */
import type { RunTool } from '../run-tool.ts';
import type { GpuSighting } from '../sighting.ts';
import { nvidiaSmi } from './failure.ts';
import { type NvidiaReading, parseSmiReadings, readingColumns } from './parse-readings.ts';
import { parseSmiReport } from './parse-report.ts';

/**
 * Codes with which nvidia-smi still says on standard output what is the matter: 6 no devices, 9 driver not loaded,
 * 12 library missing, 14 corrupted infoROM (the report is whole), 15 a GPU fell off the bus, 18 driver mismatch,
 * 255 other.
 */
const spokenExitCodes = [0, 6, 9, 12, 14, 15, 18, 255];

/** Without persistence mode the first call wakes every GPU, which takes several seconds on an eight-GPU rig. */
const reportTimeoutMs = 20_000;
const readingsTimeoutMs = 4_000;

/** @returns null when nvidia-smi is not installed; @throws GPU_TOOL_FAILED, CANCELLED */
export const readNvidiaGpus = async (runTool: RunTool, signal: AbortSignal): Promise<GpuSighting[] | null> => {
  const output = await runTool(
    { tool: nvidiaSmi, args: ['-q', '-x'], timeoutMs: reportTimeoutMs, acceptExitCodes: spokenExitCodes },
    signal,
  );
  return output && parseSmiReport(output.stdout);
};

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
