/** Device by device what is there, what could be lost of it, what it brought, and when it would be back. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Supported } from '../../../shared/contract/app/supports.ts';
import { useDeviceName } from '../../app/device-name.ts';
import { useFormats } from '../../app/formats.ts';
import { Chip } from '../../ui/chip.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useCooldownText } from '../stake/cooldown-text.ts';
import classes from './supported-panel.module.css';
import { worstOf } from './supported-sums.ts';

interface FactProps {
  label: string;
  value: ReactNode;
  note?: string;
  isLoss?: boolean;
}

const Fact = ({ label, value, note, isLoss = false }: FactProps) => (
  <div>
    <dt>{label}</dt>
    <dd data-is-loss={isLoss || undefined}>{value}</dd>
    {note && <dd className={classes.note}>{note}</dd>}
  </div>
);

const SupportedFacts = ({ supported, now }: { supported: Supported; now: number }) => {
  const { t } = useTranslation('support');
  const formats = useFormats();
  const lengthText = useCooldownText();
  const { held, shareBps, ownPartBps, leavesAt, freeAt, leavingMs, earned, claimable } = supported;
  const worst = worstOf(supported);
  const part = ((): { value: string; note?: string } => {
    if (leavesAt !== null) return { value: t('mine.partLeaving'), note: t('mine.partLeavingNote') };
    if (ownPartBps === null || shareBps === null) return { value: t('mine.unknown') };
    return {
      value: formats.percent((ownPartBps * shareBps) / 100_000_000, 2),
      note: t('mine.partNote', {
        part: formats.percent(ownPartBps / 10_000, 1),
        share: formats.percent(shareBps / 10_000, 1),
      }),
    };
  })();
  const back = ((): { label: string; value: string; note?: string } => {
    if (leavesAt !== null)
      return {
        label: t('mine.free'),
        value: freeAt === null ? t('mine.unknown') : formats.moment(freeAt, now),
        note: t('mine.freeNote', { when: formats.moment(leavesAt, now) }),
      };
    if (leavingMs === null) return { label: t('mine.back'), value: t('mine.unknown') };
    return {
      label: t('mine.back'),
      value: formats.moment(now + leavingMs, now),
      note: t('mine.backNote', { length: lengthText(leavingMs) }),
    };
  })();
  return (
    <dl className={classes.facts}>
      <Fact
        label={t('mine.worst')}
        value={worst === 0n ? t('mine.worstNone') : formats.loss(worst)}
        note={t('mine.worstNote')}
        isLoss={worst > 0n}
      />
      <Fact label={t('mine.held')} value={formats.coins(held)} />
      <Fact label={t('mine.part')} {...part} />
      <Fact
        label={t('mine.earned')}
        value={formats.coins(earned)}
        note={t('mine.earnedNote', { claimable: formats.coins(claimable) })}
      />
      <Fact {...back} />
    </dl>
  );
};

interface SupportedPanelProps {
  supported: readonly Supported[];
  now: number;
  isBusy: boolean;
  /** Why the network would not prepare a notice; under the panel's rows. */
  children: ReactNode;
  onLeave(supported: Supported): void;
}

export const SupportedPanel = ({ supported, now, isBusy, children, onLeave }: SupportedPanelProps) => {
  const { t } = useTranslation('support');
  const formats = useFormats();
  const deviceName = useDeviceName();
  return (
    <Panel title={t('mine.title')}>
      {supported.length === 0 ? (
        <EmptyState sentence={t('mine.empty')} detail={t('mine.emptyDetail')} />
      ) : (
        <ul className={classes.list}>
          {supported.map((each) => (
            <li key={each.deviceId}>
              <div className={classes.head}>
                <h3>{deviceName(each)}</h3>
                {each.leavesAt !== null && <Chip tone="accent">{t('mine.leaving')}</Chip>}
                {each.held > 0n && each.leavesAt === null && (
                  <Button
                    size="sm"
                    disabled={isBusy}
                    aria-label={t('mine.leaveName', { device: deviceName(each) })}
                    onClick={() => onLeave(each)}
                  >
                    {t('mine.leave')}
                  </Button>
                )}
              </div>
              {each.held > 0n && <SupportedFacts supported={each} now={now} />}
              {each.cooling.map(({ id, amount, freeAt }) => (
                <p key={id} className={classes.cooling}>
                  {t('mine.cooling', {
                    amount: formats.coins(amount, { rounding: 'up' }),
                    when: formats.moment(freeAt, now),
                  })}
                </p>
              ))}
            </li>
          ))}
        </ul>
      )}
      {children}
    </Panel>
  );
};
