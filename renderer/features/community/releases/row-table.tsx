/** Rows of an hour at a glance; each opens into every column that there is, in words. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PublishedRow } from '../../../../shared/contract/app/releases.ts';
import { useFormats } from '../../../app/formats.ts';
import { Chip } from '../../../ui/chip.tsx';
import { keyboardScrolls } from '../../../ui/keyboard-scrolls.ts';
import table from '../../../ui/table.module.css';
import community from '../community.module.css';
import classes from './releases.module.css';
import { useRowText } from './row-text.ts';

interface LineProps {
  published: PublishedRow;
  isOpen: boolean;
  onOpen(): void;
  onReport(published: PublishedRow): void;
}

const columns = 6;

const Line = ({ published, isOpen, onOpen, onReport }: LineProps) => {
  const { line, isOwn, row } = published;
  const { t } = useTranslation('releases');
  const formats = useFormats();
  const text = useRowText();
  return (
    <>
      <tr className={table.choosable} data-chosen={isOpen || undefined}>
        <th scope="row">
          <span className={classes.device}>
            <button type="button" className={table.chooser} aria-expanded={isOpen} onClick={onOpen}>
              <bdi dir="ltr">{row.device_id}</bdi>
            </button>
            {isOwn && <Chip tone="accent">{t('rows.own')}</Chip>}
          </span>
          <span className={community.meta}>{text.device(row)}</span>
        </th>
        <td>{text.value(row, 'tier')}</td>
        <td>{text.value(row, 'state')}</td>
        <td className={table.end}>{formats.number(row.uptime_min)}</td>
        <td className={table.end}>
          {t('rows.ofTotal', { passed: formats.number(row.pow_pass), total: formats.number(row.pow_total) })}
        </td>
        <td className={table.end}>
          {formats.coins(row.reward)}
          {row.reason !== null && <span className={community.meta}>{text.value(row, 'reason')}</span>}
        </td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={columns}>
            <div className={classes.opened}>
              <p className={classes.verdict}>{t('row.title', { line: formats.number(line) })}</p>
              <dl className={classes.row}>
                {text.columns.map((column) => (
                  <div key={column}>
                    <dt>{text.name(column)}</dt>
                    <dd>{text.value(row, column)}</dd>
                  </div>
                ))}
              </dl>
              {!isOwn && (
                <div className={community.send}>
                  <Button size="sm" onClick={() => onReport(published)}>
                    {t('row.report')}
                  </Button>
                </div>
              )}
            </div>
          </td>
        </tr>
      )}
    </>
  );
};

interface RowTableProps {
  rows: readonly PublishedRow[];
  /** Line; null: none. */
  open: number | null;
  onOpen(line: number | null): void;
  onReport(published: PublishedRow): void;
}

export const RowTable = ({ rows, open, onOpen, onReport }: RowTableProps) => {
  const { t } = useTranslation('releases');
  return (
    <section className={classes.scroller} aria-label={t('rows.scrolls')} {...keyboardScrolls}>
      <table className={`${table.table} ${classes.wide}`}>
        <caption>{t('rows.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('rows.device')}</th>
            <th scope="col">{t('column.tier')}</th>
            <th scope="col">{t('column.state')}</th>
            <th scope="col" className={table.end}>
              {t('rows.minutes')}
            </th>
            <th scope="col" className={table.end}>
              {t('rows.proofs')}
            </th>
            <th scope="col" className={table.end}>
              {t('rows.earned')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((published) => (
            <Line
              key={published.line}
              published={published}
              isOpen={published.line === open}
              onReport={onReport}
              onOpen={() => onOpen(published.line === open ? null : published.line)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
};
