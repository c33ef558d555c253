/** One or two words about the thing beside them. The words carry the meaning, the tint repeats it. */
import type { ReactNode } from 'react';
import classes from './chip.module.css';

export type ChipTone = 'plain' | 'accent' | 'ok' | 'warn' | 'bad';

export const Chip = ({ tone = 'plain', children }: { tone?: ChipTone; children: ReactNode }) => (
  <span className={classes.chip} data-tone={tone}>
    {children}
  </span>
);
