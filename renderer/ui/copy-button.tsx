/** Copies a text and says so, in place. */
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icons/icon.tsx';

interface CopyButtonProps {
  text: string;
  /** What the button says; `Copy details` by default. */
  label?: string;
}

const doneShownMs = 2_500;

export const CopyButton = ({ text, label }: CopyButtonProps) => {
  const { t } = useTranslation('common');
  const [outcome, setOutcome] = useState<'done' | 'failed' | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), doneShownMs);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setOutcome('done'),
      () => setOutcome('failed'),
    );
  };
  return (
    <Button size="sm" onClick={copy} leftSection={<Icon name={outcome === 'done' ? 'tick' : 'copy'} size={16} />}>
      <span aria-live="polite">{outcome === null ? (label ?? t('copy.details')) : t(`copy.${outcome}`)}</span>
    </Button>
  );
};
