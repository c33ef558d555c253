/** Settings: what may Perigee do to my PC? Every value has an effect, and each change applies at once. */
import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAsideText } from '../../app/aside-text.ts';
import { useFormats } from '../../app/formats.ts';
import { useTopic } from '../../client/store.ts';
import { StateSentence } from '../../ui/state-sentence.tsx';
import { AboutTab } from './about-tab.tsx';
import { jobLimitsOf } from './job-limits.ts';
import { LookTab } from './look-tab.tsx';
import { PcFirstTab } from './pc-first-tab.tsx';
import { PowerTab } from './power-tab.tsx';
import { SeatTab } from './seat-tab.tsx';
import classes from './settings.module.css';

const useSentence = (): string => {
  const { t } = useTranslation('settings');
  const formats = useFormats();
  const settings = useTopic('settings');
  const machine = useTopic('machine');
  const limit = formats.celsius(settings.temperatureLimitCelsius);
  const aside = useAsideText();
  if (aside !== null) return aside.sentence;
  if (!settings.takeJobs) return t('sentence.noJobs');
  if (machine === null) return t('sentence.heat', { limit });
  const { cpuThreads, memoryBytes } = jobLimitsOf(settings, machine);
  return t('sentence.limits', {
    count: cpuThreads,
    threads: formats.number(cpuThreads, 1),
    memory: formats.bytes(memoryBytes),
    limit,
  });
};

export const SettingsPage = () => {
  const { t } = useTranslation('settings');
  return (
    <>
      <StateSentence sentence={useSentence()} proof={t('proof')} />
      <Tabs defaultValue="pc" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="pc">{t('tab.pc')}</Tabs.Tab>
          <Tabs.Tab value="power">{t('tab.power')}</Tabs.Tab>
          <Tabs.Tab value="seat">{t('tab.seat')}</Tabs.Tab>
          <Tabs.Tab value="look">{t('tab.look')}</Tabs.Tab>
          <Tabs.Tab value="about">{t('tab.about')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="pc" className={classes.panel ?? ''}>
          <PcFirstTab />
        </Tabs.Panel>
        <Tabs.Panel value="power" className={classes.panel ?? ''}>
          <PowerTab />
        </Tabs.Panel>
        <Tabs.Panel value="seat" className={classes.panel ?? ''}>
          <SeatTab />
        </Tabs.Panel>
        <Tabs.Panel value="look" className={classes.panel ?? ''}>
          <LookTab />
        </Tabs.Panel>
        <Tabs.Panel value="about" className={classes.panel ?? ''}>
          <AboutTab />
        </Tabs.Panel>
      </Tabs>
    </>
  );
};
