/**
 * Notices a card that fell off the bus, one that was plugged in, and a driver update, and has the machine read anew.
 * Looks at its signs every five seconds, which starts no process and costs less than a millisecond. Where the system
 * does not list a card (Windows, macOS, WSL), that it stops giving readings is the sign: seen within five seconds while
 * somebody watches or a job runs, and within a minute otherwise.
 */

import type { Gpu, Inventory, Readings } from '../../../shared/contract/app/machine.ts';
import { isPerigeeError, type ProblemData } from '../../../shared/contract/codes.ts';
import type { Clock } from '../../../shared/units/time.ts';
import { createBackgroundWork } from './background-work.ts';
import { areSameSigns, changeBetween, type HardwareChange, isChange, isOnBus, isWellTold } from './hardware-change.ts';
import type { HardwareSigns, ReadSigns } from './hardware-signs.ts';

export type LostGpu = ProblemData<'GPU_LOST'>;

export interface HardwareEvents {
  /** Told once per card, at once, before the machine is read anew. */
  readonly onLost: (lost: LostGpu) => void;
  /** @param missing those that are still gone */
  readonly onBack: (gpuId: string, missing: readonly LostGpu[]) => void;
  /** Told after the machine was read anew and something is different. */
  readonly onChange: (change: HardwareChange) => void;
  /** Told of a failure that is nobody's code; the next look is tried all the same. */
  readonly onError: (error: unknown) => void;
}

export interface HardwareWatchPorts extends HardwareEvents {
  readonly clock: Clock;
  readonly readSigns: ReadSigns;
  /** The newest that is known; null before the first was read. */
  readonly inventory: () => Inventory | null;
  /** Reads all of it anew and publishes it. */
  readonly readInventory: (signal: AbortSignal) => Promise<Inventory>;
  readonly intervalMs?: number;
}

export interface HardwareWatch {
  /** Nothing when already started. */
  start(): void;
  /** @returns when nothing runs any more */
  stop(): Promise<void>;
  /** Takes note of each new reading: a card that spoke and is silent now has the machine read anew. */
  noteReadings(readings: Readings): void;
}

/** While the probe is busy it cannot list its adapters: then the machine is read again, and again if need be. */
const againMs = 30_000;
const mostAttempts = 3;

const isUncertain = ({ problems }: Inventory): boolean => problems.some(({ code }) => code.startsWith('PROBE_'));

export const createHardwareWatch = (ports: HardwareWatchPorts): HardwareWatch => {
  const { clock, readSigns, inventory, readInventory, intervalMs = 5_000 } = ports;
  const missing = new Map<string, LostGpu>();
  /** GPUs that gave their temperature when they were last read. */
  let speaking = new Set<string>();
  let settled: HardwareSigns | null = null;
  /** What the last look compared with: others read the machine anew too, and a card may go with that. */
  let compared: readonly Gpu[] | null = null;
  const everListed = new Set<string>();
  let isDue = false;
  let again: { atMs: number; attempts: number } | null = null;

  const lose = ({ id, name }: Gpu): void => {
    if (missing.has(id)) return;
    const lost = { gpuId: id, name: name.value ?? id };
    missing.set(id, lost);
    ports.onLost(lost);
  };

  const welcome = (gpus: readonly Gpu[], signs: HardwareSigns): void => {
    for (const gpu of gpus) {
      if (!missing.has(gpu.id) || gpu.unusable === 'lost' || isOnBus(gpu, everListed, signs) === false) continue;
      missing.delete(gpu.id);
      ports.onBack(gpu.id, [...missing.values()]);
    }
  };

  const compare = (after: Inventory, signs: HardwareSigns): void => {
    const change = changeBetween(compared ?? after.gpus, after.gpus);
    compared = after.gpus;
    for (const gpu of change.gone) if (!(isOnBus(gpu, everListed, signs) ?? !isWellTold(after))) lose(gpu);
    if (isChange(change)) ports.onChange(change);
  };

  const readAgain = async (attempts: number, signs: HardwareSigns, signal: AbortSignal): Promise<void> => {
    const after = await readInventory(signal);
    again = isUncertain(after) && attempts < mostAttempts ? { atMs: clock.monotonic() + againMs, attempts } : null;
    compare(after, signs);
  };

  const look = async (signal: AbortSignal): Promise<void> => {
    const signs = await readSigns();
    const known = inventory();
    settled ??= signs;
    for (const address of Object.keys(signs.cards ?? {})) everListed.add(address);
    if (signal.aborted || known === null) return;
    // One of which a tool could not speak says nothing of what it lacks.
    if (compared === null || isWellTold(known)) compare(known, signs);
    const before = settled;
    for (const gpu of known.gpus) if (gpu.unusable === 'lost' || isOnBus(gpu, everListed, signs) === false) lose(gpu);
    const isRetry = again !== null && clock.monotonic() >= again.atMs;
    if (isDue || isRetry || !areSameSigns(before, signs)) {
      isDue = false;
      await readAgain(isRetry ? (again?.attempts ?? 0) + 1 : 1, signs, signal);
    }
    settled = signs;
    welcome(inventory()?.gpus ?? [], signs);
  };

  /** The bus says nothing of it. */
  const isUnlisted = (gpuId: string): boolean => {
    const gpu = inventory()?.gpus.find(({ id }) => id === gpuId);
    return settled !== null && gpu !== undefined && isOnBus(gpu, everListed, settled) === null;
  };

  const work = createBackgroundWork(async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      try {
        await look(signal);
      } catch (error) {
        if (!isPerigeeError(error)) ports.onError(error);
      }
      await clock.sleep(intervalMs, signal).catch(() => undefined);
    }
  });

  return {
    ...work,
    noteReadings: ({ gpus }) => {
      const heard = Object.entries(gpus).filter(([, { now }]) => now.temperatureCelsius !== null);
      const now = new Set(heard.map(([id]) => id));
      if ([...speaking].some((id) => !now.has(id) && isUnlisted(id))) isDue = true;
      speaking = now;
    },
  };
};
