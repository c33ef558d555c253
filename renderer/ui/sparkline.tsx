/** One hour of one reading, a minute per point, with its limit as a dashed line. It does not move. */

import classes from './sparkline.module.css';
import { sparklinePath } from './sparkline-path.ts';

interface SparklineProps {
  /** Oldest first, at most 60, null where nothing was read. The last is now. */
  points: readonly (number | null)[];
  /** The top of the scale. */
  max: number;
  limit?: number | null;
  /** For those who do not see it: what it shows, in words. */
  summary: string;
  /** First and last time on the axis; left out on small cards. */
  labels?: readonly [string, string];
  height?: number;
}

const width = 300;
const slots = 60;

export const Sparkline = ({ points, max, limit = null, summary, labels, height = 48 }: SparklineProps) => {
  const { line, area } = sparklinePath(points, max, { width, height, slots });
  const limitY = limit === null ? null : height - (Math.min(limit, max) / max) * height;
  return (
    <figure className={classes.figure}>
      <svg
        className={classes.drawing}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={summary}
      >
        <path d={area} fill="var(--d1)" opacity=".1" />
        {limitY !== null && <path d={`M0 ${limitY}H${width}`} className={classes.limit} />}
        <path d={line} className={classes.line} />
      </svg>
      {labels && (
        <figcaption className={classes.times} aria-hidden="true">
          <span>{labels[0]}</span>
          <span>{labels[1]}</span>
        </figcaption>
      )}
    </figure>
  );
};
