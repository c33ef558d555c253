/** The one plan for a problem, whatever the system. Pure. */
import type { ProblemCode } from '../../shared/contract/codes.ts';
import { type LinuxFacts, planLinux } from './linux/plan-linux.ts';
import { type MacFacts, planMacos } from './macos/plan-macos.ts';
import type { Plan } from './plan.ts';
import { planWindows, type WindowsFacts } from './windows/plan-windows.ts';

export type Facts =
  | { readonly of: 'linux'; readonly linux: LinuxFacts }
  | { readonly of: 'windows'; readonly windows: WindowsFacts }
  | { readonly of: 'macos'; readonly macos: MacFacts };

/** @returns null where nothing of ours mends it */
export const planOf = (code: ProblemCode, facts: Facts): Plan | null => {
  if (facts.of === 'linux') return planLinux(code, facts.linux);
  return facts.of === 'windows' ? planWindows(code, facts.windows) : planMacos(code, facts.macos);
};
