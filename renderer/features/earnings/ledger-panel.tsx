/** Every amount with its time, its reason and its state, newest first; choosing one explains it beside. */
import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerEntry } from '../../../shared/contract/app/earnings.ts';
import { useFormats } from '../../app/formats.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { MoneyTag } from '../../ui/money-tag.tsx';
import { Panel } from '../../ui/panel.tsx';
import table from '../../ui/table.module.css';
import { useEntryText } from './entry-text.ts';
import classes from './ledger-panel.module.css';
import { entriesOf, type LedgerFilter, ledgerFilters } from './ledger-view.ts';

const shownAtFirst = 12;
const emptyKeys = { all: 'emptyAll', jobs: 'emptyJobs', rewards: 'emptyRewards', losses: 'emptyLosses' } as const;

interface LedgerPanelProps {
  ledger: readonly LedgerEntry[];
  chosenId: string | null;
  now: number;
  onChoose(entryId: string): void;
  onExport(): void;
}

export const LedgerPanel = ({ ledger, chosenId, now, onChoose, onExport }: LedgerPanelProps) => {
  const { t } = useTranslation('earnings');
  const formats = useFormats();
  const text = useEntryText(now);
  const [filter, setFilter] = useState<LedgerFilter>('all');
  const [isWhole, setIsWhole] = useState(false);
  const entries = entriesOf(ledger, filter);
  const shown = isWhole ? entries : entries.slice(0, shownAtFirst);
  return (
    <Panel
      title={t('ledger.title')}
      aside={
        <SegmentedControl
          aria-label={t('ledger.filter')}
          value={filter}
          onChange={(value) => setFilter(value as LedgerFilter)}
          data={ledgerFilters.map((value) => ({ value, label: t(`ledger.${value}`) }))}
        />
      }
    >
      {entries.length === 0 ? (
        <EmptyState sentence={t(`ledger.${emptyKeys[filter]}`)} />
      ) : (
        <>
          <table className={`${table.table} ${classes.ledger}`}>
            <caption>{t('ledger.caption')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('ledger.when')}</th>
                <th scope="col">{t('ledger.what')}</th>
                <th scope="col" className={classes.wide}>
                  {t('ledger.state')}
                </th>
                <th scope="col" className={table.end}>
                  {t('ledger.amount')}
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((entry) => (
                <tr key={entry.id} className={table.choosable} data-chosen={entry.id === chosenId || undefined}>
                  <td className={classes.when}>{text.when(entry)}</td>
                  <th scope="row">
                    <button
                      type="button"
                      className={table.chooser}
                      aria-pressed={entry.id === chosenId}
                      aria-label={t('ledger.pick', { what: text.what(entry), amount: text.amount(entry) })}
                      onClick={() => onChoose(entry.id)}
                    >
                      {text.what(entry)}
                    </button>
                    <span className={classes.narrow}>
                      <MoneyTag state={entry.state} />
                    </span>
                  </th>
                  <td className={classes.wide}>
                    <MoneyTag state={entry.state} />
                  </td>
                  <td className={`${table.end} ${classes.amount}`} data-is-loss={entry.kind === 'slash' || undefined}>
                    {text.amount(entry)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <div className={classes.more}>
            {entries.length > shown.length && (
              <Button size="sm" onClick={() => setIsWhole(true)}>
                {t('ledger.more', {
                  count: entries.length - shown.length,
                  number: formats.number(entries.length - shown.length),
                })}
              </Button>
            )}
            <Button size="sm" onClick={onExport}>
              {t('ledgerExport')}
            </Button>
          </div>
        </>
      )}
    </Panel>
  );
};
