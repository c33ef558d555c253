/** The procedures of public notices, the Balancer's issues, questions and the roadmap. */
import type { Callers } from '../api/callers.ts';
import type { Network } from '../network.ts';
import {
  describeIssue,
  historyOf,
  issueNamed,
  listIssues,
  mostOpened,
  openIssue,
  redactIssue,
  takeStep,
} from './issues.ts';
import { publicNotices, publishNotice } from './public-notices.ts';
import { answerQuestion, askQuestion, listQuestions, mostAsked, voteForQuestion } from './questions.ts';
import { putEntry, roadmap } from './roadmap.ts';

export const publicNoticeRoutes = ({ signed, asOperator }: Callers, network: Network) => ({
  list: signed.publicNotices.list.handler(async ({ input }) => ({ notices: await publicNotices(network, input) })),
  publish: asOperator.publicNotices.publish.handler(async ({ input, errors }) => {
    const id = await publishNotice(network, input);
    if (id === null) throw errors.ISSUE_NOT_FOUND();
    return { id };
  }),
});

export const issueRoutes = ({ signed, asStaff, asOperator }: Callers, network: Network) => ({
  list: signed.issues.list.handler(async ({ input }) => {
    const { rows, next } = await listIssues(network, input);
    return { issues: rows.map((row) => describeIssue(row, network)), next };
  }),
  read: signed.issues.read.handler(async ({ input: { issueId }, errors }) => {
    const row = await issueNamed(network.db, issueId);
    if (row === undefined) throw errors.ISSUE_NOT_FOUND();
    return { ...describeIssue(row, network), history: await historyOf(network.db, issueId) };
  }),
  open: asStaff.issues.open.handler(async ({ input, context, errors }) => {
    const opened = await openIssue(network, context.member.accountId, input);
    if (opened === 'TOO_MANY_ISSUES') throw errors.TOO_MANY_ISSUES({ data: { ...mostOpened } });
    return describeIssue(opened, network);
  }),
  openAsOperator: asOperator.issues.openAsOperator.handler(async ({ input }) => {
    const opened = await openIssue(network, null, input);
    if (opened === 'TOO_MANY_ISSUES') throw new Error('an operator opened too many issues');
    return describeIssue(opened, network);
  }),
  move: asOperator.issues.move.handler(async ({ input: { issueId, step, note }, errors }) => {
    const moved = await takeStep(network, issueId, step, note);
    if (typeof moved === 'string') throw errors[moved]();
    return describeIssue(moved, network);
  }),
  redact: asOperator.issues.redact.handler(async ({ input, errors }) => {
    const redacted = await redactIssue(network, input);
    if (redacted === undefined) throw errors.ISSUE_NOT_FOUND();
    return describeIssue(redacted, network);
  }),
});

export const questionRoutes = ({ signed, asStaff, asOperator }: Callers, network: Network) => ({
  list: signed.questions.list.handler(async ({ input }) => ({ questions: await listQuestions(network, input) })),
  ask: asStaff.questions.ask.handler(async ({ input, context, errors }) => {
    const asked = await askQuestion(network, context.member.accountId, input.text);
    if (asked === 'TOO_MANY_QUESTIONS') throw errors.TOO_MANY_QUESTIONS({ data: { ...mostAsked } });
    return asked;
  }),
  vote: asStaff.questions.vote.handler(async ({ input, context, errors }) => {
    const question = await voteForQuestion(network, context.member.accountId, input.questionId);
    if (question === null) throw errors.QUESTION_NOT_FOUND();
    return question;
  }),
  answer: asOperator.questions.answer.handler(async ({ input, errors }) => {
    const question = await answerQuestion(network, input.questionId, input.text);
    if (question === null) throw errors.QUESTION_NOT_FOUND();
    return question;
  }),
});

export const roadmapRoutes = ({ signed, asOperator }: Callers, network: Network) => ({
  list: signed.roadmap.list.handler(async () => ({ entries: await roadmap(network) })),
  put: asOperator.roadmap.put.handler(async ({ input, errors }) => {
    const entry = await putEntry(network, input);
    if (entry === undefined) throw errors.ISSUE_NOT_FOUND();
    return entry;
  }),
});
