/** The page of devices. */
import { useTranslation } from 'react-i18next';
import { StateSentence } from '../../ui/state-sentence.tsx';

export const DevicesPage = () => {
  const { t } = useTranslation('devices');
  return <StateSentence sentence={t('title')} />;
};
