/** One public issue: its words as they were written, and all that happened to it, oldest first. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';
import { useReading } from '../../client/reading.ts';
import { Panel } from '../../ui/panel.tsx';
import { ReadingState } from '../../ui/reading-state.tsx';
import classes from './community.module.css';
import { useCommunityFailure } from './community-failure.ts';

export const IssuePanel = ({ issueId, now }: { issueId: string; now: number }) => {
  const { t } = useTranslation('community');
  const formats = useFormats();
  const failureText = useCommunityFailure();
  const {
    value: issue,
    failure,
    again,
  } = useReading(issueId, (core, signal) => core.community.issue({ issueId }, { signal }));
  if (issue === null)
    return (
      <Panel title={t('issues.one')}>
        <ReadingState failure={failureText(failure)} waitsFor={t('waitsFor.issues')} onAgain={again} />
      </Panel>
    );
  return (
    <Panel title={t('issues.one')} aside={formats.verbatim(issue.id)}>
      <div className={classes.read}>
        <h3 dir="auto">{issue.title}</h3>
        <p className={classes.words} dir="auto">
          {issue.text}
        </p>
        {issue.redactedAt !== null && (
          <p className={classes.meta}>{t('issues.redacted', { when: formats.moment(issue.redactedAt, now) })}</p>
        )}
        <ol className={classes.list}>
          {issue.history.map(({ at, step, state, date, note }) => (
            <li key={`${at}-${step}-${state}`}>
              <p>
                {step === 'moved' && state !== null
                  ? t('step.moved', { state: t(`issueState.${state}`) })
                  : t(step === 'opened' ? 'step.opened' : 'step.redacted')}
              </p>
              {note !== null && <p dir="auto">{note}</p>}
              <p className={classes.meta}>
                {date === null
                  ? formats.moment(at, now)
                  : t('step.planned', { at: formats.moment(at, now), when: formats.moment(date, now) })}
              </p>
            </li>
          ))}
        </ol>
      </div>
    </Panel>
  );
};
