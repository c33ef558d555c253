/** Where this PC stands among devices of its class: the span of what they were paid, its own place, and the largest reason. */
import { useTranslation } from 'react-i18next';
import type { EarningsReport } from '../../../shared/contract/app/earnings.ts';
import { useFormats } from '../../app/formats.ts';
import { factorFigure } from '../../ui/factor.ts';
import { Panel } from '../../ui/panel.tsx';
import classes from './peers-panel.module.css';
import { useReasonText } from './reason-text.ts';

type Peers = NonNullable<EarningsReport['peers']>;
type Standing = NonNullable<Peers['standing']>;

const width = 300;
const edge = 8;

/** Box from the lower to the upper quarter, a bar at the middle, a diamond for this PC. */
const Range = ({ standing }: { standing: Standing }) => {
  const { own, lower, middle, upper } = standing;
  const values = [own, lower, middle, upper].map(Number);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (value: bigint): number =>
    edge + (high === low ? 0.5 : (Number(value) - low) / (high - low)) * (width - 2 * edge);
  return (
    <svg className={classes.range} viewBox={`0 0 ${width} 30`} aria-hidden="true">
      <path d={`M${edge} 15H${width - edge}`} className={classes.axis} />
      <rect x={x(lower)} y="8" width={Math.max(1, x(upper) - x(lower))} height="14" className={classes.box} />
      <path d={`M${x(middle)} 5V25`} className={classes.middle} />
      <path d={`M${x(own)} 7.5l7 7.5-7 7.5-7-7.5z`} className={classes.own} />
    </svg>
  );
};

const useStandingText = (): { place(standing: Standing): string; reason(standing: Standing): string } => {
  const { t } = useTranslation('earnings');
  const formats = useFormats();
  const reasonText = useReasonText();
  return {
    place: ({ place, hours }) => t(`peers.place.${place}`, { count: hours, number: formats.number(hours) }),
    reason: ({ reason, own, middle }) => {
      if (own === middle) return t('peers.same');
      if (reason === null) return t('peers.noReason');
      if (reason.kind === 'not_counted')
        return t('peers.notCounted', { reason: reasonText.hours(reason.reason, reason.hours) });
      const { factor } = reason;
      const figure = (value: number): string => {
        if (factor === 'minutes') return formats.number(value, 1);
        return factor === 'proofs' ? formats.percent(value / 10_000, 1) : factorFigure(formats, Math.round(value), 4);
      };
      return t(`peers.factor.${factor}`, { own: figure(reason.own), typical: figure(reason.typical) });
    },
  };
};

const StandingView = ({ peers, standing }: { peers: Peers; standing: Standing }) => {
  const { t } = useTranslation('earnings');
  const formats = useFormats();
  const text = useStandingText();
  const rows = ['own', 'lower', 'middle', 'upper'] as const;
  return (
    <>
      <p className={classes.place}>{text.place(standing)}</p>
      <Range standing={standing} />
      <dl className={classes.figures}>
        {rows.map((row) => (
          <div key={row} data-row={row}>
            <dt>
              <i aria-hidden="true" />
              {t(`peers.${row}`)}
            </dt>
            <dd>{formats.coins(standing[row], { places: 4 })}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.text}>{text.reason(standing)}</p>
      <p className={classes.source}>
        {t('peers.source', {
          class: peers.class,
          devices: formats.number(peers.devices),
          owners: formats.number(peers.owners),
        })}
      </p>
    </>
  );
};

export const PeersPanel = ({ report }: { report: EarningsReport | null }) => {
  const { t } = useTranslation('earnings');
  const formats = useFormats();
  if (report === null) return null;
  const { peers } = report;
  return (
    <Panel title={t('peers.title')}>
      {peers === null ? (
        <p className={classes.text}>{t('peers.unknown')}</p>
      ) : peers.standing === null ? (
        <p className={classes.text}>
          {t('peers.few', { count: peers.devices, number: formats.number(peers.devices), class: peers.class })}
        </p>
      ) : (
        <StandingView peers={peers} standing={peers.standing} />
      )}
    </Panel>
  );
};
