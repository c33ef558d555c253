/** The bond before it is held: that it can be burned comes first, then what brings it back. */
import { useTranslation } from 'react-i18next';
import type { FraudClaim } from '../../../../shared/domain/slashing/claims.ts';
import { mostBounty, reportBond } from '../../../../shared/domain/slashing/report-bond.ts';
import { useFormats } from '../../../app/formats.ts';
import { ConfirmSheet } from '../../../ui/confirm-sheet.tsx';

interface ReportSheetProps {
  deviceId: string;
  claim: FraudClaim;
  isBusy: boolean;
  failure: string | null;
  onConfirm(): void;
  onClose(): void;
}

export const ReportSheet = ({ deviceId, claim, isBusy, failure, onConfirm, onClose }: ReportSheetProps) => {
  const { t } = useTranslation('reports');
  const formats = useFormats();
  const bond = formats.coins(reportBond, { rounding: 'up' });
  return (
    <ConfirmSheet
      isOpen
      title={t('confirm.title', { bond })}
      explanation={t('confirm.body')}
      worstCase={{ title: t('confirm.worst', { bond }), detail: t('confirm.worstBody') }}
      rows={[
        { label: t('confirm.claim', { device: formats.verbatim(deviceId) }), value: t(`claim.${claim}`) },
        { label: t('confirm.unproven'), value: t('confirm.unprovenValue') },
        {
          label: t('confirm.upheld'),
          detail: t('confirm.upheldNote'),
          value: t('confirm.upheldValue', { most: formats.coins(mostBounty) }),
        },
        { label: t('confirm.fee'), value: t('confirm.feeNone') },
      ]}
      signed={null}
      confirmLabel={t('confirm.agree', { bond })}
      isBusy={isBusy}
      failure={failure}
      onConfirm={onConfirm}
      onClose={onClose}
    />
  );
};
