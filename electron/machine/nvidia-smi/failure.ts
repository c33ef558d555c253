/** nvidia-smi reports its own failures as sentences on standard output; this knows them apart. Pure. */
import type { PerigeeError } from '../../../shared/contract/codes.ts';
import { toolFailure, unreadableReport } from '../reports/tool-failure.ts';

export const nvidiaSmi = 'nvidia-smi';

/**
 * Codes with which nvidia-smi still says on standard output what is the matter. They are NVML's: 2 unknown field,
 * 3 not supported, 4 no permission, 6 no devices, 8 power cable, 9 driver not loaded, 12 library missing, 14 corrupted
 * infoROM (the report is whole), 15 a GPU fell off the bus, 16 reset required, 17 blocked by the system, 18 driver
 * mismatch, 255 other.
 */
export const spokenExitCodes: readonly number[] = [0, 2, 3, 4, 6, 8, 9, 10, 12, 13, 14, 15, 16, 17, 18, 255];

/** As much as is read of any tool; sixteen GPUs with all their clocks and processes are a quarter of it. */
export const longestReport = 8 * 1_024 * 1_024;

/** @param text output that is no report; the detail quotes the tool */
export const smiFailure = (text: string, cause?: unknown): PerigeeError<'GPU_TOOL_FAILED'> =>
  toolFailure(nvidiaSmi, text, cause);

/** A report that is damaged, cut short, or of another query. */
export const smiUnreadable = (detail: string, cause?: unknown): PerigeeError<'GPU_TOOL_FAILED'> =>
  unreadableReport(nvidiaSmi, detail, cause);

/** It ran, it reached the driver, and there is no NVIDIA GPU: an answer, not a failure. `-L` leaves out the "were". */
export const saysNoDevices = (text: string): boolean =>
  /^[ \t\uFEFF]*No devices (were )?found\b/im.test(text.slice(0, 4_096));
