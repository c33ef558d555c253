/** Lives on a PostgreSQL server of their own, which is killed as a whole again and again, until it died so many times. */
import { booksApart } from './books.ts';
import { createDraw } from './draw.ts';
import { type Grounds, makeServerGrounds } from './grounds.ts';
import { type ServerKill, startOnKilledServer } from './killed-server.ts';
import { countBy, type KillsAsked, undisturbedBooks } from './kills.ts';
import { liveThrough } from './live-through.ts';
import { deaths, type OwnServer, startOwnServer } from './own-server.ts';

export interface ServerkillsReport {
  readonly lives: number;
  readonly kills: number;
  /** Of them, in which the service was killed too. */
  readonly withService: number;
  /** By the word that begins the step's name. */
  readonly byStep: Readonly<Record<string, number>>;
  readonly failures: readonly { readonly life: number; readonly complaints: readonly string[] }[];
}

/** A whole life takes about a second. */
const mostAliveMs = 400;
const mostAwayMs = 800;
/** In one of so many the service dies too. */
const withServiceOneIn = 4;
const shownComplaints = 12;

const killsOf = (seed: number, life: number): (() => ServerKill) => {
  const draw = createDraw(`serverkills ${seed} ${life}`);
  let drawn = 0;
  return () => {
    drawn += 1;
    return {
      afterMs: draw.below(mostAliveMs, `after ${drawn}`),
      death: draw.pick(deaths, `death ${drawn}`),
      takesService: draw.below(withServiceOneIn, `with service ${drawn}`) === 0,
      awayMs: draw.below(mostAwayMs, `away ${drawn}`),
    };
  };
};

const killOn = async (
  server: OwnServer,
  grounds: Grounds,
  { kills, seed, only }: KillsAsked,
  onLife: (life: number, killed: number) => void,
): Promise<ServerkillsReport> => {
  const wanted = await undisturbedBooks(grounds, seed);
  const failures: { life: number; complaints: string[] }[] = [];
  const fallen: { kill: ServerKill; step: string }[] = [];
  let lives = 0;
  for (let life = only ?? 0; fallen.length < kills; life += 1) {
    const next = killsOf(seed, life);
    const before = fallen.length;
    const nextKill = (): ServerKill | null => (fallen.length < kills ? next() : null);
    const onKill = (kill: ServerKill, step: string): void => void fallen.push({ kill, step });
    try {
      const ground = await grounds.enter();
      const victim = startOnKilledServer(ground, server, nextKill, onKill);
      const { books, complaints } = await liveThrough(grounds.world, { seed }, ground, victim);
      const apart = [...complaints, ...booksApart(books, wanted)].slice(0, shownComplaints);
      if (apart.length > 0) failures.push({ life, complaints: apart });
    } catch (error) {
      const { message, cause } = error as Error;
      failures.push({ life, complaints: [message, ...(cause === undefined ? [] : [String(cause)])] });
    }
    lives += 1;
    onLife(life, fallen.length);
    // Where not even a life could begin, none of the next ones can.
    if (only !== null || (failures.at(-1)?.life === life && fallen.length === before)) break;
  }
  return {
    ...{ lives, kills: fallen.length, failures },
    withService: fallen.filter(({ kill }) => kill.takesService).length,
    byStep: countBy(fallen.map(({ step }) => step.split(' ')[0] ?? '')),
  };
};

/**
 * @param onLife  told after each, with how many times the server died so far
 * @throws where no server can be started
 */
export const killServers = async (
  asked: KillsAsked,
  onLife: (life: number, killed: number) => void = () => undefined,
): Promise<ServerkillsReport> => {
  const server = await startOwnServer();
  try {
    return await killOn(server, await makeServerGrounds(server.url), asked, onLife);
  } finally {
    await server.remove();
  }
};
