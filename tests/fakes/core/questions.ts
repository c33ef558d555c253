/** The fake core's questions, which grow by what is asked, and its roadmap. */
import { implement } from '@orpc/server';
import type { CommunityQuestion, RoadmapLine } from '../../../shared/contract/app/community.ts';
import { appContract } from '../../../shared/contract/app/index.ts';

const dayMs = 24 * 3_600_000;
const mostAsked = { most: 3, hours: 24 };

const questionsOf = (now: number): CommunityQuestion[] => [
  {
    id: 'q-1',
    text: 'When may two cards of one PC be hired apart?',
    askedAt: now - 4 * dayMs,
    votes: 41,
    answer: null,
  },
  { id: 'q-2', text: 'Will there be a client for ARM?', askedAt: now - dayMs, votes: 7, answer: null },
  {
    ...{ id: 'q-3', text: 'Why is the notice 720 hours?', askedAt: now - 30 * dayMs, votes: 12 },
    answer: { text: 'So that whoever dislikes a change can leave before it holds.', at: now - 20 * dayMs },
  },
];

const roadmapOf = (now: number): RoadmapLine[] => [
  {
    ...{ id: 'two-jobs', title: 'Two jobs on one PC', text: 'One for each card.', state: 'in_progress', issue: 'i-9' },
    ...{ date: now + 40 * dayMs, updatedAt: now - dayMs },
  },
  {
    ...{ id: 'arm', title: 'A client for ARM', text: '', state: 'planned', issue: null },
    ...{ date: null, updatedAt: now - 3 * dayMs },
  },
];

/** @param hasJoined  the scenario knows a network */
export const fakeQuestions = (now: () => number, hasJoined: boolean) => {
  const os = implement(appContract);
  const questions = questionsOf(now());
  const roadmap = roadmapOf(now());
  let asked = 0;
  return {
    questions: os.community.questions.handler(({ input, errors }) => {
      if (!hasJoined) throw errors.NOT_JOINED();
      const found = questions.filter(({ answer }) => (answer === null) === (input.is === 'waiting'));
      return { questions: found.toSorted((a, b) => b.votes - a.votes).slice(input.skip), next: null };
    }),
    ask: os.community.ask.handler(({ input, errors }) => {
      if (asked >= mostAsked.most) throw errors.TOO_MANY_QUESTIONS({ data: mostAsked });
      asked += 1;
      const question = { id: `q-new-${asked}`, text: input.text, askedAt: now(), votes: 1, answer: null };
      questions.push(question);
      return question;
    }),
    wantAnswer: os.community.wantAnswer.handler(({ input, errors }) => {
      const question = questions.find(({ id }) => id === input.questionId);
      if (question === undefined) throw errors.QUESTION_NOT_FOUND();
      question.votes += 1;
      return question;
    }),
    roadmap: os.community.roadmap.handler(({ errors }) => {
      if (!hasJoined) throw errors.NOT_JOINED();
      return { entries: roadmap };
    }),
  };
};
