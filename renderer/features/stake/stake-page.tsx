/** What can I lose? The most of it in one sentence, then cause by cause, when coins come back, and changing the stake. */
import { useTranslation } from 'react-i18next';
import type { StakeState } from '../../../shared/contract/app/stake.ts';
import { useFormats } from '../../app/formats.ts';
import { useNow } from '../../app/now.ts';
import { useTopic } from '../../client/store.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { StateSentence } from '../../ui/state-sentence.tsx';
import { CooldownPanel } from './cooldown-panel.tsx';
import { RiskPanel } from './risk-panel.tsx';
import { SlashPanel } from './slash-panel.tsx';
import { StakeFacts } from './stake-facts.tsx';
import { StakeForm } from './stake-form.tsx';
import classes from './stake-page.module.css';
import { useStakeSentence } from './stake-sentence.ts';

const Staked = ({ stake }: { stake: StakeState }) => {
  const { t } = useTranslation('stake');
  const formats = useFormats();
  const now = useNow(10_000);
  const { network } = useTopic('status');
  const isPlay = network?.isPlay ?? false;
  const sentence = useStakeSentence(stake);
  return (
    <div className={classes.page}>
      <StateSentence
        sentence={sentence}
        proof={isPlay && network ? t('proof.play', { network: network.name }) : t('proof.reach')}
      />
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
  const { t } = useTranslation('stake');
  const stake = useTopic('stake');
  if (stake !== null) return <Staked stake={stake} />;
  return (
    <>
      <StateSentence sentence={t('sentence.unknown')} proof={t('proof.unknown')} />
      <Panel>
        <EmptyState sentence={t('empty.title')} detail={t('empty.body')} />
      </Panel>
    </>
  );
};
