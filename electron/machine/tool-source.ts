/**
 * One command-line tool as a source of GPUs: how it is asked, and the pure parser of its words. A recording of the same
 * output, from another machine, is read by the same parser.
 */
import type { toolSources } from '../../shared/contract/app/machine.ts';
import type { Seen } from './sighting.ts';

export interface ToolSource {
  /** Stands beside each fact and is what `doctor --replay` calls a recording of it. */
  readonly name: (typeof toolSources)[number];
  /** Bare name of the program, such as `nvidia-smi`. */
  readonly tool: string;
  readonly args: readonly string[];
  readonly timeoutMs: number;
  /** Exit codes with which the tool still says on standard output what is the matter. */
  readonly acceptExitCodes: readonly number[];
  /** Systems on which it is asked at all. */
  readonly platforms: readonly NodeJS.Platform[];
  /**
   * @param text what it printed, whatever that is
   * @returns one sighting per physical GPU and one display per screen that is none, in the tool's order
   * @throws GPU_TOOL_FAILED for anything that is no report; never another error
   */
  readonly parse: (text: string) => Seen;
}
