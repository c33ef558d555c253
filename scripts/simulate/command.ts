/** The command from its words to its exit code. What it writes to `out` depends on the words alone. */
import { type Comparisons, compare } from './comparison.ts';
import { type Figures, figuresOf } from './figures.ts';
import { InvariantBroken } from './invariants/inspector.ts';
import { type Command, readCommand, usage } from './options.ts';
import { createNames } from './population.ts';
import { textOf } from './print.ts';
import type { runEconomy } from './run-economy.ts';

/** Stays as it is; what changes its meaning gets another number. */
const schema = 'perigee-economy-1';

const jsonOf = (figures: Figures, comparisons: Comparisons | null): string =>
  JSON.stringify({ schema, ...figures, comparisons });

export interface CommandPorts {
  readonly run: typeof runEconomy;
  out(text: string): void;
  err(text: string): void;
}

const simulate = ({ options, json, compares }: Command, { run, out }: CommandPorts): void => {
  const names = createNames();
  const done = run(options, names);
  const figures = figuresOf(done);
  const comparisons = compares ? compare(done, names, run) : null;
  out(json ? jsonOf(figures, comparisons) : textOf(figures, comparisons));
};

/** @returns 0; 1 when an invariant does not hold, which is then said; 2 for words that it does not know */
export const runCommand = (args: readonly string[], ports: CommandPorts): 0 | 1 | 2 => {
  const command = readCommand(args);
  if (typeof command === 'string') {
    ports.err(`${command}\n${usage}`);
    return 2;
  }
  try {
    simulate(command, ports);
    return 0;
  } catch (error) {
    if (!(error instanceof InvariantBroken)) throw error;
    ports.err(error.message);
    return 1;
  }
};
