/** The log of one job, line by line as it is written: followed, paused by scrolling back, searched, saved. */
import { SegmentedControl } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../shared/contract/app/worker.ts';
import { useFormats } from '../../app/formats.ts';
import { useTopic } from '../../client/store.ts';
import { Chip } from '../../ui/chip.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import classes from './job-log.module.css';
import { useJobLog } from './job-log-stream.ts';
import { keptLines, type LogFilter, linesMatching, logFile } from './log-lines.ts';
import { LogRegion } from './log-region.tsx';
import { useSearchKey } from './search-key.ts';
import { isLive, shortId } from './shown-job.ts';

const filters = ['all', 'renter', 'perigee'] as const satisfies readonly LogFilter[];

const FollowState = ({
  isOver,
  isFollowing,
  onFollow,
}: {
  isOver: boolean;
  isFollowing: boolean;
  onFollow(): void;
}) => {
  const { t } = useTranslation('worker');
  if (isOver) return <Chip>{t('log.ended')}</Chip>;
  if (isFollowing) {
    return (
      <Chip>
        <StateMark mark="earning" size={14} />
        {t('log.following')}
      </Chip>
    );
  }
  return (
    <button type="button" className={classes.follow} onClick={onFollow}>
      <Chip>
        <StateMark mark="paused" size={14} />
        {t('log.resume')}
      </Chip>
    </button>
  );
};

export const JobLog = ({ job }: { job: Job }) => {
  const { t } = useTranslation('worker');
  const formats = useFormats();
  const { singleKeys } = useTopic('settings');
  const { lines, state } = useJobLog(job.id);
  const [filter, setFilter] = useState<LogFilter>('all');
  const [search, setSearch] = useState<string | null>(null);
  const [isFollowing, setIsFollowing] = useState(true);
  const field = useRef<HTMLInputElement>(null);
  const isSearching = search !== null;
  const isOver = state === 'ended' || !isLive(job);
  const shown = linesMatching(lines, filter, search ?? '');

  useSearchKey(singleKeys, () => setSearch((known) => known ?? ''));
  useEffect(() => {
    if (isSearching) field.current?.focus();
  }, [isSearching]);
  const empty = (): string => {
    if (lines.length > 0) return t('log.noMatch');
    if (state === 'gone') return t('log.gone');
    return state === 'waiting' ? t('log.waiting') : t('log.empty');
  };

  return (
    <section className={classes.panel} aria-labelledby="job-log-title">
      <div className={classes.head}>
        <h2 id="job-log-title">{isLive(job) ? t('log.title') : t('log.titleEnded')}</h2>
        <FollowState isOver={isOver} isFollowing={isFollowing} onFollow={() => setIsFollowing(true)} />
        <div className={classes.tools}>
          <SegmentedControl
            aria-label={t('log.filter')}
            value={filter}
            onChange={(value) => setFilter(value as LogFilter)}
            data={filters.map((value) => ({ value, label: t(`log.${value}`) }))}
          />
          <IconButton
            icon="search"
            label={isSearching ? t('log.searchClose') : t('log.search')}
            isPressed={isSearching}
            onClick={() => setSearch(isSearching ? null : '')}
          />
          <IconButton
            icon="save"
            label={t('log.save')}
            isDisabled={lines.length === 0}
            onClick={() => saveFile(t('log.fileName', { job: shortId(job.id) }), 'text/plain', logFile(lines))}
          />
        </div>
      </div>
      {isSearching && (
        <div className={classes.search}>
          <input
            ref={field}
            type="search"
            value={search}
            placeholder={t('log.searchPlaceholder')}
            aria-label={t('log.search')}
            onChange={(event) => setSearch(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && setSearch(null)}
          />
          <span role="status">{search.trim() !== '' && t('log.matches', { count: shown.length })}</span>
        </div>
      )}
      <LogRegion lines={shown} empty={empty()} isOver={isOver} isFollowing={isFollowing} onFollowing={setIsFollowing} />
      {(state === 'lost' || lines.length >= keptLines) && (
        <p className={classes.foot}>
          {state === 'lost' ? t('log.lost') : t('log.newest', { count: keptLines, shown: formats.number(keptLines) })}
        </p>
      )}
    </section>
  );
};
