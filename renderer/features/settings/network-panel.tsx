/** Whether jobs may reach the internet, how much of it each may use, and how fast. */
import { Switch } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';
import { useTopic } from '../../client/store.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Panel } from '../../ui/panel.tsx';
import { NumberSetting } from './number-setting.tsx';
import { OptionalNumber } from './optional-number.tsx';
import { SettingRow } from './setting-row.tsx';
import { useSetting } from './use-setting.ts';

const gib = 1024 ** 3;
const mib = 1024 ** 2;
const firstBytes = 10 * gib;

export const NetworkPanel = () => {
  const { t } = useTranslation('settings');
  const formats = useFormats();
  const { jobNetworkBytes, jobNetworkBytesPerSecond } = useTopic('settings');
  const { set, failure } = useSetting();
  const id = useId();
  const isAllowed = jobNetworkBytes > 0;
  return (
    <Panel title={t('network.title')}>
      <SettingRow controlId={`${id}-allow`} title={t('network.allow')} detail={t('network.allowWhy')}>
        <Switch
          id={`${id}-allow`}
          checked={isAllowed}
          onChange={(event) => set({ jobNetworkBytes: event.currentTarget.checked ? firstBytes : 0 })}
        />
      </SettingRow>
      {isAllowed && (
        <>
          <SettingRow controlId={`${id}-most`} title={t('network.most')} detail={t('network.mostWhy')}>
            <NumberSetting
              id={`${id}-most`}
              value={Math.round((jobNetworkBytes / gib) * 10) / 10}
              min={0.1}
              max={1024}
              decimals={1}
              unit={formats.unit('gigabyte')}
              onSet={(most) => set({ jobNetworkBytes: Math.round(most * gib) })}
            />
          </SettingRow>
          <SettingRow controlId={`${id}-rate`} title={t('network.rate')} detail={t('network.rateWhy')}>
            <OptionalNumber
              id={`${id}-rate`}
              value={jobNetworkBytesPerSecond === null ? null : Math.round((jobNetworkBytesPerSecond / mib) * 10) / 10}
              min={0.1}
              max={10_000}
              decimals={1}
              unit={t('network.rateUnit')}
              placeholder={t('power.noLimit')}
              onSet={(rate) => set({ jobNetworkBytesPerSecond: rate === null ? null : Math.round(rate * mib) })}
            />
          </SettingRow>
        </>
      )}
      <FailureNote text={failure} />
    </Panel>
  );
};
