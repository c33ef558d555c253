/** The arithmetic of one hourly reward, factor by factor, and whether this PC comes to the same amount. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import texts from '../../../locales/en/earnings.json';
import type { RewardReason } from '../../../shared/contract/app/earnings.ts';
import { useFormats } from '../../app/formats.ts';
import { factorFigure } from '../../ui/factor.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { agreesWithNetwork, recomputedReward, recomputedScore, scoreShare } from './reward-check.ts';
import classes from './why-panel.module.css';

const Line = ({
  label,
  note,
  value,
  isSum = false,
}: {
  label: string;
  note?: string;
  value: ReactNode;
  isSum?: boolean;
}) => (
  <div className={classes.line} data-is-sum={isSum || undefined}>
    <dt>
      {label}
      {note && <small>{note}</small>}
    </dt>
    <dd>{value}</dd>
  </div>
);

type KnownReason = Exclude<keyof typeof texts.ineligible, 'other'>;
const isKnownReason = (reason: string): reason is KnownReason =>
  reason !== 'other' && Object.hasOwn(texts.ineligible, reason);

/** Why an hour earned nothing, as a sentence; null when it earned. */
const useIneligibleText = (): ((reason: RewardReason) => string | null) => {
  const { t } = useTranslation('earnings');
  const formats = useFormats();
  return ({ ineligible, minutes, proofsPassed, proofsAsked }) => {
    if (ineligible === null) return null;
    if (!isKnownReason(ineligible)) return t('ineligible.other', { code: ineligible });
    const facts = {
      minutes: formats.number(minutes),
      passed: formats.number(proofsPassed),
      asked: formats.number(proofsAsked),
    };
    return t(`ineligible.${ineligible}`, facts);
  };
};

export const RewardArithmetic = ({ reason }: { reason: RewardReason }) => {
  const { t } = useTranslation('earnings');
  const formats = useFormats();
  const ineligibleText = useIneligibleText();
  const exact = (amount: bigint): string => formats.coins(amount, { places: 4 });
  const toTheUnit = (amount: bigint): string => formats.coins(amount, { places: 8 });
  const factor = (bps: number): string => t('why.factor', { factor: factorFigure(formats, bps, 4) });
  const share = scoreShare(reason);
  const why = ineligibleText(reason);
  const agrees = agreesWithNetwork(reason);
  const ours = recomputedReward(reason);
  const verdict = ((): string => {
    if (agrees) return why === null ? t('why.agrees') : t('why.agreesIneligible');
    if (ours === reason.reward)
      return t('why.differsScore', {
        score: formats.number(Number(recomputedScore(reason))),
        used: formats.number(Number(reason.score)),
      });
    return ours === null
      ? t('why.differsUnknown')
      : t('why.differs', { amount: toTheUnit(ours), paid: toTheUnit(reason.reward) });
  })();
  return (
    <>
      {why !== null && <p className={classes.ineligible}>{why}</p>}
      <dl className={classes.lines}>
        <Line label={t('why.pool', { class: reason.class })} value={formats.coins(reason.pool)} />
        <Line
          label={t('why.share')}
          note={t('why.shareOf', {
            score: formats.number(Number(reason.score)),
            sum: formats.number(Number(reason.scoreSum)),
          })}
          value={share === null ? t('why.nobody') : formats.percent(share, 5)}
        />
        <Line label={t('why.reward')} value={exact(reason.reward)} isSum />
        {reason.shareBps !== null && (
          <>
            <Line
              label={t('why.supportersPart')}
              note={t('why.supportersShare', { share: formats.percent(reason.shareBps / 10_000, 2) })}
              value={exact(reason.supportersPart)}
            />
            <Line label={t('why.ownerPart')} value={exact(reason.ownerPart)} isSum />
          </>
        )}
      </dl>
      <h3 className={classes.head}>{t('why.scoreTitle')}</h3>
      <dl className={classes.lines}>
        <Line
          label={t('why.weight', { class: reason.class })}
          value={t('why.weightTimes', {
            weight: formats.number(reason.weight / 1000, 3),
            number: formats.number(reason.count),
          })}
        />
        <Line label={t('why.connection')} value={factor(reason.connBps)} />
        <Line label={t('why.tier')} value={factor(reason.tierBps)} />
        <Line label={t('why.ramp')} note={t('why.rampNote')} value={factor(reason.rampBps)} />
        <Line
          label={t('why.eligibility')}
          note={t('why.proofs', {
            passed: formats.number(reason.proofsPassed),
            asked: formats.number(reason.proofsAsked),
            minutes: formats.number(reason.minutes),
          })}
          value={factor(reason.eligBps)}
        />
        <Line label={t('why.score')} value={formats.number(Number(reason.score))} isSum />
      </dl>
      <p className={classes.verdict}>
        <StateMark mark={agrees ? 'passed' : 'needs-you'} size={14} />
        <span>{verdict}</span>
      </p>
    </>
  );
};
