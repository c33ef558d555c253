/** The facts about a GPU with their origins, and whether the sources agree. Pure. */
import type { Gpu } from '../../../shared/contract/app/machine.ts';

export const factNames = [
  'name',
  'vendor',
  'vramBytes',
  'driver',
  'pciAddress',
  'uuid',
  'pciId',
  'powerLimitWatts',
] as const;
export type FactName = (typeof factNames)[number];

export interface FactRow {
  name: FactName;
  value: string | number | null;
  source: string | null;
  conflicts: { value: string | number; source: string }[];
}

export const factRowsOf = (gpu: Gpu): FactRow[] =>
  factNames.map((name) => {
    const { value, source, conflicts } = gpu[name];
    return { name, value, source, conflicts: [...conflicts] };
  });

export const hasConflicts = (gpu: Gpu): boolean => factNames.some((name) => gpu[name].conflicts.length > 0);
