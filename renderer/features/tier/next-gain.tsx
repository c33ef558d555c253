/** What the next step changes: the factor of the hourly reward, what the last hour would have paid, and what it opens. */
import { useTranslation } from 'react-i18next';
import type { TierState } from '../../../shared/contract/app/tier.ts';
import { useFormats } from '../../app/formats.ts';
import { factorFigure } from '../../ui/factor.ts';
import { Panel } from '../../ui/panel.tsx';
import type { LastHour } from './last-hour.ts';
import classes from './next-gain.module.css';
import { factorNow, type LadderStep } from './next-step.ts';
import { useOpensText } from './opens-text.ts';

export const NextGain = ({
  tier,
  next,
  lastHour,
}: {
  tier: TierState;
  next: LadderStep;
  lastHour: LastHour | null;
}) => {
  const { t } = useTranslation('tier');
  const formats = useFormats();
  const opensText = useOpensText();
  const factor = (bps: number): string => t('factor', { factor: factorFigure(formats, bps, 2) });
  return (
    <Panel title={t('gain.title', { next: t(`name.${next.tier}`) })}>
      <dl className={classes.lines}>
        <div className={classes.line}>
          <dt>{t('gain.reward')}</dt>
          <dd>{t('gain.change', { now: factor(factorNow(tier)), next: factor(next.factorBps) })}</dd>
        </div>
        {lastHour !== null && (
          <div className={classes.line}>
            <dt>{t('ladder.lastHour')}</dt>
            <dd>
              {t('gain.wouldBe', {
                now: formats.coins(lastHour.reason.reward, { places: 4 }),
                next: formats.coins(lastHour.inTier(next.tier), { places: 4 }),
              })}
            </dd>
          </div>
        )}
        <div className={classes.line}>
          <dt>{t('gain.opens')}</dt>
          <dd>{opensText(next.opens)}</dd>
        </div>
      </dl>
      <p className={classes.note}>
        {t('gain.same')}{' '}
        {lastHour !== null && t('gain.asItWas', { from: formats.clock(lastHour.from), to: formats.clock(lastHour.to) })}
      </p>
    </Panel>
  );
};
