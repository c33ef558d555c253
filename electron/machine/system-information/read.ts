/**
 * Asks the systeminformation library for the few facts that nothing nearer has. Its calls cannot be cancelled and may
 * start several processes, so each is asked once per inventory, never at idle, and waited for no longer than its
 * deadline.
 */
import os from 'node:os';
import systemInformation from 'systeminformation';
import { PerigeeError } from '../../../shared/contract/codes.ts';
import { settleWithin } from '../deadline.ts';
import type { GraphicsController } from './graphics-controllers.ts';

export interface ProcessorFacts {
  readonly name: string | null;
  /** Whether the processor's virtualization can be used, which a container engine needs on Windows. */
  readonly virtualization: boolean | null;
}

/** `freeBytes` counts what the system would give up at once, such as its file cache. */
export interface MemoryFacts {
  readonly totalBytes: number;
  readonly freeBytes: number;
}

/** The port behind which systeminformation or a recording stands. Each throws CANCELLED. */
export interface SystemInformation {
  /** @throws GPU_TOOL_FAILED */
  readControllers(signal: AbortSignal): Promise<readonly GraphicsController[]>;
  readProcessor(signal: AbortSignal): Promise<ProcessorFacts>;
  readMemory(signal: AbortSignal): Promise<MemoryFacts>;
}

/** On Windows each of them starts PowerShell, which takes seconds on a cold machine. */
const controllersTimeoutMs = 15_000;
const processorTimeoutMs = 10_000;
const memoryTimeoutMs = 3_000;

const unknownProcessor: ProcessorFacts = { name: null, virtualization: null };

const readProcessor = async (): Promise<ProcessorFacts> => {
  const cpu = await systemInformation.cpu().catch(() => null);
  if (!cpu) return unknownProcessor;
  const name = [cpu.manufacturer, cpu.brand].filter((word) => word && !/^unknown$/i.test(word)).join(' ');
  // systeminformation looks for x86 flags; on ARM their absence says nothing.
  return { name: name || null, virtualization: process.arch === 'x64' ? cpu.virtualization : null };
};

const memoryByNode = (): MemoryFacts => ({ totalBytes: os.totalmem(), freeBytes: os.freemem() });

const readMemory = async (): Promise<MemoryFacts> => {
  // Node counts the cache as used on macOS only; on Windows systeminformation would start PowerShell for the swap file.
  if (process.platform !== 'darwin') return memoryByNode();
  const { total, available } = await systemInformation.mem();
  return { totalBytes: total, freeBytes: available };
};

const failure = (reason: 'timed_out' | 'failed', detail: string, cause?: unknown): PerigeeError<'GPU_TOOL_FAILED'> =>
  new PerigeeError('GPU_TOOL_FAILED', { tool: 'systeminformation', reason, detail }, { cause });

const readControllers = async (): Promise<readonly GraphicsController[]> => {
  try {
    // null on the BSDs and Solaris, whatever its types say.
    const graphics: { controllers: GraphicsController[] } | null = await systemInformation.graphics();
    return graphics?.controllers ?? [];
  } catch (error) {
    throw failure('failed', error instanceof Error ? error.message : String(error), error);
  }
};

const lateControllers = (): never => {
  throw failure('timed_out', `no answer in ${controllersTimeoutMs} ms`);
};

export const createSystemInformation = (): SystemInformation => ({
  readControllers: (signal) => settleWithin(readControllers(), controllersTimeoutMs, signal, lateControllers),
  readProcessor: (signal) => settleWithin(readProcessor(), processorTimeoutMs, signal, () => unknownProcessor),
  readMemory: (signal) => settleWithin(readMemory(), memoryTimeoutMs, signal, memoryByNode),
});
