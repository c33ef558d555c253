/**
 * A way to the network that says some things twice and lets some wait, by draw: seven of ten messages come once and in
 * their turn. It loses nothing for good.
 */
import type { Answer } from '../../../tests/network/play-key.ts';
import type { Draw } from './draw.ts';

export interface PostCounts {
  /** What was given to it. */
  readonly messages: number;
  /** Said a second time, at once or later. */
  readonly again: number;
  /** Came after what was given to it later. */
  readonly late: number;
}

export interface PostOffice {
  mail(send: () => Promise<Answer>, canWait?: boolean): Promise<Answer>;
  /** Brings what is due by now; to be called before each step. */
  bring(): Promise<void>;
  /** Brings all that waits, and disturbs nothing from then on. */
  finish(): Promise<void>;
  readonly counts: PostCounts;
}

const mostStepsLate = 9;
const taken: Answer = { status: 200, body: {} };

/** @throws what the service answers with an error of its own, whenever it comes */
export const openPostOffice = (draw: Draw): PostOffice => {
  let waiting: { readonly dueIn: number; readonly send: () => Promise<Answer> }[] = [];
  const counts = { messages: 0, again: 0, late: 0 };
  let isFinished = false;
  const deliver = async (send: () => Promise<Answer>): Promise<Answer> => {
    const answer = await send();
    if (answer.status >= 500) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  };
  const keep = (send: () => Promise<Answer>): void => {
    const dueIn = draw.between(1, mostStepsLate, `late ${counts.messages}`);
    const at = draw.below(waiting.length + 1, `place ${counts.messages}`);
    waiting.splice(at, 0, { dueIn, send });
  };
  return {
    mail: async (send, canWait = false) => {
      counts.messages += 1;
      const drawn = isFinished ? 0 : draw.below(10, `fate ${counts.messages}`);
      if (drawn < 7) return deliver(send);
      if (drawn === 9 && canWait) {
        counts.late += 1;
        keep(send);
        return taken;
      }
      counts.again += 1;
      if (drawn === 7) {
        const [first] = await Promise.all([deliver(send), deliver(send)]);
        return first;
      }
      const answer = await deliver(send);
      keep(send);
      return answer;
    },
    bring: async () => {
      const due = waiting.filter(({ dueIn }) => dueIn <= 1);
      waiting = waiting.filter(({ dueIn }) => dueIn > 1).map(({ dueIn, send }) => ({ dueIn: dueIn - 1, send }));
      for (const { send } of due) await deliver(send);
    },
    finish: async () => {
      isFinished = true;
      const left = waiting;
      waiting = [];
      for (const { send } of left) await deliver(send);
    },
    counts,
  };
};
