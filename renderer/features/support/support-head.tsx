/** The sentence of others' devices: what is behind them, and the most that can be lost. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';
import { StateSentence } from '../../ui/state-sentence.tsx';
import { coolingOf, heldOf, mostToLoseOf } from './supported-sums.ts';
import type { ReadSupport } from './use-supported.ts';

const useSentence = ({ value, failure }: ReadSupport): string => {
  const { t } = useTranslation('support');
  const formats = useFormats();
  if (value === null) return failure === null ? t('sentence.asking') : t('sentence.failed');
  const { supported, free } = value;
  const count = supported.filter(({ held }) => held > 0n).length;
  const cooling = coolingOf(supported);
  if (count === 0)
    return cooling === 0n
      ? t('sentence.none', { free: formats.coins(free) })
      : t('sentence.cooling', { cooling: formats.coins(cooling, { rounding: 'up' }) });
  return t('sentence.some', {
    count,
    number: formats.number(count),
    held: formats.coins(heldOf(supported)),
    loss: formats.coins(mostToLoseOf(supported), { rounding: 'up' }),
  });
};

export const SupportHead = ({ read }: { read: ReadSupport }) => {
  const { t } = useTranslation('support');
  const network = read.value?.network ?? null;
  return (
    <StateSentence
      sentence={useSentence(read)}
      proof={network?.isPlay ? t('proof.play', { network: network.name }) : t('proof.reach')}
    />
  );
};
