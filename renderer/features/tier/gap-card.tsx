/** One thing that is missing for the next step: how much is there, how much it takes, and what would fix it. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';
import { goTo } from '../../app/route.ts';
import { useTopic } from '../../client/store.ts';
import { Chip } from '../../ui/chip.tsx';
import { Meter } from '../../ui/meter.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { useCooldownText } from '../stake/cooldown-text.ts';
import { proposeStake } from '../stake/stake-proposal.ts';
import classes from './gap-card.module.css';
import { missingOf, type Requirement, shareOf } from './next-step.ts';
import { useRequirementText } from './requirement-text.ts';

/** Enough stands short of the end, so that the tick is seen. */
const enoughAt = 0.8;

export const GapCard = ({ gap, next }: { gap: Requirement; next: string }) => {
  const { t } = useTranslation('tier');
  const formats = useFormats();
  const text = useRequirementText();
  const cooldownText = useCooldownText();
  const cooldownMs = useTopic('stake')?.cooldownMs ?? null;
  const has = text.has(gap.kind, gap.has);
  const needs = text.needs(gap.kind, gap.needs);
  const missing = formats.coins(missingOf(gap), { rounding: 'up' });
  const fix = ((): string => {
    if (gap.kind === 'compliance') return t('fix.compliance', { next, needs });
    if (gap.kind !== 'stake') return t(`fix.${gap.kind}`);
    return cooldownMs === null
      ? t('fix.stakeUnknown', { missing })
      : t('fix.stake', { missing, cooldown: cooldownText(cooldownMs) });
  })();
  const review = (): void => {
    proposeStake(missingOf(gap));
    goTo('stake');
  };
  return (
    <section className={classes.card} aria-labelledby={`gap-${gap.kind}`}>
      <div className={classes.head}>
        <StateMark mark="needs-you" />
        <h2 id={`gap-${gap.kind}`}>{t(`kind.${gap.kind}`)}</h2>
        <span className={classes.chip}>
          <Chip>{t(`remedy.${gap.kind}`)}</Chip>
        </span>
      </div>
      <p className={classes.figure}>
        {has} <small>{t('gaps.ofNeeds', { needs })}</small>
      </p>
      <Meter
        label={t(`kind.${gap.kind}`)}
        text={t('gaps.share', { has, needs })}
        ratio={shareOf(gap) * enoughAt}
        neededAt={enoughAt}
        tone="warn"
        isThick
      />
      <p className={classes.fix}>{fix}</p>
      {gap.kind === 'stake' && (
        <div className={classes.action}>
          <Button size="sm" onClick={review}>
            {t('reviewStake', { missing })}
          </Button>
        </div>
      )}
    </section>
  );
};
