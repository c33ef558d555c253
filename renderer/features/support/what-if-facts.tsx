/** The worst case, the part of the rewards and the way out of an amount that is being thought about. */
import { useTranslation } from 'react-i18next';
import type { OpenedOffer } from '../../../shared/contract/app/supports.ts';
import { useFormats } from '../../app/formats.ts';
import { useCooldownText } from '../stake/cooldown-text.ts';
import { whatIf } from './what-if.ts';
import classes from './what-if-facts.module.css';

export const WhatIfFacts = ({ offer, amount, now }: { offer: OpenedOffer; amount: bigint; now: number }) => {
  const { t } = useTranslation('support');
  const formats = useFormats();
  const lengthText = useCooldownText();
  const { worstCase, partBps, rewardBps, freeAt, endsEarning } = whatIf(offer, amount, now);
  const rows = [
    {
      label: t('whatIf.worst'),
      note: t('whatIf.worstNote', { own: formats.coins(offer.ownStaked) }),
      value: worstCase === 0n ? t('whatIf.worstNone') : formats.loss(worstCase),
      isLoss: worstCase > 0n,
    },
    {
      label: t('whatIf.part'),
      note: t('whatIf.partNote', {
        part: formats.percent(partBps / 10_000, 1),
        share: formats.percent(offer.shareBps / 10_000, 1),
      }),
      value: formats.percent(rewardBps / 10_000, 2),
      isLoss: false,
    },
    {
      label: t('whatIf.back'),
      note: t('whatIf.backNote', { notice: lengthText(offer.noticeMs), cooldown: lengthText(offer.cooldownMs) }),
      value: formats.moment(freeAt, now),
      isLoss: false,
    },
  ];
  return (
    <section aria-label={t('whatIf.label')}>
      <dl className={classes.rows}>
        {rows.map(({ label, note, value, isLoss }) => (
          <div key={label} className={classes.row}>
            <dt>
              {label}
              <small>{note}</small>
            </dt>
            <dd data-is-loss={isLoss || undefined}>{value}</dd>
          </div>
        ))}
      </dl>
      {endsEarning && <p className={classes.warning}>{t('whatIf.endsEarning')}</p>}
    </section>
  );
};
