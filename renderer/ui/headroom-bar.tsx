/** How much of a limit is used, where work eases off, and why, in words beneath. */

import classes from './headroom-bar.module.css';
import { StateMark } from './state-mark.tsx';

interface HeadroomBarProps {
  label: string;
  /** 0..1 of the limit. */
  ratio: number;
  /** The figure in words, such as `16 °C to spare`. */
  figure: string;
  /** The reason underneath. */
  reason?: string;
  /** 0..1: where work eases off. */
  easesOffAt?: number;
  tone?: 'ok' | 'warn' | 'bad';
}

export const HeadroomBar = ({ label, ratio, figure, reason, easesOffAt, tone = 'ok' }: HeadroomBarProps) => (
  <div className={classes.bar}>
    <div className={classes.top}>
      <span>{label}</span>
      <span className={classes.figure}>{figure}</span>
    </div>
    <div className={classes.track} aria-hidden="true">
      <span className={classes.fill} data-tone={tone} style={{ inlineSize: `${Math.min(1, ratio) * 100}%` }} />
      {easesOffAt !== undefined && (
        <span className={classes.tick} style={{ insetInlineStart: `${easesOffAt * 100}%` }} />
      )}
    </div>
    {reason && (
      <p className={classes.reason}>
        {tone !== 'ok' && <StateMark mark={tone === 'bad' ? 'lost' : 'needs-you'} size={13} />}
        <span>{reason}</span>
      </p>
    )}
  </div>
);
