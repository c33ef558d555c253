/** The words that the facts of a problem need, in the language on screen. */
import { useTranslation } from 'react-i18next';
import { reasonKeyOf } from '../../shared/contract/reasons.ts';
import type { FactWords } from './problem-facts.ts';

export const useFactWords = (): FactWords => {
  const { t, i18n } = useTranslation(['common', 'reasons']);
  return {
    unknown: t('common:notKnown'),
    reason: (fact, code) => {
      const key = reasonKeyOf(fact, code);
      return key !== null && i18n.exists(key) ? String(i18n.t(key as never)) : code;
    },
  };
};
