/** What this PC bears right now, from its own sensors. A line without a reading is left out. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';
import { hrefOf } from '../../app/route.ts';
import { useTopic } from '../../client/store.ts';
import { Icon, type IconName } from '../../ui/icons/icon.tsx';
import { Panel } from '../../ui/panel.tsx';
import { shortNameOf } from '../devices/gpu-view.ts';
import { jobLimitsOf } from '../settings/job-limits.ts';
import { burdenOf } from './burden.ts';
import classes from './pc-first-panel.module.css';

const Fact = ({ icon, title, children }: { icon: IconName; title: string; children: ReactNode }) => (
  <li className={classes.fact}>
    <Icon name={icon} />
    <div>
      <strong>{title}</strong>
      <span>{children}</span>
    </div>
  </li>
);

const heldKeys = { heat: 'pc.heldHeat', power: 'pc.heldPower', noise: 'pc.heldNoise' } as const;

export const PcFirstPanel = () => {
  const { t } = useTranslation('home');
  const formats = useFormats();
  const readings = useTopic('readings');
  const machine = useTopic('machine');
  const settings = useTopic('settings');
  const { held } = useTopic('owner');
  const { hottestCelsius, powerWatts, gpusReading } = burdenOf(readings);
  const limits = machine && jobLimitsOf(settings, machine);
  const limit = formats.celsius(settings.temperatureLimitCelsius);
  return (
    <Panel title={t('pc.title')}>
      <ul>
        {hottestCelsius !== null && (
          <Fact icon="thermometer" title={t('pc.heat', { now: formats.celsius(hottestCelsius), limit })}>
            {t('pc.heatLimit', { limit })}
          </Fact>
        )}
        {powerWatts !== null && (
          <Fact icon="bolt" title={t('pc.power', { now: formats.watts(powerWatts) })}>
            {t('pc.powerFrom', { count: gpusReading })}
          </Fact>
        )}
        {held.map(({ gpuId, watts, reasons: [reason] }) => {
          const known = machine?.gpus.find(({ id }) => id === gpuId);
          const gpu = formats.verbatim((known && shortNameOf(known)) ?? gpuId);
          const key = reason === undefined ? 'pc.heldOwn' : heldKeys[reason];
          return (
            <Fact key={gpuId} icon="bolt" title={t(key, { gpu, watts: formats.watts(watts) })}>
              {t(reason === undefined ? 'pc.heldOwnWhy' : 'pc.heldWhy')}
            </Fact>
          );
        })}
        <Fact icon="shield" title={t('pc.files')}>
          {t('pc.filesWhy')} <a href={hrefOf('worker')}>{t('pc.filesLink')}</a>
        </Fact>
        {limits && (
          <Fact
            icon="box"
            title={
              settings.takeJobs
                ? t('pc.job', {
                    count: limits.cpuThreads,
                    threads: formats.number(limits.cpuThreads, 1),
                    memory: formats.bytes(limits.memoryBytes),
                  })
                : t('pc.noJobs')
            }
          >
            <a href={hrefOf('settings')}>{t('pc.jobLink')}</a>
          </Fact>
        )}
        {readings.own && (
          <Fact icon="chip" title={t('pc.own', { share: formats.percent(readings.own.cpuCores, 1) })}>
            {t('pc.ownMemory', { memory: formats.bytes(readings.own.memoryBytes) })}
          </Fact>
        )}
      </ul>
    </Panel>
  );
};
