/** What the power of the work cost and what is left after it, in the owner's own money; or why that is not said. */
import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EarningsReport } from '../../../shared/contract/app/earnings.ts';
import { useFormats } from '../../app/formats.ts';
import { hrefOf } from '../../app/route.ts';
import classes from './waterfall-panel.module.css';

const whole = 0.995;

export const PowerLines = ({ report: { power, net } }: { report: EarningsReport }) => {
  const { t } = useTranslation('earnings');
  const formats = useFormats();
  const { wattHours, measuredShare, cost } = power;
  const energy = wattHours === null ? null : formats.fixed(wattHours / 1_000, 2);
  const isSettable = net.kind === 'not_claimed' && (net.why === 'no_price' || net.why === 'no_worth');
  return (
    <>
      <dl className={classes.power}>
        <div>
          <dt>
            {t('power.label')}
            <small>
              {energy === null
                ? t('power.unmeasured')
                : measuredShare >= whole
                  ? t('power.measured', { energy })
                  : t('power.partly', { energy, share: formats.percent(measuredShare) })}
            </small>
          </dt>
          <dd>
            {cost !== null
              ? t('power.cost', { cost: formats.fixed(cost, 2) })
              : t(energy === null ? 'power.unknown' : 'power.unpriced')}
          </dd>
        </div>
        {net.kind === 'claimed' && (
          <div data-is-sum>
            <dt>
              {t('power.left')}
              <small>{t('power.worth', { worth: formats.number(net.coinWorth, 4) })}</small>
            </dt>
            <dd>{t('power.cost', { cost: formats.fixed(net.left, 2) })}</dd>
          </div>
        )}
      </dl>
      {net.kind === 'not_claimed' && (
        <p className={classes.note}>
          {t(`power.why.${net.why}`)}{' '}
          {isSettable && <Anchor href={hrefOf('settings')}>{t('power.openSettings')}</Anchor>}
        </p>
      )}
    </>
  );
};
