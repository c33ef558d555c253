/** The page's sentence: what is certain, what is an estimate, never mixed. */
import { useTranslation } from 'react-i18next';
import type { Earnings } from '../../../shared/contract/app/earnings.ts';
import { useFormats } from '../../app/formats.ts';
import type { MoneyState } from '../../ui/money-tag.tsx';
import { earnedSummary } from './earned-summary.ts';

/** `tag` is how certain everything together is: an estimate as long as a part of it is; null before anything was earned. */
export const useEarnedSentence = (
  earnings: Earnings,
  hasJoined: boolean,
): { sentence: string; tag: MoneyState | null } => {
  const { t } = useTranslation('earnings');
  const formats = useFormats();
  const summary = earnedSummary(earnings);
  switch (summary.kind) {
    case 'none':
      // A device that has joined may have earned before this start; only the network knows.
      return {
        sentence: hasJoined && earnings.readAt === null ? t('sentence.unknown') : t('sentence.none'),
        tag: null,
      };
    case 'estimate':
      return { sentence: t('sentence.estimate', { estimate: formats.coins(summary.estimate) }), tag: 'estimate' };
    case 'certain':
      return { sentence: t('sentence.certain', { certain: formats.coins(summary.certain) }), tag: 'confirmed' };
    case 'both':
      return {
        sentence: t('sentence.both', {
          certain: formats.coins(summary.certain),
          estimate: formats.coins(summary.estimate),
        }),
        tag: 'estimate',
      };
  }
};
