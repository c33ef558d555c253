/** Why a figure may lie below what it should be, likeliest first, each with what to do. It costs the owner nothing. */
import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CheckStep } from '../../../shared/contract/app/checks.ts';
import { hrefOf } from '../../app/route.ts';
import { Panel } from '../../ui/panel.tsx';
import classes from './step-explanation.module.css';

export const StepGap = ({ step }: { step: CheckStep }) => {
  const { t } = useTranslation('checks');
  if (step.gap.length === 0) return null;
  return (
    <Panel title={t('lower.title')}>
      <p className={classes.text}>{t('lower.body')}</p>
      <ol className={classes.reasons}>
        {step.gap.map((reason) => (
          <li key={reason}>
            <strong>{t(`gap.${reason}`)}</strong> {t(`gapFix.${reason}`)}
          </li>
        ))}
      </ol>
      {step.gpuId !== null && (
        <p className={classes.link}>
          <Anchor href={hrefOf('devices')}>{t('devices')}</Anchor>
        </p>
      )}
    </Panel>
  );
};
