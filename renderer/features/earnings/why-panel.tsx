/** "Why 0.25 IO?": what one entry of the ledger is made of, down to the factors that the network used. */
import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LedgerEntry } from '../../../shared/contract/app/earnings.ts';
import { useRewardReason } from '../../app/reward-reason.ts';
import { hrefOf } from '../../app/route.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useEntryText } from './entry-text.ts';
import { epochOf } from './ledger-view.ts';
import { RewardArithmetic } from './reward-arithmetic.tsx';
import classes from './why-panel.module.css';

const RewardWhy = ({ entry, epoch }: { entry: LedgerEntry; epoch: number }) => {
  const { t } = useTranslation('earnings');
  const { reason, failure } = useRewardReason(epoch, entry.state);
  if (failure !== null) return <FailureNote text={failure} />;
  if (reason === null) return <p className={classes.text}>{t('why.waiting')}</p>;
  return (
    <>
      {entry.state === 'estimate' && <p className={classes.text}>{t('why.estimate')}</p>}
      <RewardArithmetic reason={reason} />
    </>
  );
};

const PlainWhy = ({ entry }: { entry: LedgerEntry }) => {
  const { t } = useTranslation('earnings');
  const job = entry.reference.slice(0, 8);
  switch (entry.kind) {
    case 'job_pay':
      return <p className={classes.text}>{t(entry.state === 'estimate' ? 'why.jobEstimate' : 'why.job', { job })}</p>;
    case 'slash':
      return (
        <>
          <p className={classes.text}>{t('why.slash')}</p>
          <p className={classes.text}>
            <Anchor href={hrefOf('stake')}>{t('why.openStake')}</Anchor>
          </p>
        </>
      );
    case 'payout':
    case 'grant':
      return <p className={classes.text}>{t(`why.${entry.kind}`)}</p>;
    case 'hourly_reward':
      return <p className={classes.text}>{t('why.noEpoch')}</p>;
  }
};

export const WhyPanel = ({ entry, now }: { entry: LedgerEntry | null; now: number }) => {
  const { t } = useTranslation('earnings');
  const text = useEntryText(now);
  if (entry === null) {
    return (
      <Panel title={t('why.titleNone')}>
        <p className={classes.text}>{t('why.pick')}</p>
      </Panel>
    );
  }
  const epoch = epochOf(entry);
  return (
    <Panel title={t('why.title', { amount: text.amount(entry) })} aside={text.when(entry)}>
      {epoch === null ? <PlainWhy entry={entry} /> : <RewardWhy key={epoch} entry={entry} epoch={epoch} />}
    </Panel>
  );
};
