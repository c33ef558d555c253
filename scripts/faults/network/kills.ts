/**
 * Many lives, each struck again and again, until so many blows have fallen; and what each life's books say beside those of
 * the same script that nobody disturbed. A life follows from the seed and its number alone.
 */
import { type Books, booksApart } from './books.ts';
import { createDraw } from './draw.ts';
import { type Blow, type BlowKind, blowKinds } from './fragile-store.ts';
import type { Grounds } from './grounds.ts';
import { liveThrough } from './live-through.ts';
import { type Fallen, startStruckService } from './struck-service.ts';

export interface KillsAsked {
  readonly kills: number;
  readonly seed: number;
  /** One life alone, by its number; null: all, from the first. */
  readonly only: number | null;
}

export interface FailedLife {
  readonly life: number;
  readonly complaints: readonly string[];
  /** The last that fell, the newest first: what to look at. */
  readonly lastBlows: readonly Fallen[];
}

export interface KillsReport {
  readonly seed: number;
  readonly lives: number;
  readonly kills: number;
  readonly statements: number;
  readonly byKind: Readonly<Record<string, number>>;
  readonly byMoment: Readonly<Record<string, number>>;
  /** By the word that begins the step's name. */
  readonly byStep: Readonly<Record<string, number>>;
  readonly failures: readonly FailedLife[];
}

/** Different scripts; each is lived undisturbed once. */
const scripts = 4;
/** Statements between two blows: the start of the service takes some forty, so that most starts are struck too. */
const mostBetween = 120;
const shownComplaints = 12;
const shownBlows = 5;

/** @returns how often each is there, in the order of the alphabet */
export const countBy = (texts: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const text of texts.toSorted()) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
};

const blowsOf = (seed: number, life: number): (() => Blow) => {
  const draw = createDraw(`blows ${seed} ${life}`);
  let drawn = 0;
  return () => {
    drawn += 1;
    const kind = draw.pick<BlowKind>(blowKinds, `kind ${drawn}`);
    return { kind, after: draw.between(1, mostBetween, `after ${drawn}`) };
  };
};

/** @throws when they do not even hold where nobody strikes */
export const undisturbedBooks = async (grounds: Grounds, script: number, chatter = 0): Promise<Books> => {
  const ground = await grounds.enter();
  const none = (): null => null;
  const service = await startStruckService(ground, none, none);
  const { books, complaints } = await liveThrough(grounds.world, { seed: script, chatter }, ground, service);
  if (complaints.length > 0) throw new Error(`undisturbed, and yet: ${complaints.join('; ')}`);
  return books;
};

/** @param onLife  told after each, with how many blows have fallen so far */
export const strikeLives = async (
  grounds: Grounds,
  { kills, seed, only }: KillsAsked,
  onLife: (life: number, fallen: number) => void = () => undefined,
): Promise<KillsReport> => {
  const undisturbed = new Map<number, Books>();
  const blows: Fallen[] = [];
  const failures: FailedLife[] = [];
  let statements = 0;
  let lives = 0;
  const booksOf = async (script: number): Promise<Books> => {
    const known = undisturbed.get(script);
    if (known !== undefined) return known;
    const books = await undisturbedBooks(grounds, script);
    undisturbed.set(script, books);
    return books;
  };
  for (let life = only ?? 0; blows.length < kills; life += 1) {
    const script = seed + (life % scripts);
    const wanted = await booksOf(script);
    const next = blowsOf(seed, life);
    let left = kills - blows.length;
    const nextBlow = (): Blow | null => {
      left -= 1;
      return left < 0 ? null : next();
    };
    const fallen: Fallen[] = [];
    try {
      const ground = await grounds.enter();
      const service = await startStruckService(ground, nextBlow, (blow) => fallen.push(blow));
      const lived = await liveThrough(grounds.world, { seed: script }, ground, service);
      statements += service.statements;
      const complaints = [...lived.complaints, ...booksApart(lived.books, wanted)].slice(0, shownComplaints);
      if (complaints.length > 0)
        failures.push({ life, complaints, lastBlows: fallen.toReversed().slice(0, shownBlows) });
    } catch (error) {
      const { message, cause } = error as Error;
      failures.push({
        life,
        complaints: [message, ...(cause === undefined ? [] : [String(cause)])],
        lastBlows: fallen.toReversed().slice(0, shownBlows),
      });
    }
    blows.push(...fallen);
    lives += 1;
    onLife(life, blows.length);
    if (only !== null || fallen.length === 0) break;
  }
  return {
    ...{ seed, lives, kills: blows.length, statements, failures },
    byKind: countBy(blows.map(({ kind }) => kind)),
    byMoment: countBy(blows.map(({ moment }) => moment)),
    byStep: countBy(blows.map(({ step }) => step.split(' ')[0] ?? '')),
  };
};
