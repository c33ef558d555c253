/** The page of home. */
import { useTranslation } from 'react-i18next';
import { StateSentence } from '../../ui/state-sentence.tsx';

export const HomePage = () => {
  const { t } = useTranslation('home');
  return <StateSentence sentence={t('title')} />;
};
