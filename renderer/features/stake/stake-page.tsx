/**
 * What can I lose? On this PC, and behind others' devices: for each the most of it in one sentence, then cause by cause,
 * when coins come back, and changing it.
 */
import { Tabs } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StakeState } from '../../../shared/contract/app/stake.ts';
import { useFormats } from '../../app/formats.ts';
import { useNow } from '../../app/now.ts';
import { useTopic } from '../../client/store.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { StateSentence } from '../../ui/state-sentence.tsx';
import { OthersDevices } from '../support/others-devices.tsx';
import { SupportHead } from '../support/support-head.tsx';
import { useSupported } from '../support/use-supported.ts';
import { CooldownPanel } from './cooldown-panel.tsx';
import { RiskPanel } from './risk-panel.tsx';
import { SlashPanel } from './slash-panel.tsx';
import { StakeFacts } from './stake-facts.tsx';
import { StakeForm } from './stake-form.tsx';
import classes from './stake-page.module.css';
import { useStakeSentence } from './stake-sentence.ts';

const OwnHead = ({ stake }: { stake: StakeState }) => {
  const { t } = useTranslation('stake');
  const { network } = useTopic('status');
  return (
    <StateSentence
      sentence={useStakeSentence(stake)}
      proof={network?.isPlay ? t('proof.play', { network: network.name }) : t('proof.reach')}
    />
  );
};

const UnknownHead = () => {
  const { t } = useTranslation('stake');
  return <StateSentence sentence={t('sentence.unknown')} proof={t('proof.unknown')} />;
};

const OwnStake = ({ stake }: { stake: StakeState | null }) => {
  const { t } = useTranslation('stake');
  const formats = useFormats();
  const now = useNow(10_000);
  const { network } = useTopic('status');
  const isPlay = network?.isPlay ?? false;
  if (stake === null)
    return (
      <Panel>
        <EmptyState sentence={t('empty.title')} detail={t('empty.body')} />
      </Panel>
    );
  return (
    <div className={classes.page}>
      <StakeFacts stake={stake} isPlay={isPlay} />
      <div className={classes.columns}>
        <RiskPanel stake={stake} />
        <StakeForm stake={stake} isPlay={isPlay} now={now} />
        {stake.slashes.length > 0 && <SlashPanel slashes={stake.slashes} now={now} />}
        <div className={classes.calendar}>
          <CooldownPanel stake={stake} now={now} />
        </div>
      </div>
      {stake.readAt !== null && (
        <p className={classes.foot}>{t('proof.readAt', { when: formats.ago(stake.readAt, now) })}</p>
      )}
    </div>
  );
};

export const StakePage = () => {
  const { t } = useTranslation('support');
  const stake = useTopic('stake');
  const { supportsOnly } = useTopic('settings');
  const [tab, setTab] = useState(supportsOnly ? 'others' : 'own');
  const supported = useSupported(tab === 'others');
  const ownHead = stake === null ? <UnknownHead /> : <OwnHead stake={stake} />;
  return (
    <Tabs value={tab} onChange={(next) => next !== null && setTab(next)} keepMounted={false}>
      {tab === 'own' ? ownHead : <SupportHead read={supported} />}
      <Tabs.List aria-label={t('tabs.label')}>
        <Tabs.Tab value="own">{t('tabs.own')}</Tabs.Tab>
        <Tabs.Tab value="others">{t('tabs.others')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="own" className={classes.panel ?? ''}>
        <OwnStake stake={stake} />
      </Tabs.Panel>
      <Tabs.Panel value="others" className={classes.panel ?? ''}>
        <OthersDevices read={supported} />
      </Tabs.Panel>
    </Tabs>
  );
};
