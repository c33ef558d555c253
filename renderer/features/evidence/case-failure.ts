/** Why a case could not be read or appealed, as a sentence that says what to do. */
import { useTranslation } from 'react-i18next';
import evidence from '../../../locales/en/evidence.json';
import { useFailureText } from '../../app/failure-text.ts';
import { useFormats } from '../../app/formats.ts';
import type { CallFailure } from '../../client/action.ts';

type OwnFailure = keyof typeof evidence.failure;

const isOwn = (code: string): code is OwnFailure => code in evidence.failure;

const untilOf = (data: unknown): number | null =>
  typeof data === 'object' && data !== null && 'until' in data && typeof data.until === 'number' ? data.until : null;

/** @returns null for no failure */
export const useCaseFailure = (now: number): ((failure: CallFailure | null) => string | null) => {
  const { t } = useTranslation(['evidence', 'common']);
  const formats = useFormats();
  const other = useFailureText();
  return (failure) => {
    if (failure === null || !isOwn(failure.code)) return other(failure);
    const until = untilOf(failure.data);
    const when = until === null ? t('common:notKnown') : formats.moment(until, now);
    return t(`evidence:failure.${failure.code}`, { replace: { when } });
  };
};
