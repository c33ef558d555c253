/** Reads what it takes to open a proposal; the form is there only where the account may and its coins cover the deposit. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../app/formats.ts';
import { useReading } from '../../../client/reading.ts';
import { Panel } from '../../../ui/panel.tsx';
import { ReadingState } from '../../../ui/reading-state.tsx';
import classes from '../community.module.css';
import { useCommunityFailure } from '../community-failure.ts';
import { ProposeForm } from './propose-form.tsx';

export const ProposePanel = ({ onOpened }: { onOpened(proposalId: string): void }) => {
  const { t } = useTranslation('community');
  const formats = useFormats();
  const failureText = useCommunityFailure();
  const { value, failure, again } = useReading('terms', (core, signal) =>
    core.community.proposalTerms(undefined, { signal }),
  );
  if (value === null)
    return (
      <Panel title={t('propose.title')}>
        <ReadingState failure={failureText(failure)} waitsFor={t('waitsFor.terms')} onAgain={again} />
      </Panel>
    );
  const { deposit, free, issues } = value;
  return (
    <Panel title={t('propose.title')}>
      <p className={classes.lead}>
        {t('propose.deposit', { deposit: formats.coins(deposit, { rounding: 'up' }), free: formats.coins(free) })}
      </p>
      {free < deposit ? (
        <p>{t('propose.short')}</p>
      ) : issues.length === 0 ? (
        <p>{t('propose.noIssues')}</p>
      ) : (
        <ProposeForm terms={value} onOpened={onOpened} />
      )}
    </Panel>
  );
};
