/** Every job that this PC was offered, newest first; choosing one shows it above. */
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../shared/contract/app/worker.ts';
import { useFormats } from '../../app/formats.ts';
import { useProblemText } from '../../app/problem-text.ts';
import { MoneyTag } from '../../ui/money-tag.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type Mark, StateMark } from '../../ui/state-mark.tsx';
import table from '../../ui/table.module.css';
import classes from './job-list.module.css';
import { payOf, shortId } from './shown-job.ts';

const marks: Record<Job['state'], Mark> = {
  offered: 'waiting',
  pulling: 'running',
  starting: 'running',
  running: 'earning',
  frozen: 'player',
  stopping: 'running',
  done: 'passed',
  failed: 'needs-you',
  interrupted: 'needs-you',
  refused: 'off',
};

interface JobListProps {
  jobs: readonly Job[];
  chosenId: string | null;
  now: number;
  onChoose(jobId: string): void;
}

export const JobList = ({ jobs, chosenId, now, onChoose }: JobListProps) => {
  const { t } = useTranslation('worker');
  const formats = useFormats();
  const problemText = useProblemText();
  return (
    <Panel title={t('jobs.title')}>
      <table className={table.table}>
        <caption>{t('jobs.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('jobs.job')}</th>
            <th scope="col" className={classes.wide}>
              {t('jobs.offered')}
            </th>
            <th scope="col">{t('jobs.state')}</th>
            <th scope="col" className={table.end}>
              {t('jobs.pay')}
            </th>
          </tr>
        </thead>
        <tbody>
          {jobs.map((job) => {
            const told = payOf(job);
            const isUnseen = job.state === 'running' && job.seenRunningAt === null;
            return (
              <tr key={job.id} className={table.choosable} data-chosen={job.id === chosenId || undefined}>
                <th scope="row" className={classes.job}>
                  <button
                    type="button"
                    className={table.chooser}
                    aria-pressed={job.id === chosenId}
                    aria-label={t('jobs.show', { job: shortId(job.id) })}
                    onClick={() => onChoose(job.id)}
                  >
                    <bdi>{shortId(job.id)}</bdi>
                  </button>
                </th>
                <td className={classes.wide}>{formats.moment(job.offeredAt, now)}</td>
                <td>
                  <span className={classes.state}>
                    <StateMark mark={isUnseen ? 'waiting' : marks[job.state]} size={14} />
                    {isUnseen ? t('state.unseen') : t(`state.${job.state}`)}
                  </span>
                  {job.problem && <span className={classes.reason}>{problemText.title(job.problem)}</span>}
                </td>
                <td className={table.end}>
                  {told.kind === 'amount' ? (
                    <span className={classes.pay}>
                      <MoneyTag state={told.pay.state} />
                      {formats.coins(told.pay.amount)}
                    </span>
                  ) : (
                    <span className={classes.none}>{t(told.kind === 'none' ? 'jobs.noPay' : 'stats.noPay')}</span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
};
