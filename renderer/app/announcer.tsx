/**
 * Reads out what must not be missed: politely the state, at once when coins are at risk or a GPU is gone. Home's own
 * sentence tells the state there, so it is not told twice.
 */
import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useTopic } from '../client/store.ts';
import { isGrave } from './activity.ts';
import { useProblemText } from './problem-text.ts';
import { useRoute } from './route.ts';

export const Announcer = () => {
  const { t } = useTranslation('common');
  const { activity, problems } = useTopic('status');
  const { title } = useProblemText();
  const route = useRoute();
  const grave = problems.find(({ problem }) => isGrave(problem.code));
  return (
    <VisuallyHidden>
      <p aria-live="polite">{route === 'home' ? '' : t(`state.${activity}`)}</p>
      <p aria-live="assertive">{grave ? title(grave.problem) : ''}</p>
    </VisuallyHidden>
  );
};
