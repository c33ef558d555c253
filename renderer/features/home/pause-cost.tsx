/** What pausing now would cost, a press away from the Pause button, which never waits for it. */
import { Popover } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';
import { useTopic } from '../../client/store.ts';
import classes from './pause-cost.module.css';
import { pauseCostOf } from './pause-cost.ts';

const Row = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className={classes.row}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

export const PauseCostButton = () => {
  const { t } = useTranslation('home');
  const formats = useFormats();
  const status = useTopic('status');
  const { jobs } = useTopic('worker');
  const earnings = useTopic('earnings');
  const tier = useTopic('tier');
  const cost = pauseCostOf(status, jobs, earnings, tier);
  if (cost === null) return null;
  const { reward, job, uptime } = cost;
  const rewardText = (): string => {
    if (reward.kind === 'none') return t('pauseCost.rewardNone');
    const time = formats.exactClock(reward.safeFrom);
    return reward.amount === null
      ? t('pauseCost.rewardUnknown', { time })
      : t('pauseCost.reward', { amount: formats.loss(reward.amount), time });
  };
  return (
    <Popover position="bottom-end" withArrow width={300}>
      <Popover.Target>
        <button type="button" className={classes.ask}>
          {t('pauseCost.ask')}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <dl className={classes.list}>
          <Row name={t('pauseCost.hour')}>{rewardText()}</Row>
          <Row name={t('pauseCost.job')}>
            {job === null
              ? t('pauseCost.jobNone')
              : job.pay === null
                ? t('pauseCost.jobUnknown')
                : t('pauseCost.jobPay', { amount: formats.loss(job.pay) })}
          </Row>
          <Row name={t('pauseCost.tier')}>
            {uptime === null
              ? t('pauseCost.tierNone')
              : t('pauseCost.uptime', {
                  has: formats.percent(uptime.has, 1),
                  needs: formats.percent(uptime.needs, 1),
                })}
          </Row>
          <Row name={t('pauseCost.stake')}>{t('pauseCost.stakeNone')}</Row>
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
};
