/** Ends work on a PC that got hotter than its owner allows, and lets it begin again five degrees below. */
import type { Readings } from '../../shared/contract/app/machine.ts';
import type { Worker } from '../worker/worker.ts';
import { isLive } from './activity.ts';
import type { ProblemBoard } from './problem-board.ts';

const hysteresisCelsius = 5;

export interface Heat {
  gpuId: string;
  temperatureCelsius: number;
  limitCelsius: number;
}

/**
 * @param wasTooHot while it was, it stays so until every GPU is five degrees under the limit
 * @returns the hottest GPU over the line; null when none is. A GPU without a sensor is never too hot.
 */
export const heatOf = (readings: Readings, limitCelsius: number, wasTooHot: boolean): Heat | null => {
  const line = wasTooHot ? limitCelsius - hysteresisCelsius : limitCelsius;
  const hot = Object.entries(readings.gpus)
    .flatMap(([gpuId, { now }]) =>
      now.temperatureCelsius !== null && now.temperatureCelsius > line
        ? [{ gpuId, temperatureCelsius: now.temperatureCelsius, limitCelsius }]
        : [],
    )
    .sort((a, b) => b.temperatureCelsius - a.temperatureCelsius);
  return hot[0] ?? null;
};

export interface HeatGuard {
  note(readings: Readings): void;
}

export const createHeatGuard = (options: {
  problems: ProblemBoard;
  limitCelsius: () => number;
  worker: Pick<Worker, 'state' | 'stop'>;
}): HeatGuard => {
  const { worker } = options;
  let isTooHot = false;
  /** A stop that the engine does not answer is written down by the worker and goes on. */
  const stopJobs = (): void => {
    for (const { id } of worker.state.get().jobs.filter(isLive)) worker.stop(id, 'too_hot').catch(() => undefined);
  };
  return {
    note: (readings) => {
      const heat = heatOf(readings, options.limitCelsius(), isTooHot);
      if (heat !== null) {
        options.problems.raise({ code: 'GPU_TOO_HOT', data: { ...heat } }, `${heat.temperatureCelsius} °C`);
        if (!isTooHot) stopJobs();
      } else if (isTooHot) options.problems.clear('GPU_TOO_HOT');
      isTooHot = heat !== null;
    },
  };
};
