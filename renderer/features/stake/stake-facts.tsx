/** What is locked, what earning takes, how much fits, and what the wallet holds. */
import { useTranslation } from 'react-i18next';
import type { StakeState } from '../../../shared/contract/app/stake.ts';
import { useFormats } from '../../app/formats.ts';
import { Stat, StatStrip } from '../../ui/stat-strip.tsx';

export const StakeFacts = ({ stake, isPlay }: { stake: StakeState; isPlay: boolean }) => {
  const { t } = useTranslation('stake');
  const formats = useFormats();
  const missing = stake.required - stake.staked;
  const room = stake.capacity - stake.staked;
  return (
    <StatStrip label={t('facts.label')}>
      <Stat
        label={t('facts.staked')}
        value={formats.coins(stake.staked)}
        note={
          missing > 0n ? t('facts.short', { missing: formats.coins(missing, { rounding: 'up' }) }) : t('facts.enough')
        }
      />
      <Stat label={t('facts.required')} value={formats.coins(stake.required, { rounding: 'up' })} />
      <Stat
        label={t('facts.capacity')}
        value={formats.coins(stake.capacity)}
        note={room > 0n ? t('facts.room', { room: formats.coins(room) }) : t('facts.full')}
      />
      <Stat label={t('facts.wallet')} value={formats.coins(stake.wallet)} note={isPlay ? t('facts.play') : undefined} />
    </StatStrip>
  );
};
