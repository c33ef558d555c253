/** Opens the sheet that shows what would mend a problem, or what is being done about it. */
import { Button, type ButtonProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProblemCode } from '../../../shared/contract/codes.ts';
import { useTopic } from '../../client/store.ts';
import { openMendingSheet } from './mending-sheet-store.ts';

export const MendButton = ({ code, ...style }: { code: ProblemCode } & Pick<ButtonProps, 'size' | 'variant'>) => {
  const { t } = useTranslation('mending');
  const { run } = useTopic('mending');
  const isRunning = run !== null && run.state !== 'ended';
  return (
    <Button {...style} onClick={() => openMendingSheet({ kind: 'mend', code })}>
      {t(isRunning ? 'offerRunning' : 'offer')}
    </Button>
  );
};
