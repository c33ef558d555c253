/** One of the three steps, with its number, which becomes a tick when it is done. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icons/icon.tsx';
import classes from './step.module.css';

interface StepProps {
  number: number;
  state: 'done' | 'now' | 'later';
  title: string;
  children: ReactNode;
}

export const Step = ({ number, state, title, children }: StepProps) => {
  const { t } = useTranslation('onboarding');
  return (
    <li className={classes.step} aria-current={state === 'now' ? 'step' : undefined}>
      <span className={classes.number} data-state={state} aria-hidden="true">
        {state === 'done' ? <Icon name="tick" size={16} /> : number}
      </span>
      <div className={classes.body}>
        <h2>
          {state === 'done' ? (
            <>
              <span aria-hidden="true">{title}</span>
              <span className={classes.done}>{t('doneStep', { title })}</span>
            </>
          ) : (
            title
          )}
        </h2>
        {children}
      </div>
    </li>
  );
};
