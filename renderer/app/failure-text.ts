/** Why a call did not work, as a sentence. */
import { useTranslation } from 'react-i18next';
import type { CallFailure } from '../client/action.ts';
import { useFactWords } from './fact-words.ts';
import { useFormats } from './formats.ts';
import { factTexts } from './problem-facts.ts';

/** @returns a function from a failure to its sentence; null for none */
export const useFailureText = (): ((failure: CallFailure | null) => string | null) => {
  const { t, i18n } = useTranslation(['common', 'problems']);
  const formats = useFormats();
  const words = useFactWords();
  return (failure) => {
    if (failure === null) return null;
    const facts =
      typeof failure.data === 'object' && failure.data !== null ? factTexts(failure.data, formats, words) : {};
    const known = [`common:failure.${failure.code}`, `problems:${failure.code}.title`].find((key) => i18n.exists(key));
    return known === undefined
      ? t('common:failure.other', { code: failure.code })
      : String(i18n.t(known as never, { replace: facts }));
  };
};
