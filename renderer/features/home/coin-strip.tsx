/** Where the coins are: confirmed, paid, the tier, and what is at stake. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';
import { hrefOf } from '../../app/route.ts';
import { useTopic } from '../../client/store.ts';
import { MoneyTag } from '../../ui/money-tag.tsx';
import { Stat, StatStrip } from '../../ui/stat-strip.tsx';

const useMissing = (): string | null => {
  const { t } = useTranslation('home');
  const tier = useTopic('tier');
  const next = tier?.ladder.find((step) => !step.isReached);
  if (!next) return null;
  const count = next.requirements.filter((requirement) => !requirement.isMet).length;
  return t('coins.missing', { count, tier: t(`tier.${next.tier}`) });
};

export const CoinStrip = () => {
  const { t } = useTranslation(['home', 'common']);
  const formats = useFormats();
  const { totals, readAt } = useTopic('earnings');
  const tier = useTopic('tier');
  const stake = useTopic('stake');
  const missing = useMissing();
  if (readAt === null && tier === null && stake === null) return null;
  const amount = (value: bigint): string => (readAt === null ? t('common:notKnown') : formats.coins(value));
  return (
    <StatStrip label={t('coins.title')}>
      <Stat
        label={t('coins.confirmed')}
        value={amount(totals.confirmed)}
        tag={readAt !== null && <MoneyTag state="confirmed" />}
        note={readAt !== null && t('coins.confirmedNote')}
      />
      <Stat
        label={t('coins.paid')}
        value={amount(totals.paid)}
        tag={readAt !== null && <MoneyTag state="paid" />}
        note={readAt !== null && t('coins.paidNote')}
      />
      <Stat
        label={t('common:nav.tier')}
        value={tier ? t(`tier.${tier.tier}`) : t('common:notKnown')}
        note={missing && <a href={hrefOf('tier')}>{missing}</a>}
      />
      <Stat
        label={t('coins.staked')}
        value={stake ? formats.coins(stake.staked) : t('common:notKnown')}
        note={stake !== null && stake.staked > 0n && <a href={hrefOf('stake')}>{t('coins.worst')}</a>}
      />
    </StatStrip>
  );
};
