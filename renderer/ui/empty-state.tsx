/** What stands where nothing is yet: what will appear here, and when. */
import type { ReactNode } from 'react';
import classes from './empty-state.module.css';
import { type Mark, StateMark } from './state-mark.tsx';

interface EmptyStateProps {
  sentence: string;
  /** When it will appear, or what to do for it. */
  detail?: ReactNode;
  mark?: Mark;
  action?: ReactNode;
}

export const EmptyState = ({ sentence, detail, mark = 'waiting', action }: EmptyStateProps) => (
  <div className={classes.empty}>
    <StateMark mark={mark} size={20} />
    <p className={classes.sentence}>{sentence}</p>
    {detail && <p className={classes.detail}>{detail}</p>}
    {action && <div className={classes.action}>{action}</div>}
  </div>
);
