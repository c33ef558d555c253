/**
 * Runs a vendor's command-line tool and gives back what it printed. No shell, no parsing; a call always settles, even
 * when the tool hangs inside a wedged driver.
 */
import { spawn } from 'node:child_process';
import { PerigeeError } from '../../shared/contract/codes.ts';
import { findTool, type ToolPlaces } from './find-tool.ts';
import { textOfCapture } from './reports/captured-text.ts';

export interface ToolRequest {
  /** Bare name, such as `nvidia-smi`. */
  readonly tool: string;
  readonly args: readonly string[];
  readonly timeoutMs: number;
  /** Exit codes whose output the caller can read; any other is a failure. */
  readonly acceptExitCodes: readonly number[];
}

export interface ToolOutput {
  /** What it said on standard error where it printed nothing. */
  readonly stdout: string;
  readonly exitCode: number;
}

/**
 * The port through which every source reaches its tool; a recording can stand behind it.
 *
 * @returns null when the tool is not installed
 * @throws GPU_TOOL_FAILED (`timed_out`, `unreadable` for too much output, `failed`), CANCELLED
 */
export type RunTool = (request: ToolRequest, signal: AbortSignal) => Promise<ToolOutput | null>;

/** The longest real report, eight GPUs with all their processes, is under 2 MiB. */
const outputLimitBytes = 8 * 1024 * 1024;
const detailLength = 300;

/** A tool's last words, short enough for a problem's detail. */
export const briefly = (text: string): string => text.trim().replace(/\s+/g, ' ').slice(0, detailLength);

const run = (file: string, request: ToolRequest, env: ToolPlaces['env'], signal: AbortSignal): Promise<ToolOutput> =>
  new Promise((resolve, reject) => {
    const { tool, args, timeoutMs, acceptExitCodes } = request;
    const child = spawn(file, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      // Numbers and error sentences in English, whatever the owner's language.
      env: { ...env, LC_ALL: 'C' },
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let size = 0;

    /** Settles at once: a process stuck in the kernel ignores SIGKILL, and its pipes would keep us waiting. */
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      child.stdout.destroy();
      child.stderr.destroy();
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        child.unref();
      }
      finish();
    };
    const fail = (reason: 'timed_out' | 'unreadable' | 'failed', detail: string, cause?: unknown): void =>
      settle(() => reject(new PerigeeError('GPU_TOOL_FAILED', { tool, reason, detail }, { cause })));
    const onAbort = (): void => settle(() => reject(new PerigeeError('CANCELLED', {}, { cause: signal.reason })));
    const timer = setTimeout(() => fail('timed_out', `no answer in ${timeoutMs} ms`), timeoutMs);
    const collect = (chunks: Buffer[]) => (chunk: Buffer) => {
      size += chunk.length;
      if (size > outputLimitBytes) fail('unreadable', `more than ${outputLimitBytes} bytes of output`);
      else chunks.push(chunk);
    };

    signal.addEventListener('abort', onAbort, { once: true });
    child.stdout.on('data', collect(out));
    child.stderr.on('data', collect(err));
    child.on('error', (error) => fail('failed', error.message, error));
    child.on('close', (exitCode, killedBy) => {
      const printed = textOfCapture(Buffer.concat(out));
      const complaint = textOfCapture(Buffer.concat(err));
      const stdout = printed.trim() === '' ? complaint : printed;
      if (exitCode !== null && acceptExitCodes.includes(exitCode)) settle(() => resolve({ stdout, exitCode }));
      else {
        const said = briefly(complaint) || briefly(printed);
        fail('failed', `exit ${exitCode ?? killedBy}${said ? `: ${said}` : ''}`);
      }
    });
  });

/** Runs the tools that are installed on this machine. */
export const createRunTool = (places: ToolPlaces = { platform: process.platform, env: process.env }): RunTool => {
  return async (request, signal) => {
    if (signal.aborted) throw new PerigeeError('CANCELLED', {}, { cause: signal.reason });
    const file = await findTool(request.tool, places);
    return file === null ? null : run(file, request, places.env, signal);
  };
};
