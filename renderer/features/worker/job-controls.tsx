/** Ends the job: at once with grace, or after it, with a pause behind it. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../shared/contract/app/worker.ts';
import { useFailureText } from '../../app/failure-text.ts';
import { useAction } from '../../client/action.ts';
import { useTopic } from '../../client/store.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './worker-page.module.css';

/** A container gets ten seconds of grace, then the engine needs a moment to take it down. */
const stopTimeoutMs = 60_000;

export const JobControls = ({ job }: { job: Job }) => {
  const { t } = useTranslation('worker');
  const failureText = useFailureText();
  const { activity } = useTopic('status');
  const stop = useAction((core, signal) => core.worker.stop({ jobId: job.id }, { signal }), stopTimeoutMs);
  const finish = useAction((core, signal) => core.control.finish(undefined, { signal }));
  const isFinishing = activity === 'finishing';
  return (
    <>
      <div className={classes.controls}>
        <Button onClick={() => void finish.run()} loading={finish.isBusy} disabled={isFinishing}>
          {isFinishing ? t('action.finishing') : t('action.finish')}
        </Button>
        <Button
          className={classes.danger ?? ''}
          onClick={() => void stop.run()}
          loading={stop.isBusy || job.state === 'stopping'}
        >
          {t('action.stop')}
        </Button>
      </div>
      <span className={classes.stopNote}>{t('action.stopNote')}</span>
      <FailureNote text={failureText(stop.failure ?? finish.failure)} />
    </>
  );
};
