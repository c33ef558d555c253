/**
 * What is left, and why? The sums by certainty, where the last hours' earnings went, this PC among its class, the days, the
 * ledger, and the arithmetic behind one entry.
 */
import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureText } from '../../app/failure-text.ts';
import { useFormats } from '../../app/formats.ts';
import { useNow } from '../../app/now.ts';
import { useWhyNotSentence } from '../../app/why-not.ts';
import { useAction } from '../../client/action.ts';
import { useTopic } from '../../client/store.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Icon } from '../../ui/icons/icon.tsx';
import { MoneyTag } from '../../ui/money-tag.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { Stat, StatStrip } from '../../ui/stat-strip.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { StateSentence } from '../../ui/state-sentence.tsx';
import { SupportEarnings } from '../support/support-earnings.tsx';
import { useEarnedSentence } from './earned-sentence.ts';
import classes from './earnings-page.module.css';
import { hoursCsv } from './hours-csv.ts';
import { DaysPanel, HoursPanel } from './hours-panel.tsx';
import { ledgerCsv } from './ledger-csv.ts';
import { LedgerPanel } from './ledger-panel.tsx';
import { epochOf } from './ledger-view.ts';
import { PeersPanel } from './peers-panel.tsx';
import { type Span, useReport } from './use-report.ts';
import { WaterfallPanel } from './waterfall-panel.tsx';
import { WhyPanel } from './why-panel.tsx';

const DeviceEarnings = () => {
  const { t } = useTranslation('earnings');
  const formats = useFormats();
  const now = useNow(10_000);
  const earnings = useTopic('earnings');
  const { network, device } = useTopic('status');
  const [span, setSpan] = useState<Span>('24');
  const report = useReport(span);
  const failureText = useFailureText();
  const whyNot = useWhyNotSentence();
  const hours = useAction((core, signal) => core.earnings.hours({ hours: Number(span) }, { signal }));
  const [chosenId, setChosenId] = useState<string | null>(null);
  const why = useRef<HTMLDivElement>(null);
  const choose = (entryId: string): void => {
    setChosenId(entryId);
    // In one column the explanation stands below the ledger, out of sight.
    requestAnimationFrame(() => why.current?.scrollIntoView({ block: 'nearest' }));
  };
  const { sentence, tag } = useEarnedSentence(earnings, device !== null);
  const { ledger, totals } = earnings;
  // The newest reward explains itself until another entry is chosen.
  const chosen = ledger.find(({ id }) => id === chosenId) ?? ledger.find((entry) => epochOf(entry) !== null) ?? null;
  const day = new Date(now).toISOString().slice(0, 10);
  const isEmpty = device === null || earnings.hours.every(({ state }) => state === 'estimate');
  const exportHours = async (): Promise<void> => {
    const all = await hours.run();
    if (all !== null) saveFile(t('fileName', { date: day }), 'text/csv', hoursCsv(all));
  };
  return (
    <div className={classes.page}>
      <StateSentence
        sentence={sentence}
        proof={
          <span className={classes.proof}>
            {tag && <MoneyTag state={tag} />}
            <span>{tag === null ? t('proof.none') : t('proof.today', { amount: formats.coins(earnings.today) })}</span>
          </span>
        }
        controls={
          <Button
            leftSection={<Icon name="save" size={16} />}
            aria-label={t('exportLabel')}
            disabled={isEmpty}
            loading={hours.isBusy}
            onClick={() => void exportHours()}
          >
            {t('export')}
          </Button>
        }
      />
      <FailureNote text={failureText(hours.failure)} />
      {whyNot !== null && (
        <p className={classes.whyNot} role="status">
          <StateMark mark="needs-you" size={16} />
          <span>{whyNot}</span>
        </p>
      )}
      {earnings.readAt !== null && (
        <StatStrip label={t('totals.label')}>
          <Stat
            label={t('totals.estimate')}
            value={formats.coins(totals.estimate)}
            tag={<MoneyTag state="estimate" />}
            note={t('totals.estimateNote')}
          />
          <Stat
            label={t('totals.confirmed')}
            value={formats.coins(totals.confirmed)}
            tag={<MoneyTag state="confirmed" />}
            note={t('totals.confirmedNote')}
          />
          <Stat
            label={t('totals.paid')}
            value={formats.coins(totals.paid)}
            tag={<MoneyTag state="paid" />}
            note={t('totals.paidNote')}
          />
        </StatStrip>
      )}
      <div className={classes.columns}>
        <div className={classes.column}>
          <WaterfallPanel
            report={report.value}
            failure={failureText(report.failure)}
            isEmpty={isEmpty}
            span={span}
            onSpan={setSpan}
            onAgain={report.again}
          />
          {span === '24' || report.value === null ? (
            <HoursPanel hours={earnings.hours} />
          ) : (
            <DaysPanel days={report.value.days} />
          )}
          <LedgerPanel
            ledger={ledger}
            chosenId={chosen?.id ?? null}
            now={now}
            onChoose={choose}
            onExport={() => saveFile(t('ledgerFile', { date: day }), 'text/csv', ledgerCsv(ledger))}
          />
        </div>
        <div className={`${classes.column} ${classes.side}`}>
          <PeersPanel report={report.value} />
          <div ref={why} className={classes.why}>
            <WhyPanel entry={chosen} now={now} />
          </div>
        </div>
      </div>
      <p className={classes.foot}>
        {network?.isPlay && <span>{t('proof.play', { network: network.name })} </span>}
        <span>
          {earnings.readAt === null ? t('proof.never') : t('proof.readAt', { when: formats.ago(earnings.readAt, now) })}
        </span>
      </p>
    </div>
  );
};

/** Of this PC; of who only supports others, what that brought. */
export const EarningsPage = () => {
  const { supportsOnly } = useTopic('settings');
  return supportsOnly ? <SupportEarnings /> : <DeviceEarnings />;
};
