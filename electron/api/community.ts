/** What the network's people tell and decide in common, read and said through the community's desk. */
import type { Base } from './base.ts';
import type { Services } from './services.ts';

export const communityHandlers = (base: Base, { communityDesk: desk }: Services) => ({
  overview: base.community.overview.handler(async ({ errors }) => {
    const overview = await desk.overview();
    if (overview === null) throw errors.NOT_JOINED();
    return overview;
  }),
  issues: base.community.issues.handler(async ({ input, errors }) => {
    const page = await desk.issues(input.after);
    if (page === null) throw errors.NOT_JOINED();
    return page;
  }),
  issue: base.community.issue.handler(async ({ input, errors }) => {
    const issue = await desk.issue(input.issueId);
    if (issue === null) throw errors.NOT_JOINED();
    if (issue === 'not_found') throw errors.ISSUE_NOT_FOUND();
    return issue;
  }),
  openIssue: base.community.openIssue.handler(async ({ input, errors }) => {
    const answer = await desk.openIssue(input);
    if (answer === null) throw errors.NOT_JOINED();
    if (answer.kind === 'opened') return answer.issue;
    throw errors.TOO_MANY_ISSUES({ data: { most: answer.most, hours: answer.hours } });
  }),
  proposals: base.community.proposals.handler(async ({ input, errors }) => {
    const page = await desk.proposals(input.after);
    if (page === null) throw errors.NOT_JOINED();
    return page;
  }),
  proposal: base.community.proposal.handler(async ({ input, errors }) => {
    const read = await desk.proposal(input.proposalId);
    if (read === null) throw errors.NOT_JOINED();
    if (read === 'not_found') throw errors.PROPOSAL_NOT_FOUND();
    return read;
  }),
  vote: base.community.vote.handler(async ({ input, errors }) => {
    const answer = await desk.vote(input.proposalId, input.choice);
    switch (answer?.kind) {
      case undefined:
        throw errors.NOT_JOINED();
      case 'cast':
        return answer.read;
      case 'not_found':
        throw errors.PROPOSAL_NOT_FOUND();
      case 'no_weight':
        throw errors.NO_WEIGHT();
      case 'already':
        throw errors.ALREADY_VOTED();
      default:
        throw errors.NOT_OPEN();
    }
  }),
  notices: base.community.notices.handler(async ({ input, errors }) => {
    const page = await desk.notices(input.before);
    if (page === null) throw errors.NOT_JOINED();
    return page;
  }),
  proposalTerms: base.community.proposalTerms.handler(async ({ errors }) => {
    const terms = await desk.proposalTerms();
    if (terms === null) throw errors.NOT_JOINED();
    return terms;
  }),
  propose: base.community.propose.handler(async ({ input, errors }) => {
    const { requestId: idempotencyKey, ...asked } = input;
    const answer = await desk.propose({ ...asked, idempotencyKey });
    if (answer === null) throw errors.NOT_JOINED();
    switch (answer.kind) {
      case 'opened':
        return answer.proposal;
      case 'not_voted':
        throw errors.KEY_NOT_VOTED();
      case 'not_allowed':
        throw errors.VALUE_NOT_ALLOWED();
      case 'no_issue':
        throw errors.ISSUE_NOT_FOUND();
      default:
        throw errors.DEPOSIT_MISSING({ data: { required: answer.needed, available: answer.available } });
    }
  }),
  questions: base.community.questions.handler(async ({ input, errors }) => {
    const page = await desk.questions(input.is, input.skip);
    if (page === null) throw errors.NOT_JOINED();
    return page;
  }),
  ask: base.community.ask.handler(async ({ input, errors }) => {
    const answer = await desk.ask(input.text);
    if (answer === null) throw errors.NOT_JOINED();
    if (answer.kind === 'asked') return answer.question;
    throw errors.TOO_MANY_QUESTIONS({ data: { most: answer.most, hours: answer.hours } });
  }),
  wantAnswer: base.community.wantAnswer.handler(async ({ input, errors }) => {
    const question = await desk.wantAnswer(input.questionId);
    if (question === null) throw errors.NOT_JOINED();
    if (question === 'not_found') throw errors.QUESTION_NOT_FOUND();
    return question;
  }),
  roadmap: base.community.roadmap.handler(async ({ errors }) => {
    const roadmap = await desk.roadmap();
    if (roadmap === null) throw errors.NOT_JOINED();
    return roadmap;
  }),
});
