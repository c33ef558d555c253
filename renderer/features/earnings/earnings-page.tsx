/** What came in, and why? The sums by certainty, the last hours, the ledger, and the arithmetic behind one entry. */
import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';
import { useNow } from '../../app/now.ts';
import { useTopic } from '../../client/store.ts';
import { Icon } from '../../ui/icons/icon.tsx';
import { MoneyTag } from '../../ui/money-tag.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { Stat, StatStrip } from '../../ui/stat-strip.tsx';
import { StateSentence } from '../../ui/state-sentence.tsx';
import { SupportEarnings } from '../support/support-earnings.tsx';
import { useEarnedSentence } from './earned-sentence.ts';
import classes from './earnings-page.module.css';
import { HoursPanel } from './hours-panel.tsx';
import { ledgerCsv } from './ledger-csv.ts';
import { LedgerPanel } from './ledger-panel.tsx';
import { epochOf } from './ledger-view.ts';
import { WhyPanel } from './why-panel.tsx';

const DeviceEarnings = () => {
  const { t } = useTranslation('earnings');
  const formats = useFormats();
  const now = useNow(10_000);
  const earnings = useTopic('earnings');
  const { network, device } = useTopic('status');
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
            disabled={ledger.length === 0}
            onClick={() => saveFile(t('fileName', { date: day }), 'text/csv', ledgerCsv(ledger))}
          >
            {t('export')}
          </Button>
        }
      />
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
          <HoursPanel hours={earnings.hours} />
          <LedgerPanel ledger={ledger} chosenId={chosen?.id ?? null} now={now} onChoose={choose} />
        </div>
        <div ref={why} className={classes.why}>
          <WhyPanel entry={chosen} now={now} />
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
