/** When coins come back: one bar for each part that cools, a dashed one for the stake "if you left now". */
import { useDirection } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StakeState } from '../../../shared/contract/app/stake.ts';
import { useFormats } from '../../app/formats.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type CooldownBar, type CooldownCalendar, cooldownCalendar } from './cooldown-calendar.ts';
import classes from './cooldown-panel.module.css';
import { useCooldownText } from './cooldown-text.ts';

const dayMs = 86_400_000;
/** Nearer than this, two labels of the axis would touch. */
const labelRoom = 0.13;
const edgeRoom = 0.05;

/** Turns a place on the axis into a percentage from the left: time runs with the line of reading. */
const useAcross = (): ((place: number) => string) => {
  const { dir } = useDirection();
  return (place) => `${(dir === 'rtl' ? 1 - place : place) * 100}%`;
};

const Lines = ({ calendar }: { calendar: CooldownCalendar }) => {
  const across = useAcross();
  return (
    <svg className={classes.lines} aria-hidden="true">
      {calendar.ticks.map(({ at, place }) => (
        <line key={at} x1={across(place)} x2={across(place)} y1="0" y2="100%" className={classes.tick} />
      ))}
      <line x1={across(calendar.now)} x2={across(calendar.now)} y1="0" y2="100%" className={classes.now} />
    </svg>
  );
};

const Bar = ({ bar }: { bar: CooldownBar }) => {
  const across = useAcross();
  const { dir } = useDirection();
  return (
    <svg className={classes.bar} aria-hidden="true">
      <rect
        x={across(dir === 'rtl' ? bar.end : bar.start)}
        y="1"
        width={`${(bar.end - bar.start) * 100}%`}
        height="14"
        rx="3"
        data-kind={bar.kind}
        className={classes.span}
      />
      <circle cx={across(bar.end)} cy="8" r="5" className={classes.free} />
    </svg>
  );
};

export const CooldownPanel = ({ stake, now }: { stake: StakeState; now: number }) => {
  const { t } = useTranslation('stake');
  const formats = useFormats();
  const cooldownText = useCooldownText();
  const calendar = cooldownCalendar(stake, now);
  if (!calendar) {
    return (
      <Panel title={t('calendar.title')}>
        <EmptyState sentence={t('calendar.empty', { cooldown: cooldownText(stake.cooldownMs) })} />
      </Panel>
    );
  }
  const tickLabel = (at: number): string =>
    calendar.stepMs >= dayMs ? formats.date(at) : formats.clock(at, calendar.stepMs < 60_000);
  const labelled = calendar.ticks.filter(
    ({ place }) => Math.abs(place - calendar.now) > labelRoom && place > edgeRoom && place < 1 - edgeRoom,
  );
  const label = (bar: CooldownBar): string => {
    const amount = formats.coins(bar.amount);
    return bar.kind === 'cooling'
      ? t('calendar.cooling', { amount, when: formats.moment(bar.from, now) })
      : t('calendar.ifLeft', { amount });
  };
  return (
    <Panel title={t('calendar.title')}>
      <div className={classes.axis} aria-hidden="true">
        <span className={classes.nowLabel} style={{ insetInlineStart: `${calendar.now * 100}%` }}>
          {t('calendar.now')}
        </span>
        {labelled.map(({ at, place }) => (
          <span key={at} style={{ insetInlineStart: `${place * 100}%` }}>
            {tickLabel(at)}
          </span>
        ))}
      </div>
      <div className={classes.field}>
        <Lines calendar={calendar} />
        <ul className={classes.bars}>
          {calendar.bars.map((bar) => (
            <li key={bar.key}>
              <p className={classes.label}>
                <span className={classes.what}>{label(bar)}</span>
                <strong>{t('calendar.free', { when: formats.moment(bar.freeAt, now) })}</strong>
              </p>
              <Bar bar={bar} />
            </li>
          ))}
        </ul>
      </div>
      <ul className={classes.key}>
        {stake.cooling.length > 0 && (
          <li>
            <i data-kind="cooling" />
            {t('calendar.keyCooling')}
          </li>
        )}
        {stake.staked > 0n && (
          <li>
            <i data-kind="if_left_now" />
            {t('calendar.keyIfLeft')}
          </li>
        )}
        <li>
          <i data-kind="free" />
          {t('calendar.keyFree')}
        </li>
      </ul>
    </Panel>
  );
};
