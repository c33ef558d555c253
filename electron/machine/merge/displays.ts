/** The screens without a GPU behind them, each once. Pure. */
import type { Display, Gpu } from '../../../shared/contract/app/machine.ts';
import { compareNames } from '../identity/model-name.ts';

const isNamed = (wanted: string, name: string): boolean =>
  wanted.trim().toLowerCase() === name.trim().toLowerCase() || compareNames(wanted, name) === 'same';

/**
 * @param displays of all sources, best source first
 * @param gpus what one source takes for a mere screen is a GPU when another knows it as one
 */
export const mergeDisplays = (displays: readonly Display[], gpus: readonly Gpu[]): Display[] => {
  const isGpu = ({ name }: Display): boolean =>
    gpus.some((gpu) => gpu.name.value !== null && isNamed(gpu.name.value, name));
  const kept: Display[] = [];
  for (const display of displays)
    if (!isGpu(display) && !kept.some(({ name }) => isNamed(name, display.name))) kept.push(display);
  return kept;
};
