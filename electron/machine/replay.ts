/**
 * Stands in for the vendor tools with outputs that were recorded elsewhere, so that another machine's inventory can be
 * read on this one. Runs nothing.
 */
import { PerigeeError } from '../../shared/contract/codes.ts';
import { briefly, type RunTool } from './run-tool.ts';

export interface RecordedRun {
  readonly tool: string;
  /** Matches a request whose arguments begin with these. */
  readonly args: readonly string[];
  readonly stdout: string;
  readonly exitCode: number;
}

/** A tool of which nothing was recorded counts as not installed. */
export const createReplay = (runs: readonly RecordedRun[]): RunTool => {
  return async ({ tool, args, acceptExitCodes }, signal) => {
    if (signal.aborted) throw new PerigeeError('CANCELLED', {}, { cause: signal.reason });
    const ofTool = runs.filter((run) => run.tool === tool);
    if (ofTool.length === 0) return null;
    const run = ofTool.find((recorded) => recorded.args.every((arg, index) => args[index] === arg));
    if (!run)
      throw new PerigeeError('GPU_TOOL_FAILED', { tool, reason: 'failed', detail: `not recorded: ${args.join(' ')}` });
    if (!acceptExitCodes.includes(run.exitCode)) {
      throw new PerigeeError('GPU_TOOL_FAILED', {
        tool,
        reason: 'failed',
        detail: `exit ${run.exitCode}: ${briefly(run.stdout)}`,
      });
    }
    return { stdout: run.stdout, exitCode: run.exitCode };
  };
};
