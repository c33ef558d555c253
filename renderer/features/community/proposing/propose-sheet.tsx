/** The deposit before it is taken: that it can be burned comes first, then what brings it back. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../app/formats.ts';
import { ConfirmSheet } from '../../../ui/confirm-sheet.tsx';

interface ProposeSheetProps {
  /** Base units. */
  deposit: bigint;
  /** The rule and its new value, in words. */
  change: string;
  isBusy: boolean;
  failure: string | null;
  onConfirm(): void;
  onClose(): void;
}

export const ProposeSheet = ({ change, isBusy, failure, onConfirm, onClose, ...terms }: ProposeSheetProps) => {
  const { t } = useTranslation('community');
  const formats = useFormats();
  const deposit = formats.coins(terms.deposit, { rounding: 'up' });
  return (
    <ConfirmSheet
      isOpen
      title={t('propose.confirmTitle', { deposit })}
      explanation={t('propose.confirmBody')}
      worstCase={{ title: t('propose.worst', { deposit }), detail: t('propose.worstBody') }}
      rows={[
        { label: t('propose.change'), value: change },
        { label: t('propose.back'), value: t('propose.backValue') },
        { label: t('propose.earliest'), value: t('propose.earliestValue') },
      ]}
      signed={null}
      confirmLabel={t('propose.agree', { deposit })}
      isBusy={isBusy}
      failure={failure}
      onConfirm={onConfirm}
      onClose={onClose}
    />
  );
};
