/** A supporter's decision itself: worst case first, then the rest of it. Nothing moves before it is agreed. */
import { useTranslation } from 'react-i18next';
import type { SupportQuote } from '../../../shared/contract/app/supports.ts';
import { useFormats } from '../../app/formats.ts';
import { ConfirmSheet } from '../../ui/confirm-sheet.tsx';
import { useCooldownText } from '../stake/cooldown-text.ts';

interface SupportSheetProps {
  quote: SupportQuote;
  /** In words. */
  device: string;
  now: number;
  isBusy: boolean;
  failure: string | null;
  onConfirm(): void;
  onClose(): void;
}

export const SupportSheet = ({ quote, device, now, isBusy, failure, onConfirm, onClose }: SupportSheetProps) => {
  const { t } = useTranslation(['support', 'stake']);
  const formats = useFormats();
  const lengthText = useCooldownText();
  const amount = formats.coins(quote.amount);
  const isSupport = quote.action === 'support';
  const [gravest, ...others] = quote.risks;
  const also = others.find(({ loss, bps }) => loss > 0n && bps < (gravest?.bps ?? 0));
  const when = formats.moment(quote.freeAt, now);

  const worstTitle = ((): string => {
    if (quote.worstCase === 0n) return t('support:confirm.worstNone');
    const worst = formats.coins(quote.worstCase, { rounding: 'up' });
    return quote.worstCase >= quote.heldAfter
      ? t('support:confirm.worstAll', { amount: worst })
      : t('support:confirm.worstPart', { amount: worst });
  })();
  const worstDetail =
    gravest === undefined || quote.worstCase === 0n
      ? t('support:confirm.worstNoneBody')
      : t('support:confirm.worstBy', { what: t(`stake:offence.${gravest.offence}`) });

  const rows = [
    ...(also
      ? [
          {
            label: t('support:confirm.also'),
            detail: t(`stake:offence.${also.offence}`),
            value: formats.loss(also.loss),
          },
        ]
      : []),
    {
      label: isSupport ? t('support:confirm.locked') : t('support:confirm.free'),
      detail: t('support:confirm.lockedNote', {
        notice: lengthText(quote.noticeMs),
        cooldown: lengthText(quote.cooldownMs),
      }),
      value: isSupport ? t('support:confirm.lockedValue', { when }) : when,
    },
    isSupport
      ? {
          label: t('support:confirm.reward'),
          detail: t('support:confirm.rewardNote'),
          value: t('support:confirm.rewardValue', { share: formats.percent(quote.shareBps / 10_000, 2) }),
        }
      : { label: t('support:confirm.rewardEnds'), value: t('support:confirm.rewardEndsValue') },
    ...(quote.endsEarning
      ? [
          {
            label: t('support:confirm.endsEarning'),
            detail: t('support:confirm.endsEarningNote'),
            value: t('support:confirm.endsEarningValue'),
          },
        ]
      : []),
    {
      label: t('stake:confirm.fee'),
      value: quote.fee === 0n ? t('stake:confirm.feeNone') : formats.coins(quote.fee, { rounding: 'up' }),
    },
  ];

  return (
    <ConfirmSheet
      isOpen
      title={t(isSupport ? 'support:confirm.supportTitle' : 'support:confirm.leaveTitle', { amount, device })}
      explanation={
        isSupport
          ? t('support:confirm.supportBody', { held: formats.coins(quote.heldAfter) })
          : t('support:confirm.leaveBody')
      }
      worstCase={{ title: worstTitle, detail: worstDetail }}
      rows={rows}
      signed={{ title: t('stake:confirm.signed'), by: t(`stake:signsWith.${quote.signsWith}`), lines: quote.text }}
      confirmLabel={isSupport ? t('support:confirm.agreeSupport', { amount }) : t('support:confirm.agreeLeave')}
      isBusy={isBusy}
      failure={failure}
      onConfirm={onConfirm}
      onClose={onClose}
    />
  );
};
