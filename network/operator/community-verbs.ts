/** Verbs of the network's public affairs: issues, notices, questions, the roadmap and credited deeds. */
import { issueKinds } from '../../shared/domain/balancer/issue-state.ts';
import { readUntil, shownTime, type Verbs, wrongWords } from './verb.ts';

/** One of a few words. @throws SETTINGS_INVALID */
const oneOf = <Word extends string>(known: readonly Word[], text: string | undefined): Word => {
  const word = known.find((each) => each === text);
  if (word === undefined) throw wrongWords('arguments', text ?? '');
  return word;
};

const steps = ['triaged', 'accepted', 'declined', 'in_progress', 'done', 'reverted'] as const;
const noticeKinds = ['maintenance', 'release', 'information'] as const;
const roadStates = ['planned', 'in_progress', 'done', 'dropped'] as const;
const plainDeeds = ['merged_document', 'accepted_answer'] as const;
const severities = ['minor', 'major', 'critical'] as const;

const said = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text);

export const communityVerbs: Verbs = {
  issues: {
    words: [],
    what: 'public issues that are open, in progress or scheduled, newest first',
    run: async ({ api, say }) => {
      const { issues } = await api.issues.list({ limit: 100 });
      const living = issues.filter(({ state }) => !['declined', 'done', 'reverted'].includes(state));
      for (const { id, kind, state, title, dueAt, isOverdue } of living)
        say(
          `${id}  ${kind}  ${state}  ${dueAt === null ? '' : shownTime(dueAt)}${isOverdue ? ' OVERDUE' : ''}  ${title}`,
        );
      return living;
    },
  },
  'open-issue': {
    words: ['KIND', 'TITLE', 'TEXT'],
    what: `open a public issue: ${issueKinds.join(', ')}`,
    run: async ({ api, words: [kind, title = '', text = ''], say }) => {
      const issue = await api.issues.openAsOperator({ kind: oneOf(issueKinds, kind), title, text });
      say(issue.id);
      return issue;
    },
  },
  step: {
    words: ['ISSUE', 'STATE'],
    options: '[--until TIME] [--reason NOTE]',
    what: 'take an issue’s next step; scheduled needs a time',
    run: async ({ api, words: [issueId = '', to], options, say }) => {
      const date = readUntil(options.until);
      if (to === 'scheduled' && date === null) throw wrongWords('until', '');
      const step = to === 'scheduled' ? { to: 'scheduled' as const, date: date ?? 0 } : { to: oneOf(steps, to) };
      const issue = await api.issues.move({ issueId, step, note: said(options.reason) });
      say(`${issue.id}  ${issue.state}`);
      return issue;
    },
  },
  redact: {
    words: ['ISSUE', 'TITLE', 'TEXT'],
    options: '[--reason NOTE]',
    what: 'put other words in place of those that name somebody',
    run: async ({ api, words: [issueId = '', title = '', text = ''], options, say }) => {
      const issue = await api.issues.redact({ issueId, title, text, note: said(options.reason) });
      say(`${issue.id}  redacted`);
      return issue;
    },
  },
  notice: {
    words: ['KIND', 'TEXT'],
    options: '[--until TIME]',
    what: `tell everybody, with the time that it is about: ${noticeKinds.join(', ')}`,
    run: async ({ api, words: [kind, text = ''], options, say }) => {
      const effectiveAt = readUntil(options.until);
      const told = await api.publicNotices.publish({ kind: oneOf(noticeKinds, kind), text, effectiveAt });
      say(String(told.id));
      return told;
    },
  },
  questions: {
    words: [],
    what: 'questions that wait for an answer, those with most votes first',
    run: async ({ api, say }) => {
      const { questions } = await api.questions.list({ is: 'waiting', limit: 100 });
      for (const { id, votes, text } of questions) say(`${id}  ${votes}  ${text}`);
      return questions;
    },
  },
  'answer-question': {
    words: ['ID', 'TEXT'],
    what: 'answer a question',
    run: async ({ api, words: [questionId = '', text = ''], say }) => {
      const question = await api.questions.answer({ questionId, text });
      say(`${question.id}  answered`);
      return question;
    },
  },
  road: {
    words: ['ID', 'STATE', 'TITLE', 'TEXT'],
    options: '[--until TIME]',
    what: `write an entry of the roadmap: ${roadStates.join(', ')}`,
    run: async ({ api, words: [id = '', state, title = '', text = ''], options, say }) => {
      const date = readUntil(options.until);
      const entry = await api.roadmap.put({ id, title, text, state: oneOf(roadStates, state), date, issue: null });
      say(`${entry.id}  ${entry.state}`);
      return entry;
    },
  },
  deed: {
    words: ['ID', 'ACCOUNT', 'DEED'],
    what: `credit a deed, once for each ID: bug-${severities.join(', bug-')}, ${plainDeeds.join(', ')}`,
    run: async ({ api, words: [id = '', accountId = '', name = ''], say }) => {
      const [kind, severity] = name.split('-');
      const deed =
        kind === 'bug'
          ? { kind: 'bug' as const, severity: oneOf(severities, severity) }
          : { kind: oneOf(plainDeeds, name) };
      const standing = await api.astronaut.credit({ id, accountId, deed });
      say(`${accountId}  ${standing.points}  ${standing.level}`);
      return standing;
    },
  },
};
