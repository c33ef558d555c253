/** Stands where something that a page asked for is not there: grey blocks while it comes, or why it did not and a way on. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './empty-state.tsx';
import { LoadingBlocks } from './loading-blocks.tsx';

interface ReadingStateProps {
  /** As a sentence; null while nothing failed. */
  failure: string | null;
  /** What is being waited for, as a sentence. */
  waitsFor: string;
  blocks?: readonly number[];
  onAgain(): void;
}

export const ReadingState = ({ failure, waitsFor, blocks = [120, 64], onAgain }: ReadingStateProps) => {
  const { t } = useTranslation('common');
  if (failure === null) return <LoadingBlocks waitsFor={waitsFor} blocks={blocks} />;
  return (
    <EmptyState mark="needs-you" sentence={failure} action={<Button onClick={onAgain}>{t('crash.again')}</Button>} />
  );
};
