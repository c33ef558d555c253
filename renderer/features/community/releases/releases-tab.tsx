/** Open data: the hours that were published, and below them one of them with its rows and what this PC makes of it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PublishedRow } from '../../../../shared/contract/app/releases.ts';
import { useReading } from '../../../client/reading.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ReadingState } from '../../../ui/reading-state.tsx';
import classes from '../community.module.css';
import { useCommunityFailure } from '../community-failure.ts';
import { PageButtons } from '../page-buttons.tsx';
import type { ReportDraft } from '../reports/report-draft.ts';
import { HourPanel } from './hour-panel.tsx';
import { HourTable } from './hour-table.tsx';
import { RowsPanel } from './rows-panel.tsx';
import { VerifyPanel } from './verify-panel.tsx';

interface ReleasesTabProps {
  now: number;
  /** A report of a fraud is begun from a row. */
  onReport(draft: ReportDraft): void;
}

export const ReleasesTab = ({ now, onReport }: ReleasesTabProps) => {
  const { t } = useTranslation(['releases', 'community']);
  const failureText = useCommunityFailure();
  const [before, setBefore] = useState<string | undefined>(undefined);
  const [chosen, setChosen] = useState<string | null>(null);
  const page = useReading(`before ${before}`, (core, signal) => core.releases.list({ before }, { signal }));
  const hour = page.value?.hours.find(({ blockId }) => blockId === chosen) ?? null;
  const report = ({ line, row }: PublishedRow): void => {
    if (hour === null) return;
    const { blockId, startsAt, endsAt } = hour;
    onReport({ deviceId: row.device_id, rows: [{ blockId, startsAt, endsAt, line }] });
  };
  return (
    <div className={classes.stack}>
      <Panel title={t('releases:hours.title')}>
        <p className={classes.lead}>{t('releases:hours.what')}</p>
        {page.value === null ? (
          <ReadingState
            failure={failureText(page.failure)}
            waitsFor={t('community:waitsFor.releases')}
            onAgain={page.again}
          />
        ) : page.value.hours.length === 0 ? (
          <EmptyState sentence={t('releases:hours.empty')} detail={t('releases:hours.emptyDetail')} />
        ) : (
          <HourTable hours={page.value.hours} chosen={chosen} now={now} onChoose={setChosen} />
        )}
        <PageButtons
          onNewest={before === undefined ? null : () => setBefore(undefined)}
          older={page.value?.next ?? null}
          onOlder={setBefore}
        />
      </Panel>
      {chosen !== null && hour !== null && (
        <>
          <div className={classes.two}>
            <HourPanel key={`hour ${chosen}`} blockId={chosen} now={now} />
            <VerifyPanel key={`verify ${chosen}`} blockId={chosen} />
          </div>
          <RowsPanel key={`rows ${chosen}`} blockId={chosen} onReport={report} />
        </>
      )}
    </div>
  );
};
