/** This account's reports of frauds with what became of each and of its bond, and beside them a new one. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OwnReport } from '../../../../shared/contract/app/reports.ts';
import { reportBond } from '../../../../shared/domain/slashing/report-bond.ts';
import { useFormats } from '../../../app/formats.ts';
import { useReading } from '../../../client/reading.ts';
import { Chip } from '../../../ui/chip.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ReadingState } from '../../../ui/reading-state.tsx';
import classes from '../community.module.css';
import { useCommunityFailure } from '../community-failure.ts';
import type { ReportDraft } from './report-draft.ts';
import { ReportForm } from './report-form.tsx';

const tones = { open: 'warn', upheld: 'ok', unproven: 'plain', frivolous: 'bad' } as const;

const Report = ({ report, now }: { report: OwnReport; now: number }) => {
  const { t } = useTranslation('reports');
  const formats = useFormats();
  const { state, decidedAt, reason, bounty } = report;
  return (
    <li>
      <Chip tone={tones[state]}>{t(`is.${state}`)}</Chip>
      <p>{t(`claim.${report.claim}`)}</p>
      <p className={classes.meta}>
        <bdi dir="ltr">{report.deviceId}</bdi>
      </p>
      <p dir="auto">{report.text}</p>
      <p className={classes.meta}>{t('filed', { when: formats.moment(report.at, now) })}</p>
      {decidedAt !== null && <p className={classes.meta}>{t('decided', { when: formats.moment(decidedAt, now) })}</p>}
      {reason !== null && <p dir="auto">{reason}</p>}
      <p className={classes.meta}>{t('bondOf', { bond: formats.coins(report.bond), fate: t(`bondIs.${state}`) })}</p>
      {bounty !== null && <p>{t('bounty', { amount: formats.coins(bounty) })}</p>}
    </li>
  );
};

interface ReportsTabProps {
  now: number;
  /** What was begun from a row; null: nothing. */
  draft: ReportDraft | null;
  onDraft(draft: ReportDraft | null): void;
}

export const ReportsTab = ({ now, draft, onDraft }: ReportsTabProps) => {
  const { t } = useTranslation('reports');
  const formats = useFormats();
  const failureText = useCommunityFailure();
  const [wasFiled, setWasFiled] = useState(false);
  const list = useReading('reports', (core, signal) => core.reports.list(undefined, { signal }));
  const begin = (): void => {
    setWasFiled(false);
    onDraft({ deviceId: '', rows: [] });
  };
  return (
    <div className={classes.two}>
      <Panel
        title={t('title')}
        aside={
          <Button size="sm" onClick={begin}>
            {t('new')}
          </Button>
        }
      >
        <p className={classes.lead}>{t('what', { bond: formats.coins(reportBond) })}</p>
        <p role="status">{wasFiled ? t('done') : null}</p>
        {list.value === null ? (
          <ReadingState failure={failureText(list.failure)} waitsFor={t('waits')} onAgain={list.again} />
        ) : list.value.reports.length === 0 ? (
          <EmptyState sentence={t('empty')} detail={t('emptyDetail')} />
        ) : (
          <ul className={classes.list}>
            {list.value.reports.map((report) => (
              <Report key={report.id} report={report} now={now} />
            ))}
          </ul>
        )}
      </Panel>
      {draft !== null && (
        <ReportForm
          key={`${draft.deviceId} ${draft.rows.map(({ line }) => line).join()}`}
          draft={draft}
          free={list.value?.free ?? null}
          now={now}
          onFiled={() => {
            onDraft(null);
            setWasFiled(true);
            list.again();
          }}
        />
      )}
    </div>
  );
};
