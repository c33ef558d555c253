/** This network hour minute by minute, and the last moment at which it can still count. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';
import { useTopic } from '../../client/store.ts';
import { HourStrip } from '../../ui/hour-strip.tsx';
import { Panel } from '../../ui/panel.tsx';
import { lastSafeAtOf } from './home-view.ts';

export const HourPanel = () => {
  const { t } = useTranslation('home');
  const formats = useFormats();
  const { network } = useTopic('status');
  if (network === null) return null;
  const clock = formats.exactClock;
  const lastSafeAt = lastSafeAtOf(network);
  const nowAt = network.hourStartedAt + (network.minutes.length * network.hourMs) / 60;
  return (
    <Panel
      title={
        lastSafeAt === null
          ? t('hour.tooLate', { time: clock(network.hourEndsAt) })
          : t('hour.title', { time: clock(lastSafeAt) })
      }
      aside={t('hour.needs', { needed: formats.number(network.minutesNeeded) })}
    >
      <HourStrip
        hour={network}
        labels={{
          start: clock(network.hourStartedAt),
          now: t('hour.now', { time: clock(nowAt) }),
          end: clock(network.hourEndsAt),
          lastSafe: lastSafeAt === null ? null : t('hour.last', { time: clock(lastSafeAt) }),
        }}
      />
    </Panel>
  );
};
