/** Checks on the real probe and the software adapter, and of nothing else: no readings, no line, no run is kept. */
import { type Checks, type ChecksOptions, createChecks } from '../../electron/checks/runner.ts';
import { systemClock } from '../../electron/core/system-clock.ts';
import type { Gpu } from '../../shared/contract/app/machine.ts';
import { inventoryWith } from './machine.ts';

export const realChecks = (options: Pick<ChecksOptions, 'probe' | 'way' | 'folder'> & { gpus: Gpu[] }): Checks =>
  createChecks({
    ...options,
    inventory: () => inventoryWith(options.gpus),
    store: { recent: () => [], save: () => {} },
    clock: systemClock,
    reading: () => null,
    holders: async () => [],
    link: async () => null,
    openBenchmark: async () => null,
    fleetReference: () => null,
    onDone: () => {},
  });
