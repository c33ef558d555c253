/** What of the owner's own doing sends work away at once, and when it comes back. */
import { Select, Switch, TagsInput } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { OwnerSign } from '../../../shared/contract/owner-words.ts';
import { useFormats } from '../../app/formats.ts';
import { useTopic } from '../../client/store.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './play-panel.module.css';
import { SettingRow } from './setting-row.tsx';
import { useSetting } from './use-setting.ts';

const comeBackChoices = [1, 2, 5, 10, 15, 30, 60];
const longestName = 64;
const mostPrograms = 32;

type SwitchKey = 'asideForGames' | 'asideForFullScreen' | 'worksOnBattery' | 'worksOnMetered';
const switches: readonly { key: SwitchKey; needs: readonly OwnerSign[] }[] = [
  { key: 'asideForGames', needs: ['games', 'gpuUse'] },
  { key: 'asideForFullScreen', needs: ['fullScreen'] },
  { key: 'worksOnBattery', needs: ['battery'] },
  { key: 'worksOnMetered', needs: ['metered'] },
];

export const PlayPanel = () => {
  const { t } = useTranslation('settings');
  const formats = useFormats();
  const settings = useTopic('settings');
  const { seen } = useTopic('owner');
  const { set, failure } = useSetting();
  const id = useId();
  const choices = [...new Set([...comeBackChoices, settings.comeBackMinutes])].toSorted((a, b) => a - b);
  return (
    <Panel title={t('play.title')}>
      {switches.map(({ key, needs }) => (
        <SettingRow
          key={key}
          controlId={`${id}-${key}`}
          title={t(`play.${key}`)}
          detail={needs.some((sign) => seen[sign]) ? t(`play.${key}Why`) : t(`play.${key}Unseen`)}
        >
          <Switch
            id={`${id}-${key}`}
            checked={settings[key]}
            onChange={(event) => set({ [key]: event.currentTarget.checked })}
          />
        </SettingRow>
      ))}
      <SettingRow
        controlId={`${id}-programs`}
        title={t('play.programs')}
        detail={
          <>
            {t('play.programsWhy')}
            <TagsInput
              id={`${id}-programs`}
              className={classes.programs ?? ''}
              value={settings.asideForPrograms}
              maxTags={mostPrograms}
              maxLength={longestName}
              splitChars={[',', '\n']}
              placeholder={settings.asideForPrograms.length === 0 ? t('play.programsExample') : ''}
              onChange={(names) =>
                set({ asideForPrograms: names.map((name) => name.trim()).filter((name) => name !== '') })
              }
            />
          </>
        }
      />
      <SettingRow controlId={`${id}-back`} title={t('play.back')} detail={t('play.backWhy')}>
        <Select
          id={`${id}-back`}
          allowDeselect={false}
          value={String(settings.comeBackMinutes)}
          data={choices.map((count) => ({ value: String(count), label: formats.duration(count * 60_000) }))}
          onChange={(chosen) => chosen !== null && set({ comeBackMinutes: Number(chosen) })}
        />
      </SettingRow>
      <FailureNote text={failure} />
    </Panel>
  );
};
