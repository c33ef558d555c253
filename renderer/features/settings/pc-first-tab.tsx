/** The owner's PC first: what sends work away, what a job may take, when heat ends it, and the week. */
import { Button, Switch } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';
import { useTopic } from '../../client/store.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { HeadroomBar } from '../../ui/headroom-bar.tsx';
import { Panel } from '../../ui/panel.tsx';
import { heatRoomOf, shortNameOf } from '../devices/gpu-view.ts';
import { jobLimitsOf } from './job-limits.ts';
import { LowerNote } from './lower-note.tsx';
import { NetworkPanel } from './network-panel.tsx';
import { NumberSetting } from './number-setting.tsx';
import { PlayPanel } from './play-panel.tsx';
import { SettingRow } from './setting-row.tsx';
import classes from './settings.module.css';
import { useSetting } from './use-setting.ts';
import { WeekPanel } from './week-panel.tsx';

const gib = 1024 ** 3;
const leastMemoryGib = 0.5;

const JobPanel = () => {
  const { t } = useTranslation('settings');
  const formats = useFormats();
  const settings = useTopic('settings');
  const machine = useTopic('machine');
  const { set, failure } = useSetting();
  const id = useId();
  const limits = machine && jobLimitsOf(settings, machine);
  const isHalf = settings.jobCpuThreads === null && settings.jobMemoryBytes === null;
  return (
    <Panel title={t('job.title')}>
      <SettingRow controlId={`${id}-jobs`} title={t('job.take')} detail={t('job.takeWhy')}>
        <Switch
          id={`${id}-jobs`}
          checked={settings.takeJobs}
          onChange={(event) => set({ takeJobs: event.currentTarget.checked })}
        />
      </SettingRow>
      {machine && limits && (
        <>
          <SettingRow
            controlId={`${id}-threads`}
            title={t('job.threads')}
            detail={t('job.threadsOf', { total: formats.number(machine.cpu.threads) })}
          >
            <NumberSetting
              id={`${id}-threads`}
              value={limits.cpuThreads}
              min={0.5}
              max={machine.cpu.threads}
              step={0.5}
              decimals={1}
              unit={t('job.threadsUnit', { count: limits.cpuThreads })}
              onSet={(jobCpuThreads) => set({ jobCpuThreads })}
            />
          </SettingRow>
          <SettingRow
            controlId={`${id}-memory`}
            title={t('job.memory')}
            detail={t('job.memoryOf', { total: formats.bytes(machine.memory.totalBytes) })}
          >
            <NumberSetting
              id={`${id}-memory`}
              value={Math.round((limits.memoryBytes / gib) * 10) / 10}
              min={leastMemoryGib}
              max={Math.floor(machine.memory.totalBytes / gib)}
              decimals={1}
              unit={formats.unit('gigabyte')}
              onSet={(memoryGib) => set({ jobMemoryBytes: Math.round(memoryGib * gib) })}
            />
          </SettingRow>
          <SettingRow controlId={`${id}-disk`} title={t('job.disk')} detail={t('job.diskWhy')}>
            <NumberSetting
              id={`${id}-disk`}
              value={Math.round(settings.imageBytes / gib)}
              min={1}
              max={65_536}
              unit={formats.unit('gigabyte')}
              onSet={(disk) => set({ imageBytes: disk * gib })}
            />
          </SettingRow>
          <SettingRow title={t('job.half')} detail={isHalf ? t('job.halfNow') : t('job.halfWhy')}>
            {!isHalf && (
              <Button size="sm" onClick={() => set({ jobCpuThreads: null, jobMemoryBytes: null })}>
                {t('job.halfUse')}
              </Button>
            )}
          </SettingRow>
        </>
      )}
      <FailureNote text={failure} />
    </Panel>
  );
};

const HeatPanel = () => {
  const { t } = useTranslation(['settings', 'devices']);
  const formats = useFormats();
  const settings = useTopic('settings');
  const machine = useTopic('machine');
  const readings = useTopic('readings');
  const { set, failure } = useSetting();
  const id = useId();
  const limit = settings.temperatureLimitCelsius;
  return (
    <Panel title={t('heat.title')}>
      <SettingRow controlId={id} title={t('heat.limit')} detail={t('heat.limitWhy')}>
        <NumberSetting
          id={id}
          value={limit}
          min={50}
          max={100}
          unit={formats.unit('celsius')}
          onSet={(temperatureLimitCelsius) => set({ temperatureLimitCelsius })}
        />
      </SettingRow>
      <SettingRow controlId={`${id}-lower`} title={t('heat.lower')} detail={t('heat.lowerWhy')}>
        <Switch
          id={`${id}-lower`}
          checked={settings.lowersPowerForHeat}
          onChange={(event) => set({ lowersPowerForHeat: event.currentTarget.checked })}
        />
      </SettingRow>
      {settings.lowersPowerForHeat && <LowerNote />}
      {machine?.gpus.map((gpu) => {
        const room = heatRoomOf(readings.gpus[gpu.id]?.now ?? null, limit);
        if (room === null) return null;
        const now = formats.celsius(limit - room.spareCelsius);
        return (
          <SettingRow
            key={gpu.id}
            title={shortNameOf(gpu) ?? t('devices:unnamed')}
            detail={
              <HeadroomBar
                label={t('heat.now')}
                ratio={room.ratio}
                figure={t('heat.nowOf', { now, limit: formats.celsius(limit) })}
                tone={room.tone}
              />
            }
          />
        );
      })}
      <FailureNote text={failure} />
    </Panel>
  );
};

export const PcFirstTab = () => (
  <div className={classes.stack}>
    <div className={classes.two}>
      <div className={classes.stack}>
        <PlayPanel />
        <NetworkPanel />
      </div>
      <div className={classes.stack}>
        <HeatPanel />
        <JobPanel />
      </div>
    </div>
    <WeekPanel />
  </div>
);
