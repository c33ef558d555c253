/**
 * The reviewer's screen: shows every case that waits, one after the other, and asks what becomes of it. It ends with the
 * last case, with `q`, or with the end of what is typed; a case that was not answered stays as it was.
 */
import { reviewReasons } from '../../shared/domain/compliance/review.ts';
import { readReason, tellCase } from './case-verbs.ts';
import { readUntil, shownTime, type VerbCall, type Verbs } from './verb.ts';

type Answer = 'approved' | 'rejected' | 'skipped' | 'quit';

/** Asks until what is typed makes sense. @returns null at the end of what is typed */
const ask = async <Value>(
  { say, lines }: Pick<VerbCall, 'say' | 'lines'>,
  question: string,
  read: (typed: string) => Value | undefined,
): Promise<Value | null> => {
  for (;;) {
    say(question);
    const typed = await lines.next();
    if (typed.done) return null;
    const value = read(typed.value.trim());
    if (value !== undefined) return value;
  }
};

/** A day that is still to come, or nothing for good. */
const untilOf = (typed: string): { at: number | null } | undefined => {
  try {
    const at = readUntil(typed);
    return at === null || at > Date.now() ? { at } : undefined;
  } catch {
    return undefined;
  }
};

const decide = async (call: VerbCall, caseId: string): Promise<Answer> => {
  const answer = await ask(call, 'approve, reject, skip or quit? [a/r/s/q]', (typed) =>
    typed === 'a' || typed === 'r' || typed === 's' || typed === 'q' ? typed : undefined,
  );
  if (answer === null || answer === 'q') return 'quit';
  if (answer === 's') return 'skipped';
  if (answer === 'a') {
    const until = await ask(call, 'until which day? [2027-12-31, or nothing for good]', untilOf);
    if (until === null) return 'quit';
    await call.api.reviews.approve({ caseId, expiresAt: until.at });
    call.say(`approved, ${until.at === null ? '' : 'until '}${shownTime(until.at)}`);
    return 'approved';
  }
  const reason = await ask(call, `why? [${reviewReasons.join(', ')}]`, (typed) => readReason(typed) ?? undefined);
  if (reason === null) return 'quit';
  await call.api.reviews.reject({ caseId, reason });
  call.say('rejected');
  return 'rejected';
};

const reviewWaiting = async (call: VerbCall): Promise<Record<Exclude<Answer, 'quit'>, number>> => {
  const counts = { approved: 0, rejected: 0, skipped: 0 };
  const { cases } = await call.api.reviews.cases();
  for (const [index, { id }] of cases.entries()) {
    call.say(`— ${index + 1} of ${cases.length}`);
    tellCase(await call.api.reviews.case({ caseId: id }), call.say);
    const answer = await decide(call, id);
    if (answer === 'quit') break;
    counts[answer] += 1;
  }
  const { approved, rejected, skipped } = counts;
  call.say(`${approved} approved, ${rejected} rejected, ${skipped} skipped, ${cases.length} waited`);
  return counts;
};

export const reviewVerbs: Verbs = {
  review: { words: [], what: 'walk through the cases that wait', run: reviewWaiting },
};
