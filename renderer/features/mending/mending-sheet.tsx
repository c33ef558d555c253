/** Shows exactly what would be done to this PC, does it when that is agreed, follows it, and says what came of it. */
import { Modal } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useTopic } from '../../client/store.ts';
import sheet from '../../ui/sheet.module.css';
import {
  closeMendingSheet,
  followRun,
  type MendingSubject,
  useFollowedRun,
  useMendingSubject,
} from './mending-sheet-store.ts';
import { PlanView } from './plan-view.tsx';
import { RunView } from './run-view.tsx';
import { UndoView } from './undo-view.tsx';

const Sheet = ({ subject }: { subject: MendingSubject }) => {
  const { t } = useTranslation('mending');
  const { run } = useTopic('mending');
  const followed = useFollowedRun();
  useEffect(() => {
    if (run !== null && run.state !== 'ended') followRun(run.id);
  }, [run]);
  const shown = run !== null && (run.state !== 'ended' || run.id === followed) ? run : null;
  const task = shown?.task ?? (subject.kind === 'undo' ? 'undo' : 'mend');
  const title = ((): string => {
    if (shown !== null) return t(task === 'undo' ? 'run.undoTitle' : 'run.title');
    return t(task === 'undo' ? 'sheet.undoTitle' : 'sheet.title');
  })();
  const close = (): void => {
    if (shown?.state === 'ended') followRun(null);
    closeMendingSheet();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      withCloseButton={false}
      size={640}
      padding={0}
      classNames={{ title: sheet.title ?? '', header: sheet.header ?? '' }}
    >
      {shown !== null ? (
        <RunView run={shown} onClose={close} />
      ) : subject.kind === 'mend' ? (
        <PlanView code={subject.code} onStarted={followRun} onClose={close} />
      ) : (
        <UndoView fingerprint={subject.fingerprint} onStarted={followRun} onClose={close} />
      )}
    </Modal>
  );
};

export const MendingSheet = () => {
  const subject = useMendingSubject();
  return subject && <Sheet subject={subject} />;
};
