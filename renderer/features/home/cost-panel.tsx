/** What leaving a problem alone costs, in what is known: the latest confirmed hour, the uptime so far, the stake. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';
import { hrefOf } from '../../app/route.ts';
import { useTopic } from '../../client/store.ts';
import { Icon, type IconName } from '../../ui/icons/icon.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './cost-panel.module.css';
import { lastConfirmedRewardOf } from './home-view.ts';

const Row = ({ icon, label, children }: { icon: IconName; label: string; children: ReactNode }) => (
  <div className={classes.row}>
    <Icon name={icon} />
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

const useUptimeBps = (): bigint | null => {
  const requirements = useTopic('tier')?.ladder[0]?.requirements ?? [];
  return requirements.find(({ kind }) => kind === 'uptime')?.has ?? null;
};

export const CostPanel = () => {
  const { t } = useTranslation('home');
  const formats = useFormats();
  const earnings = useTopic('earnings');
  const { jobs } = useTopic('worker');
  const reward = lastConfirmedRewardOf(earnings);
  const uptimeBps = useUptimeBps();
  const isJobRunning = jobs.some(({ state }) => state === 'running' || state === 'stopping');
  return (
    <Panel title={t('cost.title')}>
      <dl className={classes.rows}>
        {reward !== null && (
          <Row icon="bars" label={t('cost.hour')}>
            {t('cost.about', { amount: formats.coins(reward) })}
          </Row>
        )}
        {uptimeBps !== null && (
          <Row icon="steps" label={t('cost.uptime')}>
            {t('cost.falls', { now: formats.percent(Number(uptimeBps) / 10_000, 1) })}
          </Row>
        )}
        <Row icon="lock" label={isJobRunning ? t('cost.stakeJob') : t('cost.stakeNoJob')}>
          {isJobRunning ? <a href={hrefOf('stake')}>{t('cost.stakeLink')}</a> : t('cost.none')}
        </Row>
        <Row icon="wallet" label={t('cost.kept')}>
          {formats.coins(earnings.today)}
        </Row>
      </dl>
    </Panel>
  );
};
