/** What taking back one mending would run, and doing it. */
import { useTranslation } from 'react-i18next';
import { useFailureText } from '../../app/failure-text.ts';
import { useAction } from '../../client/action.ts';
import { useTopic } from '../../client/store.ts';
import classes from './mending-sheet.module.css';
import { SheetFoot } from './sheet-foot.tsx';
import { StepList } from './step-list.tsx';

interface UndoViewProps {
  fingerprint: string;
  onStarted(runId: string): void;
  onClose(): void;
}

export const UndoView = ({ fingerprint, onStarted, onClose }: UndoViewProps) => {
  const { t } = useTranslation(['mending', 'common']);
  const done = useTopic('mending').done.find((each) => each.fingerprint === fingerprint);
  const { run, failure, isBusy } = useAction((core, signal) => core.mending.undo({ fingerprint }, { signal }));
  const failureText = useFailureText()(failure);
  const undo = async (): Promise<void> => {
    const started = await run();
    if (started) onStarted(started.runId);
  };
  return (
    <>
      <div className={classes.body}>
        {done === undefined ? (
          <p>{t('common:failure.MENDING_CHANGED')}</p>
        ) : (
          <>
            <p>{t('sheet.undoes', { plan: t(`plan.${done.name}`) })}</p>
            <p>{t('sheet.exactly', { count: done.steps.length })}</p>
          </>
        )}
      </div>
      {done && <StepList steps={done.steps} />}
      <SheetFoot
        agree={done?.canUndo ? { label: t('sheet.takeBack'), isBusy, act: () => void undo() } : null}
        failure={failureText}
        onClose={onClose}
      />
    </>
  );
};
