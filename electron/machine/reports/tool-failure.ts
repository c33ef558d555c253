/** What a tool says in place of a report, turned into the reason that has a fix of its own. Pure. */
import { PerigeeError, type ProblemData } from '../../../shared/contract/codes.ts';
import { briefly } from '../run-tool.ts';

type Reason = ProblemData<'GPU_TOOL_FAILED'>['reason'];

/** Sentences of the vendors' tools. The first that matches wins: a warning about groups may stand before the cause. */
const sentences: readonly (readonly [RegExp, Reason])[] = [
  [/driver\/library version mismatch/i, 'driver_mismatch'],
  [/GPU is lost|fallen off the bus|device handle for GPU[^\n]{0,60}unknown error/i, 'gpu_lost'],
  [/communicate with the NVIDIA driver|driver (is )?not (loaded|initialized)|DRIVER_NOT_LOADED/i, 'driver_not_loaded'],
  [/not found in modules|check amdgpu version and module status/i, 'driver_not_loaded'],
  [/level[ -]?zero[^\n]{0,40}(init|error)|zeInit|RESULT_ERROR_UNINITIALIZED/i, 'driver_not_loaded'],
  [/couldn't find (libnvidia-ml|nvml)|cannot open shared object file|no module named/i, 'library_missing'],
  [/(shared )?library not found|unable to (find|load) lib/i, 'library_missing'],
  [/permission denied|insufficient (user )?permission|operation not permitted|_NO_PERM\b/i, 'permission_denied'],
  [/not a member of|missing the following required groups|blocked by the operating system/i, 'permission_denied'],
  [/failed to (initialize|detect)|has failed because|no json data to report|not a valid field/i, 'failed'],
  [/unable to determine the device handle/i, 'failed'],
  [/^[ \t]*(error\b|amdsmi_status_)/im, 'failed'],
];

/** A tool that fails says so at once or at the very end; a megabyte between is not searched. */
const spokenLength = 4_096;

const spoken = (text: string): string =>
  text.length <= 2 * spokenLength ? text : `${text.slice(0, spokenLength)}\n${text.slice(-spokenLength)}`;

/** @returns why the tool gave no report; `unreadable` when its words are none that we know */
export const failureReason = (text: string): Reason =>
  sentences.find(([sentence]) => sentence.test(spoken(text)))?.[1] ?? 'unreadable';

/** @param text output that is no report; the detail quotes its beginning */
export const toolFailure = (tool: string, text: string, cause?: unknown): PerigeeError<'GPU_TOOL_FAILED'> =>
  new PerigeeError(
    'GPU_TOOL_FAILED',
    { tool, reason: failureReason(text), detail: briefly(spoken(text)) || 'no output' },
    { cause },
  );

/** A report that began and is damaged or cut short: whatever words stand in it are not about its failure. */
export const unreadableReport = (tool: string, detail: string, cause?: unknown): PerigeeError<'GPU_TOOL_FAILED'> =>
  new PerigeeError('GPU_TOOL_FAILED', { tool, reason: 'unreadable', detail: briefly(spoken(detail)) }, { cause });
