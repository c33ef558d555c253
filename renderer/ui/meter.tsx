/** A bar that is filled by a share, with the figure in words beside it; an optional tick marks what is needed. */
import classes from './meter.module.css';

interface MeterProps {
  /** For those who do not see it: what is measured, and how much. */
  label: string;
  text: string;
  /** 0..1 of the whole bar. */
  ratio: number;
  /** 0..1: where enough begins. */
  neededAt?: number;
  tone?: 'data' | 'warn';
  isThick?: boolean;
}

const bounded = (ratio: number): number => Math.min(1, Math.max(0, ratio));

const percent = (ratio: number): string => `${bounded(ratio) * 100}%`;

export const Meter = ({ label, text, ratio, neededAt, tone = 'data', isThick = false }: MeterProps) => (
  <div className={classes.meter} data-is-thick={isThick || undefined}>
    <meter className={classes.read} aria-label={label} aria-valuetext={text} min={0} max={1} value={bounded(ratio)} />
    <span className={classes.fill} data-tone={tone} style={{ inlineSize: percent(ratio) }} />
    {neededAt !== undefined && <span className={classes.tick} style={{ insetInlineStart: percent(neededAt) }} />}
  </div>
);
