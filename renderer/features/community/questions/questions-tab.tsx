/** Questions to those who run the network: what most accounts want answered first, the answers, and one of one's own. */
import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommunityQuestion } from '../../../../shared/contract/app/community.ts';
import { useFormats } from '../../../app/formats.ts';
import { useAction } from '../../../client/action.ts';
import { useReading } from '../../../client/reading.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { FailureNote } from '../../../ui/failure-note.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ReadingState } from '../../../ui/reading-state.tsx';
import classes from '../community.module.css';
import { useCommunityFailure } from '../community-failure.ts';
import { PageButtons } from '../page-buttons.tsx';
import { AskForm } from './ask-form.tsx';

type Kind = 'waiting' | 'answered';

const Line = ({ question, now }: { question: CommunityQuestion; now: number }) => {
  const { t } = useTranslation('community');
  const formats = useFormats();
  const failureText = useCommunityFailure();
  const [counted, setCounted] = useState<CommunityQuestion | null>(null);
  const want = useAction((core, signal) => core.community.wantAnswer({ questionId: question.id }, { signal }));
  const { votes, answer } = counted ?? question;
  const vote = async (): Promise<void> => {
    setCounted(await want.run());
  };
  return (
    <li>
      <p dir="auto" className={classes.words}>
        {question.text}
      </p>
      <p className={classes.meta}>
        {t('questions.votes', {
          count: votes,
          votes: formats.number(votes),
          when: formats.ago(question.askedAt, now),
        })}
      </p>
      {answer !== null && (
        <div className={classes.answer}>
          <h3>{t('questions.answer')}</h3>
          <p dir="auto" className={classes.words}>
            {answer.text}
          </p>
          <p className={classes.meta}>{t('questions.answeredAt', { when: formats.ago(answer.at, now) })}</p>
        </div>
      )}
      {answer === null && counted === null && (
        <Button size="sm" loading={want.isBusy} onClick={() => void vote()}>
          {t('questions.want')}
        </Button>
      )}
      <p role="status" className={classes.meta}>
        {counted === null ? null : t('questions.wanted')}
      </p>
      <FailureNote text={failureText(want.failure)} />
    </li>
  );
};

export const QuestionsTab = ({ now }: { now: number }) => {
  const { t } = useTranslation('community');
  const failureText = useCommunityFailure();
  const [is, setIs] = useState<Kind>('waiting');
  const [skip, setSkip] = useState(0);
  const page = useReading(`${is} ${skip}`, (core, signal) => core.community.questions({ is, skip }, { signal }));
  const choose = (next: Kind): void => {
    setIs(next);
    setSkip(0);
  };
  const none = is === 'waiting' ? t('questions.empty') : t('questions.noAnswers');
  return (
    <div className={classes.two}>
      <Panel title={t('questions.title')}>
        <p className={classes.lead}>{t('questions.what')}</p>
        <SegmentedControl
          aria-label={t('questions.is')}
          value={is}
          onChange={(value) => choose(value as Kind)}
          data={(['waiting', 'answered'] as const).map((value) => ({ value, label: t(`questions.${value}`) }))}
        />
        {page.value === null ? (
          <ReadingState failure={failureText(page.failure)} waitsFor={t('waitsFor.questions')} onAgain={page.again} />
        ) : page.value.questions.length === 0 ? (
          <EmptyState sentence={none} detail={is === 'waiting' ? t('questions.emptyDetail') : null} />
        ) : (
          <ul className={classes.list}>
            {page.value.questions.map((question) => (
              <Line key={question.id} question={question} now={now} />
            ))}
          </ul>
        )}
        <PageButtons
          onNewest={skip === 0 ? null : () => setSkip(0)}
          older={page.value?.next ?? null}
          onOlder={setSkip}
        />
      </Panel>
      <AskForm
        onAsked={() => {
          choose('waiting');
          page.again();
        }}
      />
    </div>
  );
};
