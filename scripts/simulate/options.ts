/** What an economy is asked for: read from words of the command line, each refusal a sentence. It starts nothing. */
import { parseArgs } from 'node:util';
import { detectedPerMillionHours } from './habits.ts';

/** Populations that own machines, in the order in which machines are dealt out. */
export const mixed = ['honest', 'lazy', 'cheating', 'colluding', 'cafe'] as const;
type Mixed = (typeof mixed)[number];

/** Habits that a comparison takes away. */
export interface Allowed {
  readonly compounding: boolean;
  readonly cheating: boolean;
  readonly colluding: boolean;
}

export const allAllowed: Allowed = { compounding: true, cheating: true, colluding: true };

export interface EconomyOptions {
  /** Machines that are there from the first day; some owners add more. */
  readonly machines: number;
  readonly hours: number;
  readonly seed: number;
  /** Percent of the machines; sums to 100. */
  readonly mix: Readonly<Record<Mixed, number>>;
  /** Accounts without a machine that support others', in percent of the machines. */
  readonly supporters: number;
  /** Hours in a million in which the pattern of a spoofed card's proofs opens a review. */
  readonly detection: number;
  readonly allowed: Allowed;
}

export interface Command {
  readonly options: EconomyOptions;
  readonly json: boolean;
  /** Runs it three more times, each without one habit. */
  readonly compares: boolean;
}

export const usualOptions: EconomyOptions = {
  machines: 1_000,
  hours: 720,
  seed: 1,
  mix: { honest: 60, lazy: 12, cheating: 8, colluding: 8, cafe: 12 },
  supporters: 10,
  detection: detectedPerMillionHours,
  allowed: allAllowed,
};

const mixText = mixed.map((name) => `${name}=${usualOptions.mix[name]}`).join(',');

export const usage = `usage: npm run simulate -- [--devices N] [--hours H] [--seed S] [--json] [--compare]
                        [--mix ${mixText}]
                        [--supporters PERCENT] [--detection PER_MILLION_HOURS]`;

const ranges = {
  devices: [10, 100_000],
  hours: [1, 87_600],
  seed: [0, 2 ** 32 - 1],
  supporters: [0, 100],
  detection: [0, 1_000_000],
} as const;

class Refusal extends Error {}

const wholeOf = (name: keyof typeof ranges, text: string): number => {
  const [least, most] = ranges[name];
  const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most))
    throw new Refusal(`--${name} takes a whole number from ${least} to ${most}; this is ${JSON.stringify(text)}.`);
  return value;
};

const isMixed = (name: string): name is Mixed => (mixed as readonly string[]).includes(name);

const mixOf = (text: string): Readonly<Record<Mixed, number>> => {
  const mix: Record<Mixed, number> = { honest: 0, lazy: 0, cheating: 0, colluding: 0, cafe: 0 };
  for (const part of text.split(',')) {
    const [name = '', percent = ''] = part.split('=');
    if (!isMixed(name)) throw new Refusal(`--mix knows ${mixed.join(', ')}; not ${JSON.stringify(name)}.`);
    if (!/^\d{1,3}$/.test(percent)) throw new Refusal(`--mix takes whole percents; ${name} has none.`);
    mix[name] = Number(percent);
  }
  const sum = mixed.reduce((total, name) => total + mix[name], 0);
  if (sum !== 100) throw new Refusal(`--mix must sum to 100 percent; this sums to ${sum}.`);
  return mix;
};

const words = {
  devices: { type: 'string' },
  hours: { type: 'string' },
  seed: { type: 'string' },
  mix: { type: 'string' },
  supporters: { type: 'string' },
  detection: { type: 'string' },
  json: { type: 'boolean', default: false },
  compare: { type: 'boolean', default: false },
} as const;

const commandOf = (args: readonly string[]): Command => {
  const { values } = parseArgs({ args: [...args], options: words, strict: true });
  const { devices, hours, seed, mix, supporters, detection } = values;
  return {
    json: values.json,
    compares: values.compare,
    options: {
      ...usualOptions,
      ...(devices === undefined ? {} : { machines: wholeOf('devices', devices) }),
      ...(hours === undefined ? {} : { hours: wholeOf('hours', hours) }),
      ...(seed === undefined ? {} : { seed: wholeOf('seed', seed) }),
      ...(mix === undefined ? {} : { mix: mixOf(mix) }),
      ...(supporters === undefined ? {} : { supporters: wholeOf('supporters', supporters) }),
      ...(detection === undefined ? {} : { detection: wholeOf('detection', detection) }),
    },
  };
};

const isOfParseArgs = (error: unknown): error is TypeError =>
  error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');

/** @returns the command, or a sentence that says what is wrong with the words */
export const readCommand = (args: readonly string[]): Command | string => {
  try {
    return commandOf(args);
  } catch (error) {
    if (error instanceof Refusal || isOfParseArgs(error)) return error.message;
    throw error;
  }
};
