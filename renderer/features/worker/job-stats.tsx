/** The job in four figures: what it pays, since when, whether it was seen, which one it is. */
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../shared/contract/app/worker.ts';
import { useFormats } from '../../app/formats.ts';
import { MoneyTag } from '../../ui/money-tag.tsx';
import { Stat, StatStrip } from '../../ui/stat-strip.tsx';
import { isLive, payOf, shortDigest, shortId } from './shown-job.ts';

export const JobStats = ({ job, now }: { job: Job; now: number }) => {
  const { t } = useTranslation('worker');
  const formats = useFormats();
  const told = payOf(job);
  return (
    <StatStrip label={t('stats.label')}>
      <Stat
        label={t('stats.earned')}
        value={
          told.kind === 'amount'
            ? formats.coins(told.pay.amount)
            : t(told.kind === 'none' ? 'jobs.noPay' : 'stats.noPay')
        }
        tag={told.kind === 'amount' && <MoneyTag state={told.pay.state} />}
      />
      <Stat label={t('stats.since')} value={formats.moment(job.offeredAt, now)} />
      {isLive(job) || job.endedAt === null ? (
        <Stat
          label={t('stats.seen')}
          value={job.seenRunningAt === null ? t('stats.notSeen') : formats.moment(job.seenRunningAt, now)}
        />
      ) : (
        <Stat
          label={t('stats.ended')}
          value={formats.moment(job.endedAt, now)}
          note={job.exitCode === null ? undefined : t('jobs.exit', { code: job.exitCode })}
        />
      )}
      <Stat
        label={t('stats.job')}
        value={<bdi title={job.id}>{shortId(job.id)}</bdi>}
        note={<bdi title={job.image}>{shortDigest(job.image)}</bdi>}
      />
    </StatStrip>
  );
};
