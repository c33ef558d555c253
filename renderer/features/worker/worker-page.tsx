/** What runs here, and what can it reach? The newest running job with its log, limits and reach, and every job before it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../shared/contract/codes.ts';
import { useNow } from '../../app/now.ts';
import { useProblemText } from '../../app/problem-text.ts';
import { useTopic } from '../../client/store.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FixBanner } from '../../ui/fix-banner.tsx';
import { Panel } from '../../ui/panel.tsx';
import { StateSentence } from '../../ui/state-sentence.tsx';
import { MendButton } from '../mending/mend-button.tsx';
import { usePlan } from '../mending/use-plan.ts';
import { JobControls } from './job-controls.tsx';
import { JobLimits } from './job-limits.tsx';
import { JobList } from './job-list.tsx';
import { JobLog } from './job-log.tsx';
import { JobReach } from './job-reach.tsx';
import { useJobHead } from './job-sentence.ts';
import { JobStats } from './job-stats.tsx';
import { isLive, shownJob } from './shown-job.ts';
import classes from './worker-page.module.css';

const engineCodes: readonly Problem['code'][] = [
  'ENGINE_ABSENT',
  'ENGINE_UNREACHABLE',
  'ENGINE_DENIED',
  'ENGINE_NOT_LINUX',
];

const ProblemBanner = ({ problem, details }: { problem: Problem; details: string }) => {
  const text = useProblemText();
  const mending = usePlan(problem.code);
  const canMend = mending.state === 'known' && mending.plan !== null;
  return (
    <FixBanner
      sentence={text.title(problem)}
      code={problem.code}
      details={details}
      action={canMend && <MendButton code={problem.code} size="sm" />}
    >
      <p>{text.cost(problem)}</p>
      <p>{text.fix(problem)}</p>
    </FixBanner>
  );
};

export const WorkerPage = () => {
  const { t } = useTranslation('worker');
  const now = useNow();
  const { jobs } = useTopic('worker');
  const status = useTopic('status');
  const { takeJobs } = useTopic('settings');
  const [chosenId, setChosenId] = useState<string | null>(null);
  const job = shownJob(jobs, chosenId);
  const engine = status.problems.find(({ problem }) => engineCodes.includes(problem.code));
  const { mark, sentence, proof } = useJobHead(
    job,
    status.activity,
    { takesJobs: takeJobs, hasEngine: engine === undefined },
    now,
  );
  const isOnline = status.network?.isOnline ?? false;
  return (
    <div className={classes.page}>
      <StateSentence
        mark={mark}
        sentence={sentence}
        proof={proof}
        controls={job && isLive(job) && <JobControls job={job} />}
      />
      {engine && (
        <ProblemBanner
          problem={engine.problem}
          details={[engine.problem.code, ...engine.evidence.map(({ text }) => text)].join('\n')}
        />
      )}
      {job === null ? (
        <Panel>
          <EmptyState sentence={t('empty.title')} detail={isOnline ? t('empty.body') : t('empty.offline')} />
        </Panel>
      ) : (
        <>
          {job.problem && (
            <ProblemBanner problem={job.problem} details={`${job.problem.code}\n${job.id}\n${job.image}`} />
          )}
          <JobStats job={job} now={now} />
          {job.state !== 'refused' && (
            <div className={classes.columns}>
              <JobLog key={job.id} job={job} />
              <div className={classes.aside}>
                <JobLimits job={job} />
                <JobReach job={job} />
              </div>
            </div>
          )}
          <JobList jobs={jobs} chosenId={job.id} now={now} onChoose={setChosenId} />
        </>
      )}
    </div>
  );
};
