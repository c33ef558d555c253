/** Verbs of compliance: the cases that wait, one of them with what its owner told, and its decision. */
import type { ReviewedCase } from '../../shared/contract/network/compliance-reviews.ts';
import { type ReviewReason, reviewReasons } from '../../shared/domain/compliance/review.ts';
import { readUntil, shownTime, type VerbCall, type Verbs, wrongWords } from './verb.ts';

/** @returns null for anything that is none */
export const readReason = (text: string | undefined): ReviewReason | null =>
  reviewReasons.find((reason) => reason === text) ?? null;

/** What a reviewer looks at; control characters in what an owner told are shown as spaces. */
export const tellCase = (filed: ReviewedCase, say: (line: string) => void): void => {
  const clean = (text: string): string => text.replace(/\p{Cc}/gu, ' ');
  say(`case      ${filed.id}`);
  say(`account   ${filed.accountId}`);
  say(`check     ${filed.check}, ${filed.state}, begun ${shownTime(filed.beganAt)}`);
  if (filed.heldUntil !== null) say(`renews    what holds until ${shownTime(filed.heldUntil)}`);
  for (const { check, state, beganAt, rejectedFor } of filed.earlier)
    say(`earlier   ${check}, ${state}${rejectedFor === null ? '' : ` (${rejectedFor})`}, begun ${shownTime(beganAt)}`);
  if (filed.person === null) {
    say('person    nothing is kept');
    return;
  }
  say(`name      ${clean(filed.person.legalName)}`);
  say(`country   ${filed.person.country}`);
  for (const { kind, reference } of filed.person.documents) say(`document  ${kind}: ${clean(reference)}`);
};

const idOf = ({ words }: VerbCall): string => words[0] ?? '';

export const caseVerbs: Verbs = {
  cases: {
    words: [],
    what: 'the cases that wait, oldest first',
    run: async ({ api, say }) => {
      const { cases } = await api.reviews.cases();
      if (cases.length === 0) say('No case waits.');
      for (const { id, check, accountId, beganAt } of cases)
        say(`${id}  ${check}  ${accountId}  ${shownTime(beganAt)}`);
      return cases;
    },
  },
  case: {
    words: ['ID'],
    what: 'one case with what its owner told',
    run: async (call) => {
      const filed = await call.api.reviews.case({ caseId: idOf(call) });
      tellCase(filed, call.say);
      return filed;
    },
  },
  approve: {
    words: ['ID'],
    options: '[--until 2027-12-31]',
    what: 'approve a case, for good or until a day',
    run: async (call) => {
      const expiresAt = readUntil(call.options.until);
      const filed = await call.api.reviews.approve({ caseId: idOf(call), expiresAt });
      call.say(`${filed.id} ${filed.state}, ${expiresAt === null ? '' : 'until '}${shownTime(expiresAt)}`);
      return filed;
    },
  },
  reject: {
    words: ['ID'],
    options: '--reason REASON',
    what: 'reject a case, for a reason of the list below',
    run: async (call) => {
      const reason = readReason(call.options.reason);
      if (reason === null) throw wrongWords('reason', call.options.reason ?? '');
      const filed = await call.api.reviews.reject({ caseId: idOf(call), reason });
      call.say(`${filed.id} ${filed.state}`);
      return filed;
    },
  },
};
