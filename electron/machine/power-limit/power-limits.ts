/**
 * Asks the vendor's tool what its cards may draw, and to let one draw less. Runs the tool and hands its words to the
 * parsers; decides nothing, and keeps nothing. NVIDIA alone: rocm-smi asks for a waiver of the warranty first.
 */
import { isPerigeeError } from '../../../shared/contract/codes.ts';
import { nvidiaSmi, spokenExitCodes } from '../nvidia-smi/failure.ts';
import type { RunTool } from '../run-tool.ts';
import { type LimitAnswer, parseLimitAnswer } from './parse-answer.ts';
import { type CardLimit, limitColumns, parseSmiLimits } from './parse-limits.ts';

export interface PowerLimits {
  /** @returns none where the tool is not installed; @throws GPU_TOOL_FAILED, CANCELLED */
  read(signal: AbortSignal): Promise<CardLimit[]>;
  /**
   * Until somebody sets another, or the driver is loaded anew.
   *
   * @returns `no_answer`: the tool took too long; it may be stuck in the driver, and set it yet
   * @throws CANCELLED: it may have been set all the same
   */
  set(card: CardLimit, watts: number, signal: AbortSignal): Promise<LimitAnswer | 'no_answer'>;
}

/** Without persistence mode the first call wakes every card. */
const timeoutMs = 10_000;
/** 1: an argument that it does not take, such as a limit out of range. */
const answeredExitCodes = [...spokenExitCodes, 1];

export const createPowerLimits = (runTool: RunTool): PowerLimits => ({
  read: async (signal) => {
    const args = [`--query-gpu=${limitColumns.join(',')}`, '--format=csv'];
    const output = await runTool({ tool: nvidiaSmi, args, timeoutMs, acceptExitCodes: spokenExitCodes }, signal);
    return output === null ? [] : parseSmiLimits(output.stdout);
  },
  set: async (card, watts, signal) => {
    const name = card.uuid ?? card.pciAddress;
    if (name === null) return 'failed';
    const args = ['-i', name, '-pl', String(watts)];
    try {
      const output = await runTool({ tool: nvidiaSmi, args, timeoutMs, acceptExitCodes: answeredExitCodes }, signal);
      return output === null ? 'not_supported' : parseLimitAnswer(output.stdout);
    } catch (error) {
      if (!isPerigeeError(error) || error.code === 'CANCELLED') throw error;
      const { problem } = error;
      return problem.code === 'GPU_TOOL_FAILED' && problem.data.reason === 'timed_out' ? 'no_answer' : 'failed';
    }
  },
});
