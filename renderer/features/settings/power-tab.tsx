/** Money and power: what power costs, what work has to leave, and how much the GPUs may draw, and how loud they may be. */
import { Switch } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';
import { useNow } from '../../app/now.ts';
import { useTopic } from '../../client/store.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Panel } from '../../ui/panel.tsx';
import { WeekGrid } from '../../ui/week-grid.tsx';
import { LowerNote } from './lower-note.tsx';
import { NoisePanel } from './noise-panel.tsx';
import { OptionalNumber } from './optional-number.tsx';
import { SettingRow } from './setting-row.tsx';
import classes from './settings.module.css';
import { useSetting } from './use-setting.ts';
import { hourNow } from './week-view.ts';

const noHours = (): boolean[][] => Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => false));

const FloorPanel = () => {
  const { t } = useTranslation('settings');
  const settings = useTopic('settings');
  const { network } = useTopic('status');
  const { set, failure } = useSetting();
  const id = useId();
  const isPlay = network?.isPlay === true;
  return (
    <Panel title={t('power.floorTitle')}>
      <SettingRow controlId={`${id}-price`} title={t('power.price')} detail={t('power.priceWhy')}>
        <OptionalNumber
          id={`${id}-price`}
          value={settings.powerPrice}
          min={0}
          max={1000}
          decimals={4}
          onSet={(powerPrice) => set({ powerPrice })}
        />
      </SettingRow>
      <SettingRow controlId={`${id}-worth`} title={t('power.worth')} detail={t('power.worthWhy')}>
        <OptionalNumber
          id={`${id}-worth`}
          value={settings.coinWorth}
          min={0}
          max={1_000_000}
          decimals={6}
          onSet={(coinWorth) => set({ coinWorth })}
        />
      </SettingRow>
      <SettingRow
        controlId={`${id}-least`}
        title={t('power.least')}
        detail={isPlay ? t('power.leastPlay') : t('power.leastWhy')}
      >
        <OptionalNumber
          id={`${id}-least`}
          value={settings.leastPerHour}
          min={-1000}
          max={1000}
          decimals={4}
          onSet={(leastPerHour) => set({ leastPerHour })}
        />
      </SettingRow>
      <FailureNote text={failure} />
    </Panel>
  );
};

const DrawPanel = () => {
  const { t } = useTranslation('settings');
  const settings = useTopic('settings');
  const { set, failure } = useSetting();
  const id = useId();
  return (
    <Panel title={t('power.drawTitle')}>
      <SettingRow controlId={`${id}-watts`} title={t('power.watts')} detail={t('power.wattsWhy')}>
        <OptionalNumber
          id={`${id}-watts`}
          value={settings.powerLimitWatts}
          placeholder={t('power.noLimit')}
          min={50}
          max={10_000}
          decimals={0}
          unit={t('power.wattUnit')}
          onSet={(powerLimitWatts) => set({ powerLimitWatts })}
        />
      </SettingRow>
      {settings.powerLimitWatts !== null && <LowerNote />}
      <SettingRow controlId={`${id}-awake`} title={t('power.awake')} detail={t('power.awakeWhy')}>
        <Switch
          id={`${id}-awake`}
          checked={settings.keepsAwake}
          onChange={(event) => set({ keepsAwake: event.currentTarget.checked })}
        />
      </SettingRow>
      <FailureNote text={failure} />
    </Panel>
  );
};

const TariffPanel = () => {
  const { t } = useTranslation('settings');
  const formats = useFormats();
  const { tariff, powerPrice } = useTopic('settings');
  const { set, failure } = useSetting();
  const now = hourNow(useNow(30_000));
  const id = useId();
  return (
    <Panel title={t('power.tariffTitle')}>
      <SettingRow controlId={`${id}-has`} title={t('power.tariff')} detail={t('power.tariffWhy')}>
        <Switch
          id={`${id}-has`}
          checked={tariff !== null}
          onChange={(event) =>
            set({ tariff: event.currentTarget.checked ? { price: powerPrice ?? 0, hours: noHours() } : null })
          }
        />
      </SettingRow>
      {tariff !== null && (
        <>
          <SettingRow controlId={`${id}-other`} title={t('power.otherPrice')}>
            <OptionalNumber
              id={`${id}-other`}
              value={tariff.price}
              min={0}
              max={1000}
              decimals={4}
              onSet={(price) => set({ tariff: { ...tariff, price: price ?? 0 } })}
            />
          </SettingRow>
          <WeekGrid
            label={t('power.tariffTitle')}
            week={tariff.hours}
            now={now}
            states={[
              { value: false, label: t('power.ordinary'), look: 'none' },
              { value: true, label: t('power.other'), look: 'full' },
            ]}
            nameOfDay={formats.weekday}
            nameOfHour={formats.hourOfDay}
            onChange={(hours) => set({ tariff: { ...tariff, hours } })}
          />
        </>
      )}
      <FailureNote text={failure} />
    </Panel>
  );
};

export const PowerTab = () => (
  <div className={classes.stack}>
    <div className={classes.two}>
      <div className={classes.stack}>
        <FloorPanel />
        <DrawPanel />
      </div>
      <NoisePanel />
    </div>
    <TariffPanel />
  </div>
);
