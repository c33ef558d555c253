/** The page of settings. */
import { useTranslation } from 'react-i18next';
import { StateSentence } from '../../ui/state-sentence.tsx';

export const SettingsPage = () => {
  const { t } = useTranslation('settings');
  return <StateSentence sentence={t('title')} />;
};
