/** One problem inside a page: the sentence, its code in the corner, one way out, and the facts to copy. */
import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';
import classes from './fix-banner.module.css';
import { StateMark } from './state-mark.tsx';

interface FixBannerProps {
  sentence: string;
  /** What it costs, and what to do. */
  children?: ReactNode;
  code: string;
  /** At most one. */
  action?: ReactNode;
  /** Plain text for whoever helps: code, facts, evidence. */
  details: string;
  /** `bad` where money is lost, else `warn`. */
  tone?: 'warn' | 'bad';
}

export const FixBanner = ({ sentence, children, code, action, details, tone = 'warn' }: FixBannerProps) => (
  <section className={classes.banner} data-tone={tone}>
    <StateMark mark={tone === 'bad' ? 'lost' : 'needs-you'} size={18} />
    <div className={classes.text}>
      <strong>{sentence}</strong>
      {children && <div className={classes.more}>{children}</div>}
    </div>
    <bdi className={classes.code}>{code}</bdi>
    <div className={classes.actions}>
      {action}
      <CopyButton text={details} />
    </div>
  </section>
);
