/** Shows exactly what would be done to this PC, does it when that is agreed, follows it, and says what came of it. */
import { Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTopic } from '../../client/store.ts';
import sheet from '../../ui/sheet.module.css';
import { closeMendingSheet, type MendingSubject, useMendingSubject } from './mending-sheet-store.ts';
import { PlanView } from './plan-view.tsx';
import { RunView } from './run-view.tsx';
import { UndoView } from './undo-view.tsx';

const Sheet = ({ subject }: { subject: MendingSubject }) => {
  const { t } = useTranslation('mending');
  const { run } = useTopic('mending');
  /** The run that began or was running while this sheet is open. */
  const [followed, setFollowed] = useState<string | null>(null);
  useEffect(() => {
    if (run !== null && run.state !== 'ended') setFollowed(run.id);
  }, [run]);
  const shown = run !== null && (run.state !== 'ended' || run.id === followed) ? run : null;
  const task = shown?.task ?? (subject.kind === 'undo' ? 'undo' : 'mend');
  const title = ((): string => {
    if (shown !== null) return t(task === 'undo' ? 'run.undoTitle' : 'run.title');
    return t(task === 'undo' ? 'sheet.undoTitle' : 'sheet.title');
  })();
  return (
    <Modal
      opened
      onClose={closeMendingSheet}
      title={title}
      withCloseButton={false}
      size={640}
      padding={0}
      classNames={{ title: sheet.title ?? '', header: sheet.header ?? '' }}
    >
      {shown !== null ? (
        <RunView run={shown} onClose={closeMendingSheet} />
      ) : subject.kind === 'mend' ? (
        <PlanView code={subject.code} onStarted={setFollowed} onClose={closeMendingSheet} />
      ) : (
        <UndoView fingerprint={subject.fingerprint} onStarted={setFollowed} onClose={closeMendingSheet} />
      )}
    </Modal>
  );
};

export const MendingSheet = () => {
  const subject = useMendingSubject();
  return subject && <Sheet subject={subject} />;
};
