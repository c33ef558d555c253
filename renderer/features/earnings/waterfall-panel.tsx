/** From what could have been earned to what is left, row by row, each with its bar, its coins and, where known, its money. */
import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EarningsReport } from '../../../shared/contract/app/earnings.ts';
import { useFormats } from '../../app/formats.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ReadingState } from '../../ui/reading-state.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import table from '../../ui/table.module.css';
import { PowerLines } from './power-lines.tsx';
import { useReasonText } from './reason-text.ts';
import { type Span, spans } from './use-report.ts';
import classes from './waterfall-panel.module.css';
import { type WaterfallRow, waterfallRows } from './waterfall-rows.ts';

const unitsPerIo = 1e8;
const width = 300;

/** Sums are tall, steps are low: the difference is seen without colour. */
const Bar = ({ row: { kind, amount, from, to } }: { row: WaterfallRow }) => (
  <svg className={classes.bar} viewBox={`0 0 ${width} 14`} preserveAspectRatio="none" aria-hidden="true">
    <rect
      x={from * width}
      y={kind === 'sum' ? 0 : 3.5}
      width={amount === 0n ? 0 : Math.max(1.2, (to - from) * width)}
      height={kind === 'sum' ? 14 : 7}
      data-tone={kind === 'sum' ? 'sum' : amount < 0n ? 'loss' : 'gain'}
    />
  </svg>
);

const Rows = ({ report }: { report: EarningsReport }) => {
  const { t } = useTranslation('earnings');
  const formats = useFormats();
  const reasonText = useReasonText();
  const { waterfall, net, notCounted } = report;
  const amount = (coins: bigint): string => formats.coinFigure(coins);
  const money = (coins: bigint, coinWorth: number): string =>
    formats.fixed((Number(coins) / unitsPerIo) * coinWorth, 2);
  const others = notCounted.filter(({ reason }) => reason !== 'minutes' && reason !== 'proofs');
  const notesOf = ({ name }: WaterfallRow): string[] =>
    name === 'gates' && others.length > 0
      ? others.map(({ reason, hours }) => reasonText.hours(reason, hours))
      : [t(`waterfall.note.${name}`)];
  return (
    <table className={`${table.table} ${classes.rows}`}>
      <caption>{t('waterfall.caption', { count: report.hours })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('waterfall.closed', { count: report.hours, number: formats.number(report.hours) })}</th>
          <th scope="col" className={classes.drawn}>
            <span className={classes.hidden}>{t('waterfall.bar')}</span>
          </th>
          <th scope="col" className={table.end}>
            IO
          </th>
          {net.kind === 'claimed' && (
            <th scope="col" className={table.end}>
              {t('waterfall.money')}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {waterfallRows(waterfall).map((row) => (
          <tr key={row.name} data-kind={row.kind}>
            <th scope="row">
              {t(`waterfall.${row.name}`)}
              {notesOf(row).map((note) => (
                <small key={note}>{note}</small>
              ))}
            </th>
            <td className={classes.drawn}>
              <Bar row={row} />
            </td>
            <td className={table.end}>
              <bdi dir="ltr">{amount(row.amount)}</bdi>
            </td>
            {net.kind === 'claimed' && (
              <td className={table.end}>
                <bdi dir="ltr">{money(row.amount, net.coinWorth)}</bdi>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Agreement = ({ waterfall: { sum, paid } }: { waterfall: EarningsReport['waterfall'] }) => {
  const { t } = useTranslation('earnings');
  const formats = useFormats();
  const toTheUnit = (amount: bigint): string => formats.coins(amount, { places: 8 });
  return (
    <p className={classes.verdict}>
      <StateMark mark={sum === paid ? 'passed' : 'needs-you'} size={14} />
      <span>
        {sum === paid ? t('waterfall.agrees') : t('waterfall.differs', { sum: toTheUnit(sum), paid: toTheUnit(paid) })}
      </span>
    </p>
  );
};

interface WaterfallPanelProps {
  /** null: on its way, or not to be had. */
  report: EarningsReport | null;
  failure: string | null;
  /** Nothing has closed yet: there is nothing to wait for. */
  isEmpty: boolean;
  span: Span;
  onSpan(span: Span): void;
  onAgain(): void;
}

export const WaterfallPanel = ({ report, failure, isEmpty, span, onSpan, onAgain }: WaterfallPanelProps) => {
  const { t } = useTranslation('earnings');
  return (
    <Panel
      title={t('waterfall.title')}
      aside={
        <SegmentedControl
          aria-label={t('waterfall.span')}
          value={span}
          onChange={(value) => onSpan(value as Span)}
          data={spans.map((value) => ({ value, label: t(`waterfall.spans.${value}`) }))}
        />
      }
    >
      {isEmpty ? (
        <EmptyState sentence={t('waterfall.empty')} />
      ) : report === null ? (
        <ReadingState failure={failure} waitsFor={t('waterfall.waiting')} blocks={[300]} onAgain={onAgain} />
      ) : (
        <>
          <Rows report={report} />
          <PowerLines report={report} />
          <Agreement waterfall={report.waterfall} />
        </>
      )}
    </Panel>
  );
};
