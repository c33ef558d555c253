/** The head of a page: its state in one sentence, one line of proof, and at most one primary action. */
import type { ReactNode } from 'react';
import { type Mark, StateMark } from './state-mark.tsx';
import classes from './state-sentence.module.css';

interface StateSentenceProps {
  /** Left out where a page answers a question rather than tells a state. */
  mark?: Mark;
  sentence: string;
  /** One line that lets the reader check the sentence. */
  proof?: ReactNode;
  /** Under the sentence: the one thing to do, where something must be done. */
  action?: ReactNode;
  /** Beside the sentence: controls that may be used. */
  controls?: ReactNode;
  /** Read out when it changes. The state of earning is; a page's own summary is not. */
  isLive?: boolean;
}

export const StateSentence = ({ mark, sentence, proof, action, controls, isLive = false }: StateSentenceProps) => (
  <header className={classes.head}>
    <div className={classes.say}>
      <h1 className={classes.sentence} aria-live={isLive ? 'polite' : undefined}>
        {mark && (
          <span className={classes.mark}>
            <StateMark mark={mark} size={26} />
          </span>
        )}
        <span>{sentence}</span>
      </h1>
      {proof && <p className={classes.proof}>{proof}</p>}
      {action && <div className={classes.action}>{action}</div>}
    </div>
    {controls && <div className={classes.controls}>{controls}</div>}
  </header>
);
