/**
 * Amounts over time as stacked bars. Hatched is an estimate, outlined is confirmed, solid is paid; hatching means
 * nothing else. A summary and a table say the same to those who do not see it.
 */
import { useElementSize } from '@mantine/hooks';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './bar-chart.module.css';
import { barLayout } from './bar-layout.ts';

export interface Bar {
  id: string;
  /** Under the axis where there is room, and in the table. */
  label: string;
  state: 'estimate' | 'confirmed' | 'paid';
  /** One per series, bottom first, in the unit of the axis. */
  values: readonly number[];
}

interface BarChartProps {
  bars: readonly Bar[];
  /** Names of the series, bottom first; the first two data colours, at most. */
  series: readonly [string] | readonly [string, string];
  /** What the chart shows, in one sentence. */
  summary: string;
  /** Writes a value for the axis and the table, with the decimals that the axis needs. */
  format(value: number, places: number): string;
  /** Every how many bars a label is shown at most; fewer where there is no room. */
  labelEvery?: number;
  height?: number;
}

/** Drawn before the place is measured. */
const firstWidth = 598;
const colors = ['var(--d2)', 'var(--d1)'] as const;

export const BarChart = ({ bars, series, summary, format, labelEvery: wanted = 1, height = 232 }: BarChartProps) => {
  const { t } = useTranslation('common');
  const id = useId();
  const [isTable, setIsTable] = useState(false);
  const { ref, width: measured } = useElementSize<HTMLElement>();
  const width = measured || firstWidth;
  const { columns, gridlines, baseline, places, ...layout } = barLayout(
    bars.map(({ values }) => values),
    { width, height },
  );
  const labelEvery = Math.max(wanted, layout.labelEvery);
  const fill = (state: Bar['state'], index: number): string => {
    if (state === 'paid') return index === 0 ? colors[0] : colors[1];
    return state === 'estimate' ? `url(#${id}-hatch-${index})` : 'var(--surface)';
  };
  return (
    <figure ref={ref} className={classes.figure}>
      <svg
        className={classes.drawing}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={summary}
      >
        <defs>
          {colors.map((color, index) => (
            <pattern
              key={color}
              id={`${id}-hatch-${index}`}
              width="5"
              height="5"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect width="5" height="5" fill="var(--surface)" />
              <rect width="2.4" height="5" fill={color} />
            </pattern>
          ))}
        </defs>
        {gridlines.map(({ y, value }) => (
          <g key={value}>
            <path d={`M0 ${y}H${width - 30}`} stroke="var(--line)" />
            <text className={classes.axis} x={width} y={y + 4} textAnchor="end">
              {format(value, places)}
            </text>
          </g>
        ))}
        {columns.map(({ x, breadth, segments }, column) => {
          const bar = bars[column];
          if (!bar) return null;
          return (
            <g key={bar.id}>
              {segments.map(({ y, height: tall, index }) => (
                <rect
                  key={index}
                  x={x + 0.5}
                  y={y}
                  width={breadth - 1}
                  height={tall}
                  rx="2"
                  fill={fill(bar.state, index)}
                  stroke={index === 0 ? colors[0] : colors[1]}
                />
              ))}
              {column % labelEvery === 0 && (
                <text className={classes.axis} x={x + breadth / 2} y={baseline + 17} textAnchor="middle">
                  {bar.label}
                </text>
              )}
            </g>
          );
        })}
        <path d={`M0 ${baseline + 0.5}H${width - 30}`} stroke="var(--line-2)" />
      </svg>
      <button type="button" className={classes.toggle} aria-expanded={isTable} onClick={() => setIsTable(!isTable)}>
        {isTable ? t('chart.hideTable') : t('chart.showTable')}
      </button>
      {isTable && (
        <table className={classes.table}>
          <caption>{summary}</caption>
          <thead>
            <tr>
              <th scope="col">{t('chart.time')}</th>
              {series.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">{t('chart.state')}</th>
            </tr>
          </thead>
          <tbody>
            {bars.map((bar) => (
              <tr key={bar.id}>
                <th scope="row">{bar.label}</th>
                {series.map((name, index) => (
                  <td key={name}>{format(bar.values[index] ?? 0, Math.max(2, places))}</td>
                ))}
                <td>{t(`money.${bar.state}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </figure>
  );
};

/** The key to the fills and colours of a bar chart. */
export const BarLegend = ({ series }: { series: readonly string[] }) => {
  const { t } = useTranslation('common');
  return (
    <div className={classes.legends}>
      <ul className={classes.legend}>
        {series.map((name, index) => (
          <li key={name}>
            <i data-kind={index === 0 ? 'first' : 'second'} />
            {name}
          </li>
        ))}
      </ul>
      <ul className={classes.legend}>
        <li>
          <i data-kind="estimate" />
          {t('money.estimate')}
        </li>
        <li>
          <i data-kind="confirmed" />
          {t('money.confirmed')}
        </li>
        <li>
          <i data-kind="paid" />
          {t('money.paid')}
        </li>
      </ul>
    </div>
  );
};
