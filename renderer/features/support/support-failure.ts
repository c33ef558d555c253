/** Why a supporter's move did not work, as a sentence that says what to do. */
import { useTranslation } from 'react-i18next';
import support from '../../../locales/en/support.json';
import { useFactWords } from '../../app/fact-words.ts';
import { useFailureText } from '../../app/failure-text.ts';
import { useFormats } from '../../app/formats.ts';
import { factTexts } from '../../app/problem-facts.ts';
import type { CallFailure } from '../../client/action.ts';

type OwnFailure = keyof typeof support.failure;

const isOwn = (code: string): code is OwnFailure => code in support.failure;

/** @returns null for no failure */
export const useSupportFailure = (): ((failure: CallFailure | null) => string | null) => {
  const { t } = useTranslation('support');
  const formats = useFormats();
  const words = useFactWords();
  const other = useFailureText();
  return (failure) => {
    if (failure === null || !isOwn(failure.code)) return other(failure);
    const data = typeof failure.data === 'object' && failure.data !== null ? failure.data : {};
    return t(`failure.${failure.code}`, { replace: factTexts(data, formats, words) });
  };
};
