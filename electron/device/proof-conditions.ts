/**
 * What a card was at while it proved: its clocks, temperature and power by one look in the middle of its work. The proof
 * never waits for a look, and one that reaches past the work is dropped.
 */
import type { Reading } from '../../shared/contract/app/machine.ts';
import type { ProofConditions } from '../../shared/contract/network/proofs.ts';
import type { EpochMs } from '../../shared/units/time.ts';
import type { ReadingsService } from '../machine/readings.ts';

/** @returns null where the card was not read */
export type LookAtGpu = (gpuId: string) => Promise<Reading | null>;

/** Looks at the machine anew; an older reading is none. */
export const createLookAtGpu =
  ({ cell, lookNow }: Pick<ReadingsService, 'cell' | 'lookNow'>, clock: { now(): EpochMs }): LookAtGpu =>
  async (gpuId) => {
    const from = clock.now();
    await lookNow();
    const now = cell.get().gpus[gpuId]?.now ?? null;
    return now !== null && now.at >= from ? now : null;
  };

const conditionsOf = (reading: Reading | null): ProofConditions | null => {
  if (reading === null) return null;
  const { coreClockMhz, memoryClockMhz, temperatureCelsius, powerWatts } = reading;
  const conditions = { coreClockMhz, memoryClockMhz, temperatureCelsius, powerWatts };
  return Object.values(conditions).every((figure) => figure === null) ? null : conditions;
};

export interface ConditionsWatch {
  /** The card works. The first time it is looked at; again only where that look reached past the work. */
  working(): void;
  /** It stands still from now on. */
  resting(): void;
  /** null: not seen, or its driver says nothing. */
  seen(): ProofConditions | null;
}

/** Of one card, for one proof. */
export const watchConditions = (look: LookAtGpu, gpuId: string): ConditionsWatch => {
  let stretch = 0;
  let isLooking = false;
  let isDone = false;
  let seen: ProofConditions | null = null;
  const lookOnce = async (): Promise<void> => {
    const begunIn = stretch;
    const reading = await look(gpuId);
    isLooking = false;
    if (isDone || begunIn !== stretch) return;
    isDone = true;
    seen = conditionsOf(reading);
  };
  return {
    working: () => {
      if (isLooking || isDone) return;
      isLooking = true;
      void lookOnce();
    },
    resting: () => {
      stretch += 1;
    },
    seen: () => seen,
  };
};
