/** Language, light or dark, and single keys. */
import { SegmentedControl, Select, Switch } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { languages } from '../../app/i18n.ts';
import { useTopic } from '../../client/store.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SettingRow } from './setting-row.tsx';
import classes from './settings.module.css';
import { useSetting } from './use-setting.ts';

const systemLanguage = 'system';
const appearances = ['system', 'light', 'dark'] as const;

export const LookTab = () => {
  const { t } = useTranslation('settings');
  const { language, appearance, singleKeys } = useTopic('settings');
  const { set, failure } = useSetting();
  const id = useId();
  return (
    <div className={classes.two}>
      <Panel>
        <SettingRow controlId={`${id}-language`} title={t('look.language')} detail={t('look.languageWhy')}>
          <Select
            id={`${id}-language`}
            value={language ?? systemLanguage}
            data={[
              { value: systemLanguage, label: t('look.asSystem') },
              ...languages.map(({ tag, name }) => ({ value: tag, label: name })),
            ]}
            onChange={(chosen) => set({ language: chosen === systemLanguage ? null : chosen })}
          />
        </SettingRow>
        <SettingRow title={t('look.appearance')}>
          <SegmentedControl
            aria-label={t('look.appearance')}
            value={appearance}
            data={appearances.map((value) => ({ value, label: t(`look.${value}`) }))}
            onChange={(chosen) => set({ appearance: appearances.find((value) => value === chosen) ?? 'system' })}
          />
        </SettingRow>
        <SettingRow controlId={`${id}-keys`} title={t('look.keys')} detail={t('look.keysWhy')}>
          <Switch
            id={`${id}-keys`}
            checked={singleKeys}
            onChange={(event) => set({ singleKeys: event.currentTarget.checked })}
          />
        </SettingRow>
        <FailureNote text={failure} />
      </Panel>
    </div>
  );
};
