/** How loud work may be, at any hour and in quiet ones. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';
import { useTopic } from '../../client/store.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Panel } from '../../ui/panel.tsx';
import { shortNameOf } from '../devices/gpu-view.ts';
import { LowerNote } from './lower-note.tsx';
import { OptionalNumber } from './optional-number.tsx';
import { SettingRow } from './setting-row.tsx';
import { useSetting } from './use-setting.ts';

const fanRange = { min: 10, max: 100, decimals: 0 };

/** What the fans do now; null where none tells. */
const useFans = (): string | null => {
  const { t } = useTranslation(['settings', 'devices']);
  const formats = useFormats();
  const machine = useTopic('machine');
  const readings = useTopic('readings');
  const fans = (machine?.gpus ?? []).flatMap((gpu) => {
    const fanPercent = readings.gpus[gpu.id]?.now.fanPercent ?? null;
    const name = shortNameOf(gpu) ?? t('devices:unnamed');
    const percent = fanPercent === null ? null : formats.percent(fanPercent / 100);
    return percent === null ? [] : [t('noise.fanOf', { gpu: formats.verbatim(name), percent })];
  });
  return fans.length === 0 ? null : t('noise.now', { fans: formats.list(fans) });
};

export const NoisePanel = () => {
  const { t } = useTranslation('settings');
  const formats = useFormats();
  const { fanLimitPercent, quietFanPercent, quietPowerWatts, powerLimitWatts } = useTopic('settings');
  const { set, failure } = useSetting();
  const fans = useFans();
  const id = useId();
  const isAsked = fanLimitPercent !== null || quietFanPercent !== null || quietPowerWatts !== null;
  return (
    <Panel title={t('noise.title')}>
      <SettingRow
        controlId={`${id}-fan`}
        title={t('noise.fan')}
        detail={
          <>
            {t('noise.fanWhy')} {fans ?? t('noise.fanUnseen')}
          </>
        }
      >
        <OptionalNumber
          placeholder={t('power.noLimit')}
          {...fanRange}
          id={`${id}-fan`}
          value={fanLimitPercent}
          unit={formats.unit('percent')}
          onSet={(next) => set({ fanLimitPercent: next })}
        />
      </SettingRow>
      <SettingRow controlId={`${id}-quiet-fan`} title={t('noise.quietFan')} detail={t('noise.quietFanWhy')}>
        <OptionalNumber
          placeholder={t('power.noLimit')}
          {...fanRange}
          id={`${id}-quiet-fan`}
          value={quietFanPercent}
          unit={formats.unit('percent')}
          onSet={(next) => set({ quietFanPercent: next })}
        />
      </SettingRow>
      <SettingRow controlId={`${id}-quiet-watts`} title={t('noise.quietWatts')} detail={t('noise.quietWattsWhy')}>
        <OptionalNumber
          placeholder={t('power.noLimit')}
          id={`${id}-quiet-watts`}
          value={quietPowerWatts}
          min={50}
          max={10_000}
          decimals={0}
          unit={t('power.wattUnit')}
          onSet={(next) => set({ quietPowerWatts: next })}
        />
      </SettingRow>
      {/* It stands beside the power limit already. */}
      {isAsked && powerLimitWatts === null && <LowerNote />}
      <FailureNote text={failure} />
    </Panel>
  );
};
