/** Says how sure an amount is: estimate, confirmed, paid, or taken by a slash. Each has a mark of its own. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './money-tag.module.css';

export type MoneyState = 'estimate' | 'confirmed' | 'paid' | 'slashed';

const drawings: Record<MoneyState, ReactNode> = {
  estimate: (
    <circle cx="6.5" cy="6.5" r="5" fill="none" stroke="var(--ink-3)" strokeWidth="1.5" strokeDasharray="2 1.93" />
  ),
  confirmed: (
    <>
      <circle cx="6.5" cy="6.5" r="5.2" fill="none" stroke="var(--ok)" strokeWidth="1.5" />
      <path
        d="m4.3 6.7 1.6 1.6 2.9-3.1"
        fill="none"
        stroke="var(--ok)"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  paid: (
    <>
      <circle cx="6.5" cy="6.5" r="6" fill="var(--ok)" />
      <path
        d="m4.1 6.7 1.7 1.7 3.1-3.3"
        fill="none"
        stroke="var(--surface)"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  slashed: (
    <>
      <circle cx="6.5" cy="6.5" r="6" fill="var(--bad)" />
      <path d="M3.9 6.5h5.2" stroke="var(--surface)" strokeWidth="1.6" strokeLinecap="round" />
    </>
  ),
};

export const MoneyTag = ({ state }: { state: MoneyState }) => {
  const { t } = useTranslation('common');
  return (
    <span className={classes.tag}>
      <svg width="13" height="13" viewBox="0 0 13 13" aria-hidden="true">
        {drawings[state]}
      </svg>
      {t(`money.${state}`)}
    </span>
  );
};
