/** A bordered area with an optional title. Panels never nest and never cast a shadow. */
import { type ReactNode, useId } from 'react';
import classes from './panel.module.css';

interface PanelProps {
  title?: string;
  /** At the end of the title's line. */
  aside?: ReactNode;
  /** No inner padding: the content brings its own. */
  isFlush?: boolean;
  children: ReactNode;
}

export const Panel = ({ title, aside, isFlush = false, children }: PanelProps) => {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={title === undefined ? undefined : id}>
      {(title !== undefined || aside) && (
        <div className={classes.head}>
          {title !== undefined && <h2 id={id}>{title}</h2>}
          {aside && <div className={classes.aside}>{aside}</div>}
        </div>
      )}
      <div className={isFlush ? undefined : classes.body}>{children}</div>
    </section>
  );
};
