/** What came in of a supporter who has no device: the sum over the devices that are supported now. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';
import { goTo } from '../../app/route.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { StateSentence } from '../../ui/state-sentence.tsx';
import { claimableOf, earnedOf } from './supported-sums.ts';
import { useSupported } from './use-supported.ts';

export const SupportEarnings = () => {
  const { t } = useTranslation('support');
  const formats = useFormats();
  const { value } = useSupported(true);
  const supported = value?.supported ?? [];
  return (
    <>
      <StateSentence
        sentence={
          value === null
            ? t('earnings.unknown')
            : t('earnings.sentence', { earned: formats.coins(earnedOf(supported)) })
        }
        proof={
          supported.length === 0
            ? t('earnings.none')
            : t('earnings.claimable', { claimable: formats.coins(claimableOf(supported)) })
        }
      />
      <Panel>
        <EmptyState
          sentence={t('earnings.where')}
          detail={t('earnings.whereDetail')}
          action={<Button onClick={() => goTo('stake')}>{t('earnings.openStake')}</Button>}
        />
      </Panel>
    </>
  );
};
