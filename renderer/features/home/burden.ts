/** What the GPUs bear together: the hottest, and their power. Pure; null where no sensor speaks. */
import type { Readings } from '../../../shared/contract/app/machine.ts';

export interface Burden {
  hottestCelsius: number | null;
  powerWatts: number | null;
  /** GPUs whose power is in the sum. */
  gpusReading: number;
}

const known = (values: (number | null)[]): number[] => values.filter((value) => value !== null);

/** @returns the processor's temperature where no GPU tells its own */
export const burdenOf = ({ gpus, cpu }: Pick<Readings, 'gpus' | 'cpu'>): Burden => {
  const now = Object.values(gpus).map((gpu) => gpu.now);
  const temperatures = known(now.map((reading) => reading.temperatureCelsius));
  const powers = known(now.map((reading) => reading.powerWatts));
  return {
    hottestCelsius: temperatures.length > 0 ? Math.max(...temperatures) : (cpu?.now.temperatureCelsius ?? null),
    powerWatts: powers.length > 0 ? powers.reduce((sum, watts) => sum + watts, 0) : null,
    gpusReading: powers.length,
  };
};
