/** The page's sentence: what is staked, and the most that can be lost. */
import { useTranslation } from 'react-i18next';
import type { StakeState } from '../../../shared/contract/app/stake.ts';
import { useFormats } from '../../app/formats.ts';
import { coolingTotal, mostToLose } from './possible-losses.ts';

export const useStakeSentence = (stake: StakeState): string => {
  const { t } = useTranslation('stake');
  const formats = useFormats();
  const most = mostToLose(stake);
  switch (most.kind) {
    case 'nothing': {
      const cooling = coolingTotal(stake.cooling);
      return cooling === 0n
        ? t('sentence.nothing')
        : t('sentence.nothingCooling', { cooling: formats.coins(cooling, { rounding: 'up' }) });
    }
    case 'all':
      return t('sentence.all', { staked: formats.coins(most.staked) });
    case 'part':
      return t('sentence.part', {
        staked: formats.coins(most.staked),
        loss: formats.coins(most.loss, { rounding: 'up' }),
      });
    case 'unknown':
      return t('sentence.unknownRisk', { staked: formats.coins(most.staked) });
  }
};
