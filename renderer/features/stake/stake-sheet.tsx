/** The decision itself: worst case first, then smaller losses, the lock and the fee. Nothing moves before it is agreed. */
import { useTranslation } from 'react-i18next';
import type { StakeQuote, StakeState } from '../../../shared/contract/app/stake.ts';
import { useFormats } from '../../app/formats.ts';
import { ConfirmSheet } from '../../ui/confirm-sheet.tsx';
import { useCooldownText } from './cooldown-text.ts';
import { worstFirst } from './possible-losses.ts';

interface StakeSheetProps {
  quote: StakeQuote;
  stake: StakeState;
  isPlay: boolean;
  now: number;
  isBusy: boolean;
  failure: string | null;
  onConfirm(): void;
  onClose(): void;
}

export const StakeSheet = ({ quote, stake, isPlay, now, isBusy, failure, onConfirm, onClose }: StakeSheetProps) => {
  const { t } = useTranslation('stake');
  const formats = useFormats();
  const cooldownText = useCooldownText();
  const amount = formats.coins(quote.amount);
  const after = formats.coins(quote.stakedAfter);
  const cooldown = cooldownText(stake.cooldownMs);
  const when = formats.moment(quote.freeAt, now);
  const isStake = quote.action === 'stake';

  const worstTitle = ((): string => {
    if (quote.worstCase === 0n) return t('confirm.worstNone');
    // Coins that cool stay within reach of a loss, so leaving puts no fewer at risk.
    const atRisk = isStake ? quote.stakedAfter : quote.stakedAfter + quote.amount;
    const worst = formats.coins(quote.worstCase, { rounding: 'up' });
    return quote.worstCase >= atRisk
      ? t('confirm.worstAll', { amount: worst })
      : t('confirm.worstPart', { amount: worst });
  })();
  const worstDetail = ((): string => {
    if (!isStake) return t('confirm.worstUnstakeBody');
    const worst = worstFirst(stake.risks.map((risk) => ({ ...risk, loss: BigInt(risk.bps) })))[0]?.offence;
    if (worst === 'O7') return t('confirm.worstStakeBody');
    return worst === undefined ? t('confirm.worstUnnamed') : t('confirm.worstBy', { what: t(`offence.${worst}`) });
  })();

  const rows = [
    ...(quote.endsEarning
      ? [
          {
            label: t('confirm.endsEarning'),
            detail: t('confirm.endsEarningNote', {
              required: formats.coins(quote.requiredAfter, { rounding: 'up' }),
              after,
            }),
            value: t('confirm.endsEarningValue'),
          },
        ]
      : []),
    ...(quote.smallestLoss && quote.smallestLoss.loss > 0n
      ? [
          {
            label: t('confirm.also'),
            detail: t(`offence.${quote.smallestLoss.offence}`),
            value: t('confirm.alsoEach', { loss: formats.loss(quote.smallestLoss.loss) }),
          },
        ]
      : []),
    isStake
      ? {
          label: t('confirm.locked'),
          detail: t('confirm.lockedStakeNote', { cooldown }),
          value: t('confirm.lockedStake', { when }),
        }
      : { label: t('confirm.free'), detail: t('confirm.freeUnstakeNote'), value: when },
    {
      label: t('confirm.fee'),
      value: quote.fee === 0n ? t('confirm.feeNone') : formats.coins(quote.fee, { rounding: 'up' }),
    },
  ];

  const explanation = ((): string => {
    const kinds = {
      stake: isPlay ? 'confirm.stakeBodyPlay' : 'confirm.stakeBody',
      unstake: isPlay ? 'confirm.unstakeBodyPlay' : 'confirm.unstakeBody',
    } as const;
    return t(kinds[quote.action], { after });
  })();

  return (
    <ConfirmSheet
      isOpen
      title={t(isStake ? 'confirm.stakeTitle' : 'confirm.unstakeTitle', { amount })}
      explanation={explanation}
      worstCase={{ title: worstTitle, detail: worstDetail }}
      rows={rows}
      signed={{ title: t('confirm.signed'), by: t(`signsWith.${quote.signsWith}`), lines: quote.text }}
      confirmLabel={t(isStake ? 'confirm.agreeStake' : 'confirm.agreeUnstake', { amount })}
      isBusy={isBusy}
      failure={failure}
      onConfirm={onConfirm}
      onClose={onClose}
    />
  );
};
