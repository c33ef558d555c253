/** The steps above a table of what each asks; "You, now" is the first column. */
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { TierState } from '../../../shared/contract/app/tier.ts';
import { useFormats } from '../../app/formats.ts';
import { factorFigure } from '../../ui/factor.ts';
import { Icon } from '../../ui/icons/icon.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import classes from './ladder.module.css';
import type { LastHour } from './last-hour.ts';
import {
  factorNow,
  gapsOf,
  hasNow,
  type LadderStep,
  nextStep,
  type RequirementKind,
  requirementOf,
  rowKinds,
  type Standing,
  standingOf,
} from './next-step.ts';
import { useOpensText } from './opens-text.ts';
import { useRequirementText } from './requirement-text.ts';

// A keyboard scrolls what has the focus, and Safari gives it to no scroller by itself.
const keyboardScrolls = { tabIndex: 0 } as const;

const firstStepPx = 58;
const stepRisePx = 22;

const Asked = ({ step, kind, standing }: { step: LadderStep; kind: RequirementKind; standing: Standing }) => {
  const { t } = useTranslation('tier');
  const text = useRequirementText();
  const requirement = requirementOf(step, kind);
  if (!requirement) return null;
  const mark = requirement.isMet ? (
    <span className={classes.met}>
      <Icon name="tick" size={16} />
    </span>
  ) : (
    <StateMark mark={standing === 'next' ? 'needs-you' : 'waiting'} size={15} />
  );
  return (
    <span className={classes.asked} data-is-gap={(!requirement.isMet && standing === 'next') || undefined}>
      {mark}
      <span className={classes.hidden}>{t(requirement.isMet ? 'ladder.met' : 'ladder.notMet')}</span>
      <span>{text.needs(kind, requirement.needs)}</span>
    </span>
  );
};

/** On a narrow page only a part of the ladder fits: brings the step that counts beside the names of the rows. */
const showStep = (scroller: HTMLElement, tier: string): void => {
  const names = scroller.querySelector('tbody th')?.getBoundingClientRect();
  const step = scroller.querySelector(`[data-tier="${tier}"]`)?.getBoundingClientRect();
  if (!names || !step || scroller.scrollWidth <= scroller.clientWidth) return;
  const isRightToLeft = getComputedStyle(scroller).direction === 'rtl';
  scroller.scrollLeft += isRightToLeft ? step.right - names.left : step.left - names.right;
};

export const Ladder = ({ tier, lastHour }: { tier: TierState; lastHour: LastHour | null }) => {
  const { t } = useTranslation('tier');
  const formats = useFormats();
  const text = useRequirementText();
  const opensText = useOpensText();
  const factor = (bps: number): string => t('factor', { factor: factorFigure(formats, bps, 2) });
  const coins = (amount: bigint): string => formats.coins(amount, { places: 4 });
  const scroller = useRef<HTMLElement>(null);
  const wanted = nextStep(tier)?.tier ?? tier.tier;
  useLayoutEffect(() => {
    if (scroller.current) showStep(scroller.current, wanted);
  }, [wanted]);
  const steps = tier.ladder.map((step) => ({ step, standing: standingOf(step, tier) }));
  const standingText = (step: LadderStep, standing: Standing): string => {
    if (standing !== 'next') return t(`standing.${standing}`);
    const missing = gapsOf(step).length;
    return missing === 0 ? t('standing.soon') : t('standing.next', { count: missing });
  };
  return (
    <section ref={scroller} className={classes.scroller} aria-label={t('ladder.title')} {...keyboardScrolls}>
      <table className={classes.ladder}>
        <caption>{t('ladder.caption')}</caption>
        <thead>
          <tr>
            <td className={classes.corner} colSpan={1}>
              <h2>{t('ladder.title')}</h2>
            </td>
            <th scope="col" className={classes.nowHead}>
              {t('ladder.now')}
            </th>
            {steps.map(({ step, standing }, index) => (
              <th key={step.tier} scope="col" className={classes.stepHead} data-tier={step.tier}>
                <div
                  className={classes.step}
                  data-standing={standing}
                  style={{ blockSize: firstStepPx + stepRisePx * index }}
                >
                  <strong>{t(`name.${step.tier}`)}</strong>
                  <span>{standingText(step, standing)}</span>
                </div>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rowKinds(tier).map((kind) => {
            const has = hasNow(tier, kind);
            return (
              <tr key={kind}>
                <th scope="row">{t(`kind.${kind}`)}</th>
                <td className={classes.now}>{has === null ? t('value.unknown') : text.has(kind, has)}</td>
                {steps.map(({ step, standing }) => (
                  <td key={step.tier} data-standing={standing}>
                    <Asked step={step} kind={kind} standing={standing} />
                  </td>
                ))}
              </tr>
            );
          })}
          <tr>
            <th scope="row">{t('ladder.reward')}</th>
            <td className={classes.now}>{factor(factorNow(tier))}</td>
            {steps.map(({ step, standing }) => (
              <td key={step.tier} data-standing={standing}>
                {factor(step.factorBps)}
              </td>
            ))}
          </tr>
          {lastHour !== null && (
            <tr>
              <th scope="row">{t('ladder.lastHour')}</th>
              <td className={classes.now}>{coins(lastHour.reason.reward)}</td>
              {steps.map(({ step, standing }) => (
                <td key={step.tier} data-standing={standing}>
                  {coins(lastHour.inTier(step.tier))}
                </td>
              ))}
            </tr>
          )}
          <tr>
            <th scope="row">{t('ladder.opens')}</th>
            <td className={classes.now} />
            {steps.map(({ step, standing }) => (
              <td key={step.tier} data-standing={standing}>
                {opensText(step.opens)}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </section>
  );
};
