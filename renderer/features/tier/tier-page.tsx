/** Where do I stand, and what is missing? Gaps first, then what the next step changes, then the whole ladder. */
import { useTranslation } from 'react-i18next';
import type { TierState } from '../../../shared/contract/app/tier.ts';
import { useFormats } from '../../app/formats.ts';
import { useNow } from '../../app/now.ts';
import { useTopic } from '../../client/store.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { StateSentence } from '../../ui/state-sentence.tsx';
import { GapCard } from './gap-card.tsx';
import { Ladder } from './ladder.tsx';
import { useLastHour } from './last-hour.ts';
import { NextGain } from './next-gain.tsx';
import { gapsOf, nextStep } from './next-step.ts';
import classes from './tier-page.module.css';

const useTierSentence = (tier: TierState): { sentence: string; proof: string } => {
  const { t } = useTranslation('tier');
  const formats = useFormats();
  const own = t(`name.${tier.tier}`);
  const next = nextStep(tier);
  if (!next) return { sentence: t('sentence.top', { tier: own }), proof: t('proof.top') };
  const names = { tier: own, next: t(`name.${next.tier}`) };
  const missing = gapsOf(next).length;
  if (missing === 0) return { sentence: t('sentence.soon', names), proof: t('proof.soon') };
  const asked = next.requirements.length;
  return {
    sentence: t('sentence.missing', { ...names, count: missing }),
    proof: t('proof.met', {
      ...names,
      count: asked - missing,
      met: formats.number(asked - missing),
      asked: formats.number(asked),
    }),
  };
};

const Standing = ({ tier }: { tier: TierState }) => {
  const { t } = useTranslation('tier');
  const formats = useFormats();
  const now = useNow(10_000);
  const { sentence, proof } = useTierSentence(tier);
  const next = nextStep(tier);
  const lastHour = useLastHour();
  return (
    <>
      <StateSentence sentence={sentence} proof={proof} />
      {next && (
        <div className={classes.cards}>
          {gapsOf(next).map((gap) => (
            <GapCard key={gap.kind} gap={gap} next={t(`name.${next.tier}`)} />
          ))}
          <NextGain tier={tier} next={next} lastHour={lastHour} />
        </div>
      )}
      <Ladder tier={tier} lastHour={lastHour} />
      {tier.readAt !== null && (
        <p className={classes.foot}>{t('proof.readAt', { when: formats.ago(tier.readAt, now) })}</p>
      )}
    </>
  );
};

export const TierPage = () => {
  const { t } = useTranslation('tier');
  const tier = useTopic('tier');
  if (tier !== null && tier.ladder.length > 0) return <Standing tier={tier} />;
  return (
    <>
      <StateSentence sentence={t('sentence.unknown')} proof={t('proof.unknown')} />
      <Panel>
        <EmptyState sentence={t('empty.title')} detail={t('empty.body')} />
      </Panel>
    </>
  );
};
