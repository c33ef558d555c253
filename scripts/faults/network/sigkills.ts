/** Lives whose service is a process of its own, killed by SIGKILL at any moment of its work, until so many have died. */
import { booksApart } from './books.ts';
import { createDraw } from './draw.ts';
import type { Grounds } from './grounds.ts';
import { startKilledProcess } from './killed-process.ts';
import { undisturbedBooks } from './kills.ts';
import { liveThrough } from './live-through.ts';

export interface SigkillsReport {
  readonly lives: number;
  readonly kills: number;
  readonly failures: readonly { readonly life: number; readonly complaints: readonly string[] }[];
}

/** After the service is up; a whole life takes some seconds. */
const mostAliveMs = 1_500;
const shownComplaints = 12;

/** @param onLife  told after each, with how many were killed so far */
export const killProcesses = async (
  grounds: Grounds,
  { kills, seed }: { readonly kills: number; readonly seed: number },
  onLife: (life: number, killed: number) => void = () => undefined,
): Promise<SigkillsReport> => {
  const wanted = await undisturbedBooks(grounds, seed);
  const failures: { life: number; complaints: string[] }[] = [];
  let killed = 0;
  let lives = 0;
  while (killed < kills) {
    const life = lives;
    const draw = createDraw(`sigkills ${seed} ${life}`);
    const before = killed;
    let births = 0;
    const nextKillMs = (): number | null => {
      births += 1;
      return killed < kills ? draw.below(mostAliveMs, `birth ${births}`) : null;
    };
    const onKill = (): void => {
      killed += 1;
    };
    lives += 1;
    try {
      const ground = await grounds.enter();
      const victim = startKilledProcess(ground, nextKillMs, onKill);
      const { books, complaints } = await liveThrough(grounds.world, { seed }, ground, victim);
      const apart = [...complaints, ...booksApart(books, wanted)].slice(0, shownComplaints);
      if (apart.length > 0) failures.push({ life, complaints: apart });
    } catch (error) {
      const { message, cause } = error as Error;
      failures.push({ life, complaints: [message, String(cause ?? '')] });
    }
    onLife(life, killed);
    if (killed === before) break;
  }
  return { lives, kills: killed, failures };
};
