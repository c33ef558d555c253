/** What was taken, why, and what can be done? One loss as a case: the rule, the evidence, the appeal, and a bundle to keep. */
import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SlashCase } from '../../../shared/contract/app/evidence.ts';
import { useFormats } from '../../app/formats.ts';
import { useNow } from '../../app/now.ts';
import { hrefOf, useSubject } from '../../app/route.ts';
import { useReading } from '../../client/reading.ts';
import { Panel } from '../../ui/panel.tsx';
import { ReadingState } from '../../ui/reading-state.tsx';
import { StateSentence } from '../../ui/state-sentence.tsx';
import { AppealPanel } from './appeal-panel.tsx';
import { BundlePanel } from './bundle-panel.tsx';
import { useCaseFailure } from './case-failure.ts';
import classes from './evidence-page.module.css';
import { EvidenceRows } from './evidence-rows.tsx';
import { TakenPanel } from './taken-panel.tsx';

const useCaseSentence = (slash: SlashCase, now: number): string => {
  const { t } = useTranslation('evidence');
  const formats = useFormats();
  const amount = formats.coins(slash.amount, { rounding: slash.state === 'returned' ? 'down' : 'up' });
  if (slash.state !== 'escrow') return t(`sentence.${slash.state}`, { amount });
  if (slash.appeal !== null) return t('sentence.appealed', { amount });
  const when = formats.moment(slash.appealUntil, now);
  return now < slash.appealUntil ? t('sentence.open', { amount, when }) : t('sentence.late', { amount, when });
};

interface CaseProps {
  slash: SlashCase;
  now: number;
  onChange(slash: SlashCase): void;
}

const Case = ({ slash, now, onChange }: CaseProps) => {
  const { t } = useTranslation(['evidence', 'stake']);
  const formats = useFormats();
  return (
    <>
      <StateSentence
        sentence={useCaseSentence(slash, now)}
        proof={t('evidence:proof', {
          what: t(`stake:offence.${slash.offence}`),
          when: formats.moment(slash.at, now),
        })}
      />
      <div className={classes.columns}>
        <Panel title={t('evidence:happened.title')}>
          <div className={classes.text}>
            <p>{t(`evidence:happened.${slash.offence}`)}</p>
            <p>{t(`evidence:rule.${slash.offence}`)}</p>
            <p className={classes.note}>
              {slash.offenceAt === null
                ? t('evidence:happened.unknown')
                : t('evidence:happened.at', { when: formats.moment(slash.offenceAt, now) })}
            </p>
            {slash.parametersVersion !== null && (
              <p className={classes.note}>
                {t('evidence:happened.version', { version: formats.number(slash.parametersVersion) })}
              </p>
            )}
          </div>
        </Panel>
        <TakenPanel slash={slash} />
        <AppealPanel slash={slash} now={now} onChange={onChange} />
        <BundlePanel slashId={slash.id} now={now} />
        <div className={classes.whole}>
          <EvidenceRows evidence={slash.evidence} />
        </div>
      </div>
    </>
  );
};

export const EvidencePage = () => {
  const { t } = useTranslation('evidence');
  const slashId = useSubject() ?? '';
  const now = useNow(10_000);
  const failureText = useCaseFailure(now);
  const reading = useReading(slashId, (core, signal) => core.evidence.read({ slashId }, { signal }));
  return (
    <div className={classes.page}>
      <p className={classes.back}>
        <Anchor href={hrefOf('stake')}>{t('back')}</Anchor>
      </p>
      {reading.value === null ? (
        <>
          <StateSentence sentence={t('sentence.unknown')} />
          <ReadingState failure={failureText(reading.failure)} waitsFor={t('waitsFor')} onAgain={reading.again} />
        </>
      ) : (
        <Case slash={reading.value} now={now} onChange={reading.replace} />
      )}
    </div>
  );
};
