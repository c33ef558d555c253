/**
 * The facts of problems whose values are codes with words of their own: `locales/<language>/reasons.json` has them by
 * group. What is no code, or one that this version does not know, is shown as it is.
 */
import type { ProblemData } from './codes.ts';

type ToolReason = ProblemData<'GPU_TOOL_FAILED'>['reason'];

/** Written out, because the schema that has them would bring its whole library into the pages. */
const toolReasons: Readonly<Record<ToolReason, true>> = {
  driver_mismatch: true,
  driver_not_loaded: true,
  library_missing: true,
  permission_denied: true,
  gpu_lost: true,
  timed_out: true,
  unreadable: true,
  failed: true,
};

const keyOf: Record<string, (code: string) => string> = {
  reasons: (code) => `reasons:job.${code}`,
  reason: (code) => (Object.hasOwn(toolReasons, code) ? `reasons:tool.${code}` : `reasons:image.${code}`),
  detail: (code) => `reasons:ending.${code}`,
  verdict: (code) => `reasons:proof.${code}`,
  missing: (code) => `reasons:missing.${code}`,
  pattern: (code) => `reasons:pattern.${code}`,
  why: (code) => `reasons:signing.${code}`,
  differs: (code) => `reasons:intent.${code}`,
};

/**
 * @param fact a fact's name, as in `problemData`
 * @param code its value, such as `over_memory`, or `guard:HostConfig.Privileged` with what it is about
 * @returns the key of its words; null where the fact holds no code
 */
export const reasonKeyOf = (fact: string, code: string): string | null => {
  const group = Object.hasOwn(keyOf, fact) ? keyOf[fact] : undefined;
  const name = /^(\w+)(?::|$)/.exec(code)?.[1];
  return group === undefined || name === undefined ? null : group(name);
};
