/** Commands exactly as they would run, each with what it is given and whether it needs an administrator. */
import { useTranslation } from 'react-i18next';
import type { ShownStep } from '../../../shared/contract/app/mending.ts';
import { Chip } from '../../ui/chip.tsx';
import classes from './mending-sheet.module.css';

export const StepList = ({ steps }: { steps: readonly ShownStep[] }) => {
  const { t } = useTranslation('mending');
  return (
    <ol className={classes.steps}>
      {steps.map(({ number, text, input, needsAdministrator }) => (
        <li key={number} className={classes.step}>
          <pre className={classes.command} dir="ltr">
            {text}
          </pre>
          {input !== null && input !== '' && (
            <>
              <span className={classes.given}>{t('sheet.given')}</span>
              <pre className={classes.command} dir="ltr">
                {input.trimEnd()}
              </pre>
            </>
          )}
          {needsAdministrator && <Chip tone="warn">{t('sheet.administrator')}</Chip>}
        </li>
      ))}
    </ol>
  );
};
