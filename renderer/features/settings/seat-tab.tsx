/** A seat in a café: what the café's software says of it, and how it says so. */
import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { seatStates } from '../../../shared/contract/owner-words.ts';
import { useFailureText } from '../../app/failure-text.ts';
import { useAction } from '../../client/action.ts';
import { useTopic } from '../../client/store.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Panel } from '../../ui/panel.tsx';
import { LockPanel } from './lock-panel.tsx';
import { SettingRow } from './setting-row.tsx';
import classes from './settings.module.css';

/** The same in every language. */
const commandFor = (state: (typeof seatStates)[number]): string => `perigee seat ${state}`;

export const SeatTab = () => {
  const { t } = useTranslation('settings');
  const { seat } = useTopic('owner');
  const { run, failure } = useAction((core, signal, state: (typeof seatStates)[number]) =>
    core.owner.seat({ state }, { signal }),
  );
  const text = useFailureText()(failure);
  return (
    <div className={classes.two}>
      <Panel title={t('seat.title')}>
        <SettingRow title={t('seat.now')} detail={seat === null ? t('seat.nobodySays') : t(`seat.${seat}Why`)}>
          <SegmentedControl
            aria-label={t('seat.now')}
            value={seat ?? ''}
            data={seatStates.map((value) => ({ value, label: t(`seat.${value}`) }))}
            onChange={(chosen) => {
              const state = seatStates.find((value) => value === chosen);
              if (state !== undefined) void run(state);
            }}
          />
        </SettingRow>
        <FailureNote text={text} />
      </Panel>
      <LockPanel />
      <Panel title={t('seat.how')}>
        <SettingRow title={t('seat.command')} detail={<code>{commandFor('taken')}</code>} />
        <SettingRow title={t('seat.commandFree')} detail={<code>{commandFor('free')}</code>} />
        <SettingRow title={t('seat.http')} detail={t('seat.httpWhy')} />
      </Panel>
    </div>
  );
};
