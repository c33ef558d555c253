/** One published hour: its sums, the hashes that hold it in its place, and the keys that signed it. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HourDetail } from '../../../../shared/contract/app/releases.ts';
import { useFormats } from '../../../app/formats.ts';
import { useReading } from '../../../client/reading.ts';
import { Panel } from '../../../ui/panel.tsx';
import { ReadingState } from '../../../ui/reading-state.tsx';
import { useCommunityFailure } from '../community-failure.ts';
import { Hash } from './hash.tsx';
import { useHourText } from './hour-text.ts';
import classes from './releases.module.css';

const Facts = ({ detail }: { detail: HourDetail }) => {
  const { t } = useTranslation('releases');
  const formats = useFormats();
  const { hour } = detail;
  const facts: [label: string, value: ReactNode][] = [
    [t('hours.devices'), formats.number(hour.devices)],
    [t('hours.minted'), formats.coins(hour.emission, { places: 8 })],
    [t('hours.paid'), formats.coins(hour.paid, { places: 8 })],
    [t('hours.carried'), formats.coins(hour.carry, { places: 8 })],
    ...(detail.granted === 0n
      ? []
      : [[t('hour.granted'), formats.coins(detail.granted, { places: 8 })] satisfies [string, string]]),
    [t('hour.burned'), formats.coins(hour.burned, { places: 8 })],
    [t('hour.supply'), formats.coins(hour.supply, { places: 8 })],
    [t('hour.version'), formats.number(detail.parametersVersion)],
    [t('hour.manifest'), <Hash key="manifest" text={hour.manifestHash} />],
    [t('hour.previous'), detail.previous === null ? t('hour.first') : <Hash key="previous" text={detail.previous} />],
    [t('hour.root'), <Hash key="root" text={detail.merkleRoot} />],
    [
      t('hour.signatures'),
      detail.signatures.length === 0 ? (
        t('hour.unsigned')
      ) : (
        <span key="signatures" className={classes.signatures}>
          {detail.signatures.map(({ by, key }) => (
            <span key={key} className={classes.signature}>
              {t(`role.${by}`)}
              <Hash text={key} />
            </span>
          ))}
        </span>
      ),
    ],
  ];
  return (
    <dl className={classes.row}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
};

export const HourPanel = ({ blockId, now }: { blockId: string; now: number }) => {
  const { t } = useTranslation('releases');
  const text = useHourText();
  const failureText = useCommunityFailure();
  const { value, failure, again } = useReading(blockId, (core, signal) => core.releases.read({ blockId }, { signal }));
  return (
    <Panel title={t('hour.title')} aside={value === null ? null : text.period(value.hour, now)}>
      {value === null ? (
        <ReadingState failure={failureText(failure)} waitsFor={t('hour.waits')} onAgain={again} />
      ) : (
        <Facts detail={value} />
      )}
    </Panel>
  );
};
