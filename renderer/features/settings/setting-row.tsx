/** One setting: what it is, what it does, and its control. */
import type { ReactNode } from 'react';
import classes from './setting-row.module.css';

interface SettingRowProps {
  /** Of the control, for its label. */
  controlId?: string;
  title: string;
  detail?: ReactNode;
  children?: ReactNode;
}

export const SettingRow = ({ controlId, title, detail, children }: SettingRowProps) => (
  <div className={classes.row}>
    <div>
      {controlId === undefined ? <strong>{title}</strong> : <label htmlFor={controlId}>{title}</label>}
      {detail && <div className={classes.detail}>{detail}</div>}
    </div>
    {children}
  </div>
);
