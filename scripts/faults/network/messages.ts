/** Lives whose messages come twice, late and out of order, until so many were sent; and their books beside undisturbed ones. */
import { type RunningNetwork, startNetwork } from '../../../network/service/start-network.ts';
import { type Books, booksApart, whateverHourBurned } from './books.ts';
import { createDraw } from './draw.ts';
import type { Ground, Grounds } from './grounds.ts';
import { undisturbedBooks } from './kills.ts';
import { liveThrough, type Victim } from './live-through.ts';
import { openPostOffice, type PostCounts, type PostOffice } from './post-office.ts';
import { carryOut } from './service-calls.ts';
import { networkOptions } from './world.ts';

export interface MessagesReport extends PostCounts {
  readonly seed: number;
  readonly lives: number;
  readonly failures: readonly { readonly life: number; readonly complaints: readonly string[] }[];
}

const scripts = 4;
/** Of each device in each hour: a life has some 350 messages. */
const chatter = 8;
const shownComplaints = 12;

const serviceBehind = ({ place, clock }: Ground, office: PostOffice): Victim => {
  let running: RunningNetwork | null = null;
  let isSpared = false;
  return {
    reach: async () => {
      const alive = running ?? (await startNetwork(networkOptions(place, clock)));
      running = alive;
      if (isSpared) await office.finish();
      else await office.bring();
      return { url: alive.url, clock, call: (asked) => carryOut(alive, asked), mail: office.mail };
    },
    wasStruck: () => false,
    isGone: false,
    spare: () => {
      isSpared = true;
    },
    end: async () => {
      await running?.close();
    },
  };
};

export const disorderMessages = async (
  grounds: Grounds,
  { messages, seed, only }: { readonly messages: number; readonly seed: number; readonly only: number | null },
  onLife: (life: number, sent: number) => void = () => undefined,
): Promise<MessagesReport> => {
  const undisturbed = new Map<number, Books>();
  const failures: { life: number; complaints: string[] }[] = [];
  const total = { messages: 0, again: 0, late: 0 };
  let lives = 0;
  for (let life = only ?? 0; total.messages < messages; life += 1) {
    const script = seed + (life % scripts);
    const wanted = undisturbed.get(script) ?? (await undisturbedBooks(grounds, script, chatter));
    undisturbed.set(script, wanted);
    const office = openPostOffice(createDraw(`messages ${seed} ${life}`));
    try {
      const ground = await grounds.enter();
      const lived = await liveThrough(grounds.world, { seed: script, chatter }, ground, serviceBehind(ground, office));
      // An end that comes late is billed late, and its fees may be burned an hour later.
      const complaints = [
        ...lived.complaints,
        ...booksApart(whateverHourBurned(lived.books), whateverHourBurned(wanted)),
      ].slice(0, shownComplaints);
      if (complaints.length > 0) failures.push({ life, complaints });
    } catch (error) {
      const { message, cause } = error as Error;
      failures.push({ life, complaints: [message, String(cause ?? '')] });
    }
    for (const name of ['messages', 'again', 'late'] as const) total[name] += office.counts[name];
    lives += 1;
    onLife(life, total.messages);
    if (only !== null) break;
  }
  return { seed, lives, ...total, failures };
};
