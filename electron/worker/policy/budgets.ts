/** What heat, power and noise may be in an hour of the owner's week. Pure. */
import type { Settings } from '../../../shared/contract/app/settings.ts';
import type { HourRule } from '../../../shared/contract/owner-words.ts';

export interface Budgets {
  /** Of all GPUs together; null: no cap. */
  readonly powerLimitWatts: number | null;
  /** Of each GPU's fan, 10..100; null: no budget. */
  readonly fanLimitPercent: number | null;
  /** From here on a GPU gets less power; null: never for its heat. */
  readonly heatFromCelsius: number | null;
}

/** So far below the limit that ends a job: room for three readings of five seconds and the steps between them. */
const beforeLimitCelsius = 3;

const lower = (always: number | null, quiet: number | null): number | null =>
  always === null || quiet === null ? (always ?? quiet) : Math.min(always, quiet);

/** @returns in a quiet hour the lower of two budgets; what is null there changes nothing */
export const budgetsOf = (
  settings: Pick<
    Settings,
    | 'powerLimitWatts'
    | 'quietPowerWatts'
    | 'fanLimitPercent'
    | 'quietFanPercent'
    | 'temperatureLimitCelsius'
    | 'lowersPowerForHeat'
  >,
  hour: HourRule,
): Budgets => {
  const isQuiet = hour === 'quiet';
  return {
    powerLimitWatts: lower(settings.powerLimitWatts, isQuiet ? settings.quietPowerWatts : null),
    fanLimitPercent: lower(settings.fanLimitPercent, isQuiet ? settings.quietFanPercent : null),
    heatFromCelsius: settings.lowersPowerForHeat ? settings.temperatureLimitCelsius - beforeLimitCelsius : null,
  };
};
