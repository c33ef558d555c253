/** The Balancer: public issues with where each stands and by when the next step is promised; one is read beside the list. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommunityIssue } from '../../../shared/contract/app/community.ts';
import { useFormats } from '../../app/formats.ts';
import { useReading } from '../../client/reading.ts';
import { Chip } from '../../ui/chip.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ReadingState } from '../../ui/reading-state.tsx';
import table from '../../ui/table.module.css';
import classes from './community.module.css';
import { useCommunityFailure } from './community-failure.ts';
import { IssueForm } from './issue-form.tsx';
import { IssuePanel } from './issue-panel.tsx';
import { PageButtons } from './page-buttons.tsx';

type Line = Omit<CommunityIssue, 'history'>;

const Due = ({ issue, now }: { issue: Line; now: number }) => {
  const { t } = useTranslation('community');
  const formats = useFormats();
  if (issue.dueAt === null) return null;
  const when = formats.moment(issue.dueAt, now);
  return (
    <span className={classes.meta}>{issue.isOverdue ? t('issues.overdue', { when }) : t('issues.due', { when })}</span>
  );
};

export const IssuesTab = ({ now }: { now: number }) => {
  const { t } = useTranslation('community');
  const failureText = useCommunityFailure();
  const [beside, setBeside] = useState<string | null>(null);
  /** Pages asked for, each by the end of the one before. */
  const [after, setAfter] = useState<string | undefined>(undefined);
  const issues = useReading(`after ${after}`, (core, signal) => core.community.issues({ after }, { signal }));
  const shown = issues.value?.issues ?? [];
  return (
    <div className={classes.two}>
      <Panel
        title={t('issues.title')}
        aside={
          <Button size="sm" onClick={() => setBeside('')}>
            {t('issues.open')}
          </Button>
        }
      >
        <p className={classes.lead}>{t('issues.what')}</p>
        {issues.value === null ? (
          <ReadingState failure={failureText(issues.failure)} waitsFor={t('waitsFor.issues')} onAgain={issues.again} />
        ) : shown.length === 0 ? (
          <EmptyState sentence={t('issues.empty')} />
        ) : (
          <table className={table.table}>
            <caption>{t('issues.title')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('issues.issue')}</th>
                <th scope="col">{t('issues.state')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((issue) => (
                <tr key={issue.id} className={table.choosable} data-chosen={issue.id === beside || undefined}>
                  <th scope="row">
                    <button
                      type="button"
                      className={table.chooser}
                      aria-pressed={issue.id === beside}
                      onClick={() => setBeside(issue.id)}
                    >
                      <bdi>{issue.title}</bdi>
                    </button>
                    <span className={classes.meta}>{t(`issueKind.${issue.kind}`)}</span>
                  </th>
                  <td>
                    <Chip tone={issue.isOverdue ? 'warn' : 'plain'}>{t(`issueState.${issue.state}`)}</Chip>
                    <Due issue={issue} now={now} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <PageButtons
          onNewest={after === undefined ? null : () => setAfter(undefined)}
          older={issues.value?.next ?? null}
          onOlder={setAfter}
        />
      </Panel>
      {beside === '' && (
        <IssueForm
          onOpened={(issueId) => {
            issues.again();
            setBeside(issueId);
          }}
        />
      )}
      {beside !== null && beside !== '' && <IssuePanel issueId={beside} now={now} />}
    </div>
  );
};
