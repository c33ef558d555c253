/** The mark of a state: a shape of its own for each, so that colour alone never tells. */
import type { ReactNode } from 'react';
import classes from './state-mark.module.css';

/**
 * disc `earning` · ring `ready` · bars `paused` · dashed ring `waiting` · arc `running` · triangle `needs-you` (or
 * `lost`, in the colour of loss) · gamepad `player` · dash `off` · tick `passed`
 */
export type Mark =
  | 'earning'
  | 'ready'
  | 'paused'
  | 'waiting'
  | 'running'
  | 'needs-you'
  | 'lost'
  | 'player'
  | 'off'
  | 'passed';

const triangle = (color: string): ReactNode => (
  <>
    <path d="M8 2.2 14.4 13.2H1.6z" fill={color} stroke={color} strokeWidth="1.2" strokeLinejoin="round" />
    <path d="M8 6.2v3.2" stroke="var(--surface)" strokeWidth="1.5" strokeLinecap="round" />
    <circle cx="8" cy="11.3" r=".9" fill="var(--surface)" />
  </>
);

const drawings: Record<Mark, ReactNode> = {
  earning: (
    <>
      <circle cx="8" cy="8" r="7" fill="var(--ok-soft)" />
      <circle cx="8" cy="8" r="4" fill="var(--ok-mark)" />
    </>
  ),
  ready: <circle cx="8" cy="8" r="4.6" fill="none" stroke="var(--ok-mark)" strokeWidth="2" />,
  paused: <path d="M5.6 4v8M10.4 4v8" stroke="var(--accent)" strokeWidth="2.2" strokeLinecap="round" />,
  waiting: (
    <circle cx="8" cy="8" r="5.6" fill="none" stroke="var(--control)" strokeWidth="1.5" strokeDasharray="2.2 2.2" />
  ),
  running: (
    <>
      <circle cx="8" cy="8" r="5.6" fill="none" stroke="var(--line-2)" strokeWidth="2" />
      <path
        className={classes.arc}
        d="M8 2.4A5.6 5.6 0 0 1 13.6 8"
        fill="none"
        stroke="var(--accent)"
        strokeWidth="2"
        strokeLinecap="round"
      />
    </>
  ),
  'needs-you': triangle('var(--warn-mark)'),
  lost: triangle('var(--bad-mark)'),
  player: (
    <path
      d="M5 5.2h6a3 3 0 0 1 3 2.6l.3 2.4a1.7 1.7 0 0 1-3 1.2l-.9-1.2H5.6l-.9 1.2a1.7 1.7 0 0 1-3-1.2L2 7.8a3 3 0 0 1 3-2.6z"
      fill="none"
      stroke="var(--accent)"
      strokeWidth="1.5"
      strokeLinejoin="round"
    />
  ),
  off: <path d="M4 8h8" stroke="var(--control)" strokeWidth="2" strokeLinecap="round" />,
  passed: (
    <>
      <circle cx="8" cy="8" r="6.5" fill="var(--ok-mark)" />
      <path
        d="m5 8.2 2.1 2.1 4-4.3"
        fill="none"
        stroke="var(--surface)"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
};

interface StateMarkProps {
  mark: Mark;
  /** Pixels; 16 by default. */
  size?: number;
  /** What it says, where no words beside it do. */
  label?: string;
  /** For `running`: shown instead of the moving arc where motion is not wanted, such as `42 %`. */
  progressText?: string;
}

export const StateMark = ({ mark, size = 16, label, progressText }: StateMarkProps) => {
  const isStill = mark === 'running' && progressText !== undefined;
  const drawing = (
    <svg
      className={classes.mark}
      data-has-text={isStill || undefined}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      {drawings[mark]}
    </svg>
  );
  return (
    <>
      {label === undefined ? (
        drawing
      ) : (
        <span className={classes.labelled} role="img" aria-label={label}>
          {drawing}
        </span>
      )}
      {isStill && (
        <span className={classes.still} aria-hidden="true">
          {progressText}
        </span>
      )}
    </>
  );
};
