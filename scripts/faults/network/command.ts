/**
 * `npm run faults -- network`: kills at statements, kills of processes, kills of the database's server, messages out of
 * order, forged requests and releases with another byte, each as often as is asked. Prints what was done and what did not
 * hold, by which it can be had again; 1 is the exit code then.
 */
import { parseArgs } from 'node:util';
import { flipBytes } from './flips.ts';
import { forgeRequests } from './forge.ts';
import { makeFolderGrounds, makeServerGrounds } from './grounds.ts';
import { strikeLives } from './kills.ts';
import { disorderMessages } from './messages.ts';
import { whyNoOwnServer } from './own-server.ts';
import { killServers } from './serverkills.ts';
import { killProcesses } from './sigkills.ts';

const options = {
  kills: { type: 'string' },
  sigkills: { type: 'string' },
  serverkills: { type: 'string' },
  messages: { type: 'string' },
  requests: { type: 'string' },
  flips: { type: 'string' },
  seed: { type: 'string', default: '1' },
  only: { type: 'string' },
  database: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

class Misspelt extends Error {}

const whole = (name: string, text: string): number => {
  if (/^\d{1,7}$/.test(text)) return Number(text);
  throw new Misspelt(`--${name} takes a whole number, not ${text}`);
};

/** All of them where none is named. */
const asDefault = {
  kills: '10000',
  sigkills: '20',
  serverkills: '20',
  messages: '10000',
  requests: '10000',
  flips: '10000',
} as const;
type Kind = keyof typeof asDefault;
const kinds = Object.keys(asDefault) as Kind[];

interface Injected {
  readonly hasHeld: boolean;
  readonly report: object;
}
/** Nulls: it was left out, and the report says why. */
type Result =
  | (Injected & { readonly seconds: number })
  | { readonly hasHeld: null; readonly seconds: null; readonly report: object };

const readAsked = (args: readonly string[]) => {
  const { values } = parseArgs({ args: [...args], options });
  const isNamed = kinds.some((kind) => values[kind] !== undefined);
  const counts = kinds.flatMap((kind) => {
    const text = values[kind] ?? (isNamed ? undefined : asDefault[kind]);
    return text === undefined ? [] : [[kind, whole(kind, text)] as const];
  });
  const only = values.only === undefined ? null : whole('only', values.only);
  if (only !== null && counts.length !== 1) throw new Misspelt('--only goes with one kind of fault');
  const leftOut = counts.some(([kind]) => kind === 'serverkills') ? whyNoOwnServer() : null;
  if (leftOut !== null && isNamed) throw new Misspelt(`--serverkills needs a PostgreSQL server of its own: ${leftOut}`);
  return {
    counts,
    only,
    seed: whole('seed', values.seed),
    database: values.database ?? null,
    isJson: values.json,
    /** Why the server is killed no times; null: it can be. */
    leftOut,
  };
};
type Asked = ReturnType<typeof readAsked>;

const inject = async (kind: Kind, count: number, { seed, only, database }: Asked): Promise<Injected> => {
  const say = (what: string) => (life: number, done: number) => console.error(`life ${life}: ${done} ${what}`);
  if (kind === 'requests') {
    const report = await forgeRequests({ requests: count, seed, only }, (sent) => console.error(`${sent} requests`));
    return { report, hasHeld: report.wrong.length === 0 && report.changed.length === 0 };
  }
  if (kind === 'flips') {
    const report = await flipBytes({ flips: count, seed, only }, (flipped) => console.error(`${flipped} flips`));
    return { report, hasHeld: report.missed.length === 0 };
  }
  if (kind === 'serverkills') {
    const report = await killServers({ kills: count, seed, only }, say('server kills'));
    return { report, hasHeld: report.failures.length === 0 };
  }
  const grounds = database === null ? await makeFolderGrounds() : await makeServerGrounds(database);
  try {
    const injectOn = {
      kills: () => strikeLives(grounds, { kills: count, seed, only }, say('kills')),
      sigkills: () => killProcesses(grounds, { kills: count, seed }, say('processes killed')),
      messages: () => disorderMessages(grounds, { messages: count, seed, only }, say('messages')),
    }[kind];
    const report = await injectOn();
    return { report, hasHeld: report.failures.length === 0 };
  } finally {
    await grounds.remove();
  }
};

const textOf = (report: object): string =>
  Object.entries(report)
    .map(([name, value]) => `  ${name.padEnd(12)} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join('\n');
const outcomeOf = ({ hasHeld, seconds }: Result): string => {
  if (seconds === null) return 'left out';
  return `${hasHeld ? 'held' : 'DID NOT HOLD'}, ${seconds} s`;
};

const timed = async (injecting: () => Promise<Injected>): Promise<Result> => {
  const startedAt = performance.now();
  const injected = await injecting();
  return { ...injected, seconds: Math.round((performance.now() - startedAt) / 100) / 10 };
};

/**
 * @param out  takes what the command is asked for, a kind of fault at a time
 * @returns the exit code: 0 where everything held, 1 where something did not, 2 for words that are none
 */
export const runNetworkFaults = async (args: readonly string[], out: (text: string) => void): Promise<number> => {
  let asked: Asked;
  try {
    asked = readAsked(args);
  } catch (error) {
    console.error((error as Error).message);
    return 2;
  }
  const results: Partial<Record<Kind, Result>> = {};
  for (const [kind, count] of asked.counts) {
    const result: Result =
      kind === 'serverkills' && asked.leftOut !== null
        ? { seconds: null, hasHeld: null, report: { why: asked.leftOut } }
        : await timed(() => inject(kind, count, asked));
    results[kind] = result;
    if (!asked.isJson) out(`${kind}: ${outcomeOf(result)}\n${textOf(result.report)}`);
  }
  if (asked.isJson) out(JSON.stringify(results));
  return Object.values(results).every(({ hasHeld }) => hasHeld !== false) ? 0 : 1;
};
