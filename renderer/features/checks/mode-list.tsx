/** Every kind of check with what it takes and does to the PC, where none has run yet. */
import { useTranslation } from 'react-i18next';
import type { CheckMode } from '../../../shared/contract/app/checks.ts';
import classes from './mode-list.module.css';

const modes = ['quick', 'full', 'memory', 'memory_long'] as const satisfies readonly CheckMode[];

export const ModeList = () => {
  const { t } = useTranslation('checks');
  return (
    <dl className={classes.modes}>
      {modes.map((mode) => (
        <div key={mode}>
          <dt>{t(`action.${mode}`)}</dt>
          <dd>{t(`takes.${mode}`)}</dd>
        </div>
      ))}
    </dl>
  );
};
