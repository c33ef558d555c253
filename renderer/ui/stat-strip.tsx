/** A row of figures in bordered cells, for the foot of a page. */
import type { ReactNode } from 'react';
import classes from './stat-strip.module.css';

interface StatProps {
  label: ReactNode;
  value: ReactNode;
  /** Beside the value, such as a money tag. */
  tag?: ReactNode;
  note?: ReactNode;
}

export const Stat = ({ label, value, tag, note }: StatProps) => (
  <div className={classes.cell}>
    <dt className={classes.label}>{label}</dt>
    <dd>
      <div className={classes.value}>
        <span>{value}</span>
        {tag}
      </div>
      {note && <div className={classes.note}>{note}</div>}
    </dd>
  </div>
);

/**
 * @param label names the row for those who do not see it
 * @param isQuiet the figures are facts beside the point, so they are smaller
 */
export const StatStrip = ({
  label,
  isQuiet = false,
  children,
}: {
  label: string;
  isQuiet?: boolean;
  children: ReactNode;
}) => (
  <section aria-label={label}>
    <dl className={classes.strip} data-is-quiet={isQuiet || undefined}>
      {children}
    </dl>
  </section>
);
