/** The owner's week: which hours are for work, which for quiet work, which only while nobody is here, which never. */
import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { allHours, hourRules } from '../../../shared/contract/owner-words.ts';
import { useFormats } from '../../app/formats.ts';
import { useNow } from '../../app/now.ts';
import { useTopic } from '../../client/store.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Panel } from '../../ui/panel.tsx';
import { WeekGrid } from '../../ui/week-grid.tsx';
import { useSetting } from './use-setting.ts';
import classes from './week-panel.module.css';
import { hourNow, hoursOf } from './week-view.ts';

const looks = { work: 'full', quiet: 'striped', away: 'half', never: 'none' } as const;

export const WeekPanel = () => {
  const { t } = useTranslation('settings');
  const formats = useFormats();
  const { week, quietFanPercent, quietPowerWatts } = useTopic('settings');
  const { seen } = useTopic('owner');
  const { set, failure } = useSetting();
  const now = hourNow(useNow(30_000));
  const allowed = hoursOf(week, (rule) => rule !== 'never');
  const isPlain = hoursOf(week, (rule) => rule === 'work') === 168;
  const hasAway = hoursOf(week, (rule) => rule === 'away') > 0;
  const hasQuiet = hoursOf(week, (rule) => rule === 'quiet') > 0;
  const isQuietUnset = quietFanPercent === null && quietPowerWatts === null;
  return (
    <Panel
      title={t('week.title')}
      aside={
        <>
          {!isPlain && (
            <Button size="sm" variant="subtle" onClick={() => set({ week: allHours('work') })}>
              {t('week.reset')}
            </Button>
          )}
          <Menu position="bottom-end">
            <Menu.Target>
              <Button size="sm" variant="subtle">
                {t('week.copy')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {week.map((row, day) => (
                <Menu.Item key={formats.weekday(day)} onClick={() => set({ week: week.map(() => [...row]) })}>
                  {t('week.copyDay', { day: formats.weekday(day) })}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </>
      }
    >
      <WeekGrid
        label={t('week.title')}
        week={week}
        now={now}
        states={hourRules.map((value) => ({ value, label: t(`week.${value}`), look: looks[value] }))}
        nameOfDay={formats.weekday}
        nameOfHour={formats.hourOfDay}
        onChange={(next) => set({ week: next })}
      />
      <p className={classes.note}>
        {t('week.allowed', { count: allowed })} {hasAway && !seen.input && t('week.inputUnseen')}{' '}
        {hasQuiet && isQuietUnset && t('week.quietUnset')}
      </p>
      <FailureNote text={failure} />
    </Panel>
  );
};
