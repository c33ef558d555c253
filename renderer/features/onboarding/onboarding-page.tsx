/** The page of onboarding. */
import { useTranslation } from 'react-i18next';
import { StateSentence } from '../../ui/state-sentence.tsx';

export const OnboardingPage = () => {
  const { t } = useTranslation('onboarding');
  return <StateSentence sentence={t('title')} />;
};
