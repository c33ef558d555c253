/** nvidia-smi reports its own failures as sentences on standard output; this knows them apart. Pure. */
import { PerigeeError } from '../../../shared/contract/codes.ts';
import { briefly } from '../run-tool.ts';

export const nvidiaSmi = 'nvidia-smi';

/**
 * @param text output that is no report
 * @returns `driver_mismatch`: the driver was updated and the PC not yet restarted; `driver_not_loaded`: the kernel
 *   module is missing or down; `unreadable` for anything else. The detail quotes the tool.
 */
export const smiFailure = (text: string, cause?: unknown): PerigeeError<'GPU_TOOL_FAILED'> => {
  const reason = /driver\/library version mismatch/i.test(text)
    ? 'driver_mismatch'
    : /couldn't communicate with the NVIDIA driver|driver (is )?not loaded/i.test(text)
      ? 'driver_not_loaded'
      : 'unreadable';
  return new PerigeeError('GPU_TOOL_FAILED', { tool: nvidiaSmi, reason, detail: briefly(text) }, { cause });
};

/** It ran, it reached the driver, and there is no NVIDIA GPU: an answer, not a failure. */
export const saysNoDevices = (text: string): boolean => /^\s*No devices were found/i.test(text);
