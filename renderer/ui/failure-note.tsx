/** Why a button's call did not work, as a sentence where the button is. Draws nothing while all is well. */
import { useTranslation } from 'react-i18next';
import common from '../../locales/en/common.json';
import type { CallFailure } from '../client/action.ts';
import classes from './failure-note.module.css';

type KnownFailure = Exclude<keyof typeof common.failure, 'other'>;

const isKnown = (code: string): code is KnownFailure => code in common.failure && code !== 'other';

export const FailureNote = ({ failure }: { failure: CallFailure | null }) => {
  const { t } = useTranslation('common');
  return (
    <p className={classes.note} role="alert">
      {failure && (isKnown(failure.code) ? t(`failure.${failure.code}`) : t('failure.other', { code: failure.code }))}
    </p>
  );
};
