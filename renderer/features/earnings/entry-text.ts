/** One ledger entry in words: when, what, how much. Income rounds down, losses up. */
import { useTranslation } from 'react-i18next';
import type { LedgerEntry } from '../../../shared/contract/app/earnings.ts';
import { useFormats } from '../../app/formats.ts';

const dayMs = 86_400_000;
/** Below this, two clock times to the minute may read the same. */
const shortSpanMs = 120_000;

export interface EntryText {
  when(entry: LedgerEntry): string;
  what(entry: LedgerEntry): string;
  amount(entry: LedgerEntry): string;
}

const isOffence = (reference: string): reference is 'O1' | 'O2' | 'O3' | 'O4' | 'O5' | 'O6' | 'O7' | 'O8' =>
  /^O[1-8]$/.test(reference);

export const useEntryText = (now: number): EntryText => {
  const { t } = useTranslation(['earnings', 'stake']);
  const formats = useFormats();
  return {
    when: ({ from, to }) => {
      if (to === from) return formats.moment(from, now);
      const isToday = new Date(from).toDateString() === new Date(now).toDateString();
      if (!isToday && now - from > dayMs) return formats.moment(from, now);
      const isShort = to - from < shortSpanMs;
      return t('earnings:ledger.span', { from: formats.clock(from, isShort), to: formats.clock(to, isShort) });
    },
    what: ({ kind, reference }) => {
      if (kind === 'slash' && isOffence(reference)) return t(`stake:offence.${reference}`);
      return kind === 'job_pay'
        ? t('earnings:kind.job_pay', { reference: reference.slice(0, 8) })
        : t(`earnings:kind.${kind}`);
    },
    // A payout leaves the network's books for the owner's wallet: it is no loss, so it carries no minus.
    amount: ({ kind, amount }) => formats.coins(kind === 'payout' && amount < 0n ? -amount : amount),
  };
};
