/** Runs a whole economy, with every invariant looked at after every hour. */
import { countedFrom, startCounting } from './counting.ts';
import { createEconomy, type Economy } from './economy.ts';
import { runHour } from './hour.ts';
import { createInvariants, type Invariants } from './invariants.ts';
import type { EconomyOptions } from './options.ts';
import type { Names } from './population.ts';
import { createRecorder, type Recorder } from './recorder.ts';

export interface Run {
  readonly economy: Economy;
  readonly recorder: Recorder;
  readonly invariants: Pick<Invariants, 'counts'>;
}

/** @throws InvariantBroken at the first invariant that does not hold */
export const runEconomy = (options: EconomyOptions, names: Names): Run => {
  const economy = createEconomy(options, names);
  const recorder = createRecorder();
  const invariants = createInvariants();
  while (economy.hour < options.hours) {
    if (economy.hour === countedFrom(options.hours)) {
      startCounting(economy);
      recorder.startCounting();
    }
    runHour(economy);
    recorder.keep(economy, invariants.check(economy));
  }
  return { economy, recorder, invariants };
};
