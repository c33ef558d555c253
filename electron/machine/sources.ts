/**
 * Every tool that knows something of GPUs, and how they are asked together: those of this system that are installed, at
 * once, each within its own deadline. A tool that fails takes nothing away from what the others say.
 */
import { isPerigeeError, type PerigeeError, type Problem } from '../../shared/contract/codes.ts';
import { amdSmiStatic } from './amd-smi/source.ts';
import { dxdiag } from './dxdiag/source.ts';
import { intelGpuTop } from './intel-gpu-top/source.ts';
import { lspci } from './lspci/source.ts';
import { nvidiaSmiCsv, nvidiaSmiList, nvidiaSmiXml } from './nvidia-smi/source.ts';
import { failureReason } from './reports/tool-failure.ts';
import { rocmSmi } from './rocm-smi/source.ts';
import type { RunTool, ToolOutput } from './run-tool.ts';
import type { GpuVendor, Seen } from './sighting.ts';
import { systemProfiler } from './system-profiler/source.ts';
import type { ToolSource } from './tool-source.ts';
import { win32VideoController } from './win32-videocontroller/source.ts';
import { xpuSmi } from './xpu-smi/source.ts';

/** Asked whenever they are there. */
const plainSources = [rocmSmi, amdSmiStatic, xpuSmi, systemProfiler, win32VideoController, dxdiag, lspci] as const;

/** All of them, in the order of the contract. */
export const sources: readonly ToolSource[] = [nvidiaSmiXml, nvidiaSmiCsv, nvidiaSmiList, ...plainSources, intelGpuTop];

/** What came of one tool that is installed: what it saw, or why it could not say. */
export interface Answer {
  readonly source: ToolSource;
  readonly seen: Seen | null;
  readonly problem: Problem | null;
}

const makers: Partial<Record<ToolSource['name'], GpuVendor>> = {
  'nvidia-smi-xml': 'nvidia',
  'nvidia-smi-csv': 'nvidia',
  'nvidia-smi-list': 'nvidia',
  'rocm-smi': 'amd',
  'amd-smi-static': 'amd',
  'xpu-smi': 'intel',
};

/** Makers of whose own tools one failed and none answered. */
export const failedVendors = (answers: readonly Answer[]): GpuVendor[] =>
  [...Map.groupBy(answers, ({ source }) => makers[source.name])].flatMap(([maker, own]) =>
    maker !== undefined && own.every(({ seen }) => seen === null) ? [maker] : [],
  );

/** @throws what is no expected failure of a tool, and CANCELLED */
export const answerOf = (source: ToolSource, read: () => Seen): Answer => {
  try {
    return { source, seen: read(), problem: null };
  } catch (error) {
    if (!isPerigeeError(error) || error.code === 'CANCELLED') throw error;
    return { source, seen: null, problem: error.problem };
  }
};

/** A tool that ended badly may have said why on standard error, such as a missing module. */
const answerOfFailure = (source: ToolSource, { problem }: PerigeeError): Answer => {
  const failed: Answer = { source, seen: null, problem };
  if (problem.code !== 'GPU_TOOL_FAILED' || problem.data.reason !== 'failed') return failed;
  const reason = failureReason(problem.data.detail);
  return reason === 'unreadable' ? failed : { ...failed, problem: { ...problem, data: { ...problem.data, reason } } };
};

/** @returns nothing when it is not installed, or not of this system */
const ask = async (
  source: ToolSource,
  runTool: RunTool,
  platform: NodeJS.Platform,
  signal: AbortSignal,
): Promise<Answer[]> => {
  if (!source.platforms.includes(platform)) return [];
  const { tool, args, timeoutMs, acceptExitCodes } = source;
  let output: ToolOutput | null;
  try {
    output = await runTool({ tool, args, timeoutMs, acceptExitCodes }, signal);
  } catch (error) {
    if (!isPerigeeError(error) || error.code === 'CANCELLED') throw error;
    return [answerOfFailure(source, error)];
  }
  if (output === null) return [];
  const { stdout } = output;
  return [answerOf(source, () => source.parse(stdout))];
};

const reasonOf = ({ problem }: Answer): string | null =>
  problem?.code === 'GPU_TOOL_FAILED' ? problem.data.reason : null;

export interface ToolAnswers {
  /** nvidia-smi alone, which others must not be asked after when it hung. */
  readonly nvidia: readonly Answer[];
  readonly hasNvidiaHung: boolean;
}

/**
 * The report has everything. The table is asked where the report cannot be read, the list where the table cannot, and
 * for the names of MIG devices, which the report leaves out. What keeps one of them from speaking (a driver that was
 * updated, a card that hangs) keeps all: then the others are not started.
 */
export const askNvidia = async (
  runTool: RunTool,
  platform: NodeJS.Platform,
  signal: AbortSignal,
): Promise<ToolAnswers> => {
  const isMute = (answer: Answer | undefined): boolean =>
    answer !== undefined && ['unreadable', 'failed', 'gpu_lost'].includes(reasonOf(answer) ?? '');
  const answers = await ask(nvidiaSmiXml, runTool, platform, signal);
  const [report] = answers;
  const isCut =
    report?.seen?.gpus.some(({ mig, unusable }) => unusable === 'mig_mode' || (mig?.length ?? 0) > 0) ?? false;
  if (isMute(report)) answers.push(...(await ask(nvidiaSmiCsv, runTool, platform, signal)));
  if (isCut || isMute(answers[1])) answers.push(...(await ask(nvidiaSmiList, runTool, platform, signal)));
  return { nvidia: answers, hasNvidiaHung: answers.some((answer) => reasonOf(answer) === 'timed_out') };
};

/** All but nvidia-smi. intel_gpu_top needs rights that few give it, and says nothing more of a GPU already known. */
export const askOthers = async (
  runTool: RunTool,
  platform: NodeJS.Platform,
  signal: AbortSignal,
): Promise<Answer[]> => {
  const asked = await Promise.all(plainSources.map((source) => ask(source, runTool, platform, signal)));
  const answers = asked.flat();
  const hasIntel = answers.some(({ seen }) => seen?.gpus.some(({ vendor }) => vendor === 'intel') ?? false);
  return hasIntel ? answers : [...answers, ...(await ask(intelGpuTop, runTool, platform, signal))];
};
