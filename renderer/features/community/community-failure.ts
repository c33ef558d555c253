/** Why something of the community could not be read or said, as a sentence that says what to do. */
import { useTranslation } from 'react-i18next';
import community from '../../../locales/en/community.json';
import { useFactWords } from '../../app/fact-words.ts';
import { useFailureText } from '../../app/failure-text.ts';
import { useFormats } from '../../app/formats.ts';
import { factTexts } from '../../app/problem-facts.ts';
import type { CallFailure } from '../../client/action.ts';

type OwnFailure = keyof typeof community.failure;

const isOwn = (code: string): code is OwnFailure => code in community.failure;

/** @returns null for no failure */
export const useCommunityFailure = (): ((failure: CallFailure | null) => string | null) => {
  const { t } = useTranslation(['community', 'common']);
  const formats = useFormats();
  const words = useFactWords();
  const other = useFailureText();
  return (failure) => {
    if (failure === null || !isOwn(failure.code)) return other(failure);
    const data = typeof failure.data === 'object' && failure.data !== null ? failure.data : {};
    return t(`community:failure.${failure.code}`, { replace: factTexts(data, formats, words) });
  };
};
