/** Before the first snapshot: the frame's shape, and after two seconds what it waits for. */
import { useTranslation } from 'react-i18next';
import { LoadingBlocks } from '../ui/loading-blocks.tsx';
import classes from './waiting-page.module.css';

export const WaitingPage = () => {
  const { t } = useTranslation('common');
  return (
    <main className={classes.page}>
      <LoadingBlocks waitsFor={t('loading.core')} />
    </main>
  );
};
