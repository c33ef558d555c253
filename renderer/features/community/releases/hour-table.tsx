/** Published hours, newest first: when, how many devices, what was paid, minted and carried on, who signed, and the hash. */
import { useTranslation } from 'react-i18next';
import type { PublishedHour } from '../../../../shared/contract/app/releases.ts';
import { useFormats } from '../../../app/formats.ts';
import { keyboardScrolls } from '../../../ui/keyboard-scrolls.ts';
import table from '../../../ui/table.module.css';
import classes from '../community.module.css';
import { Hash } from './hash.tsx';
import { useHourText } from './hour-text.ts';
import own from './releases.module.css';

interface HourTableProps {
  hours: readonly PublishedHour[];
  /** Block id; null: none. */
  chosen: string | null;
  now: number;
  onChoose(blockId: string): void;
}

export const HourTable = ({ hours, chosen, now, onChoose }: HourTableProps) => {
  const { t } = useTranslation('releases');
  const formats = useFormats();
  const text = useHourText();
  return (
    <section className={own.scroller} aria-label={t('hours.scrolls')} {...keyboardScrolls}>
      <table className={`${table.table} ${own.wide}`}>
        <caption>{t('hours.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('hours.hour')}</th>
            {(['devices', 'paid', 'minted', 'carried'] as const).map((column) => (
              <th key={column} scope="col" className={table.end}>
                {t(`hours.${column}`)}
              </th>
            ))}
            <th scope="col">{t('hours.signed')}</th>
            <th scope="col">{t('hours.hash')}</th>
          </tr>
        </thead>
        <tbody>
          {hours.map((hour) => (
            <tr key={hour.blockId} className={table.choosable} data-chosen={hour.blockId === chosen || undefined}>
              <th scope="row">
                <button
                  type="button"
                  className={table.chooser}
                  aria-pressed={hour.blockId === chosen}
                  onClick={() => onChoose(hour.blockId)}
                >
                  {text.start(hour, now)}
                </button>
                {hour.isPart && <span className={classes.meta}>{t('hours.part')}</span>}
              </th>
              <td className={table.end}>{formats.number(hour.devices)}</td>
              {(['paid', 'emission', 'carry'] as const).map((amount) => (
                <td key={amount} className={table.end}>
                  {formats.coins(hour[amount])}
                </td>
              ))}
              <td>{text.signers(hour)}</td>
              <td>
                <Hash text={hour.manifestHash} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};
